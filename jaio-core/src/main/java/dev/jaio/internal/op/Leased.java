package dev.jaio.internal.op;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * One lease of a buffer, with a count of the requests that use it and, as its sign bit, "returned".
 * The buffer goes back to its pool when it was returned and the last use has ended, so that the
 * system never writes to memory that was leased to someone else meanwhile.
 */
public final class Leased {

  private static final int RETURNED = 1 << 31;

  private static final VarHandle USES;

  static {
    try {
      USES = MethodHandles.lookup().findVarHandle(Leased.class, "uses", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final BufferPool pool;
  private final int index;
  private final ByteBuffer buffer;
  private volatile int uses;

  Leased(BufferPool pool, int index, ByteBuffer buffer) {
    this.pool = pool;
    this.index = index;
    this.buffer = buffer;
  }

  /** The buffer, with the position and limit of this lease. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Whether it has not been returned. */
  public boolean isOpen() {
    return uses >= 0;
  }

  /** Returns the buffer; again: nothing. */
  public void close() {
    if ((int) USES.getAndBitwiseOr(this, RETURNED) == 0) {
      pool.giveBack(index);
    }
  }

  /** The address of its first byte. */
  long address() {
    return pool.address(index);
  }

  /** Its number among the buffers that the ring knows, or -1. */
  int registered() {
    return pool.isRegistered() ? index : -1;
  }

  /** Begins a use. False if it was returned. */
  boolean acquire() {
    for (; ; ) {
      int u = uses;
      if (u < 0) {
        return false;
      }
      if (USES.compareAndSet(this, u, u + 1)) {
        return true;
      }
    }
  }

  /** Ends a use. */
  void release() {
    if ((int) USES.getAndAdd(this, -1) == (RETURNED | 1)) {
      pool.giveBack(index);
    }
  }

  /** The system may write to it for ever: it never goes back to its pool. */
  void loseForEver() {
    USES.getAndAdd(this, 1); // during a use
  }
}
