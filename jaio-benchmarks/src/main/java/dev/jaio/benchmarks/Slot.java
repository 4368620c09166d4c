package dev.jaio.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One of the operations that are outstanding at a time: which item it is at, its buffer, and how
 * many it has done. What changes lies in one array, far enough apart that two slots never share a
 * cache line.
 */
final class Slot {

  private static final int STRIDE = 32; // longs: four cache lines
  private static final int COUNT = 0;
  private static final int RANDOM = 1;
  private static final int ITEM = 2;
  private static final long SEED = 88172645463325252L;
  private static final long SEED_STEP = 0x9E3779B97F4A7C15L;
  private static final int PAGE = 4096;
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

  private static int created; // by the main thread; no two slots take the same way

  private final long[] state;
  private final int at;
  private final ByteBuffer buffer;

  private Slot(long[] state, int at) {
    this.state = state;
    this.at = at;
    this.buffer =
        ByteBuffer.allocateDirect(Data.BLOCK + PAGE)
            .alignedSlice(PAGE)
            .slice(0, Data.BLOCK)
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  static Slot[] create(int n) {
    var state = new long[(n + 1) * STRIDE];
    var slots = new Slot[n];
    for (int i = 0; i < n; i++) {
      int at = (i + 1) * STRIDE;
      state[at + RANDOM] = SEED + created++ * SEED_STEP;
      slots[i] = new Slot(state, at);
    }
    return slots;
  }

  /** Chooses the next item at random, among {@code bound}. */
  int pick(int bound) {
    long x = state[at + RANDOM];
    x ^= x << 13;
    x ^= x >>> 7;
    x ^= x << 17;
    state[at + RANDOM] = x;
    int item = Math.floorMod(x, bound);
    state[at + ITEM] = item;
    return item;
  }

  /** The buffer, empty. */
  ByteBuffer buffer() {
    return buffer.clear();
  }

  /** Checks that the file that was looked at is the one chosen. */
  void checkSize(long size) {
    if (size != state[at + ITEM]) {
      throw new IllegalStateException("size " + size + " for file " + state[at + ITEM]);
    }
  }

  /** Checks that the block that was read is the one chosen. */
  void checkBlock(int bytes) {
    if (bytes != Data.BLOCK || buffer.getLong(0) != state[at + ITEM]) {
      throw new IllegalStateException(
          "read " + bytes + " bytes of " + buffer.getLong(0) + " for " + state[at + ITEM]);
    }
  }

  /** One more done. */
  void count() {
    ELEMENT.setOpaque(state, at + COUNT, state[at + COUNT] + 1);
  }

  /** How many all slots have done. */
  static long total(Slot[] slots) {
    long n = 0;
    for (Slot s : slots) {
      n += (long) ELEMENT.getOpaque(s.state, s.at + COUNT);
    }
    return n;
  }
}
