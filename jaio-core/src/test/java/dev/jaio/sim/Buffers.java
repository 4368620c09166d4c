package dev.jaio.sim;

import dev.jaio.Buffers.Lease;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The memory that the requests of a simulation lend. It goes from one request to the next at once,
 * and between two it holds poison: who writes into it late is found out.
 */
final class Buffers {

  static final int SIZE = 2048;

  private static final long POISON = 0x5bad_5bad_5bad_5badL;

  /** One piece of memory. */
  static final class Buffer {
    final MemorySegment memory;
    final Ledger.Lent lent;
    final Lease lease; // or null

    private Buffer(MemorySegment memory, Ledger.Lent lent, Lease lease) {
      this.memory = memory;
      this.lent = lent;
      this.lease = lease;
    }

    ByteBuffer first(int length) {
      return memory.asSlice(0, length).asByteBuffer();
    }
  }

  private final Ledger ledger;
  private final List<Buffer> free = new ArrayList<>();
  private final Set<Long> returned = new HashSet<>(); // addresses of leased memory with poison
  private int made;

  Buffers(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Memory that nobody has. */
  Buffer take() {
    if (free.isEmpty()) {
      made++;
      return fresh();
    }
    Buffer b = free.removeLast();
    checkPoison(b);
    ledger.takeResults(b.lent);
    return b;
  }

  /** Memory that will never be given back: it is freed when nobody can reach it. */
  Buffer fresh() {
    MemorySegment m = Arena.ofAuto().allocate(SIZE, 8);
    return new Buffer(m, ledger.declare(m.address(), SIZE, m.scope()), null);
  }

  /** The beginning of a buffer of the engine's own. */
  Buffer leased(Lease lease) {
    MemorySegment m = MemorySegment.ofBuffer(lease.buffer()).asSlice(0, SIZE);
    var b = new Buffer(m, ledger.declare(m.address(), SIZE, this), lease);
    if (returned.remove(m.address())) {
      checkPoison(b);
    }
    return b;
  }

  /** The request has ended. */
  void giveBack(Buffer b) {
    for (int i = 0; i < SIZE; i += Long.BYTES) {
      b.memory.set(ValueLayout.JAVA_LONG, i, POISON);
    }
    if (b.lease == null) {
      free.add(b);
    } else {
      returned.add(b.memory.address());
      b.lease.close();
    }
  }

  private static void checkPoison(Buffer b) {
    for (int i = 0; i < SIZE; i += Long.BYTES) {
      if (b.memory.get(ValueLayout.JAVA_LONG, i) != POISON) {
        throw new SimFailure("memory was written after the end of its request");
      }
    }
  }

  /** Looks at all that nobody has. */
  void checkFree() {
    free.forEach(Buffers::checkPoison);
  }

  int made() {
    return made;
  }
}
