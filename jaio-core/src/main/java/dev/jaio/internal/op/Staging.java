package dev.jaio.internal.op;

import dev.jaio.internal.abi.Limits;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.posix.Scratch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory of our own on which the system works in place of the caller's. It belongs to the executing
 * thread and is valid until that thread has ended the request.
 */
abstract sealed class Staging {

  /** Memory for a system call: the thread's own or, beyond its size, an arena. Page-aligned. */
  @SuppressWarnings("MustBeClosedChecker") // free() closes it
  static Native of(Posix p, int size) {
    if (size <= Scratch.TRANSFER_MAX) {
      return new Native(p.scratch().transfer(size), null);
    }
    var arena = Arena.ofConfined();
    return new Native(arena.allocate(size, Limits.PAGE_SIZE_MAX).address(), arena);
  }

  /** Memory for a channel. */
  static Buffered of(Nio n, int size) {
    return new Buffered(n.bounce(size));
  }

  /** Copies bytes out. */
  abstract void copyTo(MemorySegment target, int offset, int count);

  /** Copies bytes in. */
  abstract void copyFrom(MemorySegment source, int offset);

  /** Frees what is not the thread's own. */
  void free() {}

  /** At an address. */
  static final class Native extends Staging {
    private final long address;
    private final @Nullable Arena arena; // null: the memory is the thread's

    private Native(long address, @Nullable Arena arena) {
      this.address = address;
      this.arena = arena;
    }

    long address() {
      return address;
    }

    @Override
    void copyTo(MemorySegment target, int offset, int count) {
      Memory.copy(address + offset, target, 0, count);
    }

    @Override
    void copyFrom(MemorySegment source, int offset) {
      Memory.copy(source, 0, address + offset, source.byteSize());
    }

    @Override
    void free() {
      if (arena != null) {
        arena.close();
      }
    }
  }

  /** In a direct buffer. */
  static final class Buffered extends Staging {
    private final ByteBuffer buffer;

    private Buffered(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    /** The whole of it. */
    ByteBuffer buffer() {
      return buffer;
    }

    private MemorySegment from(int offset) {
      return MemorySegment.ofBuffer(buffer.duplicate().clear().position(offset));
    }

    @Override
    void copyTo(MemorySegment target, int offset, int count) {
      MemorySegment.copy(from(offset), 0, target, 0, count);
    }

    @Override
    void copyFrom(MemorySegment source, int offset) {
      from(offset).copyFrom(source);
    }
  }
}
