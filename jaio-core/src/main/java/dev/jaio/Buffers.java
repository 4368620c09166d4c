package dev.jaio;

import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.op.BufferPool;
import dev.jaio.internal.op.Leased;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of an engine, for transfers that are to cost as little as possible: their memory is
 * aligned to pages, so that it serves files opened with {@link OpenFlag#DIRECT}, is used again and
 * again, and is made known to io_uring in advance where that is allowed. Otherwise, and on other
 * backends, they are ordinary memory; {@link #reason()} says why.
 *
 * <pre>{@code
 * try (Buffers.Lease lease = aio.buffers().lease()) {
 *   file.read(lease, 0).await();
 *   use(lease.buffer().flip());
 * }
 * }</pre>
 *
 * <p>There is a fixed number of them, and memory is taken at the first lease. When all are leased,
 * {@link #tryLease()} says so and {@link #lease()} waits, or refuses on the thread that delivers
 * the engine's results, where waiting could never end. A buffer that is returned while a request
 * uses it goes back when that request has ended. A lease that became unreachable without having
 * been returned is logged, and its buffer is lost to the pool. All methods are thread-safe.
 *
 * <p>A lease may outlive the engine. The memory of all buffers is given back to the system when the
 * engine has closed and every lease was returned; who uses a returned buffer after that gets an
 * {@link IllegalStateException}. It is never given back if a lease was forgotten, if closing gave
 * up, or if a ring died that may still write to one of the buffers.
 */
public final class Buffers {

  private static final Cleaner CLEANER = Cleaner.create();

  private final BufferPool pool;

  Buffers(BufferPool pool) {
    this.pool = pool;
  }

  /**
   * Leases a buffer, and waits while all are leased.
   *
   * @return the lease, to be closed
   * @throws InterruptedException the thread was interrupted while it waited
   * @throws RejectedExecutionException all are leased, and this is the thread that delivers
   * @throws IllegalStateException the engine is closed
   */
  public Lease lease() throws InterruptedException {
    return new Lease(pool.lease());
  }

  /**
   * Leases a buffer if one is free.
   *
   * @return the lease, to be closed, or null
   * @throws IllegalStateException the engine is closed
   */
  public @Nullable Lease tryLease() {
    Leased leased = pool.tryLease();
    return leased == null ? null : new Lease(leased);
  }

  /**
   * Returns the size of each buffer.
   *
   * @return the size in bytes
   */
  public int bufferSize() {
    return BufferPool.SIZE;
  }

  /**
   * Returns how many buffers can be leased just now.
   *
   * @return their number
   */
  public int available() {
    return pool.available();
  }

  /**
   * Tells why the buffers are not known to io_uring in advance.
   *
   * @return one line; empty if they are
   */
  public String reason() {
    return pool.reason();
  }

  @Override
  public String toString() {
    String why = reason();
    return "Buffers[" + available() + " available, " + (why.isEmpty() ? "registered" : why) + "]";
  }

  /** A buffer that is leased until it is returned by {@link #close()}. */
  public static final class Lease implements AutoCloseable {

    private final Leased leased;
    private final Cleaner.Cleanable cleanable;

    private Lease(Leased leased) {
      this.leased = leased;
      this.cleanable = CLEANER.register(this, new Leak(leased));
    }

    /**
     * Returns the buffer. Its position and limit say what is transferred, as with any other. It
     * must not be used after it was returned, since it may be someone else's then.
     *
     * @return always the same buffer
     * @throws IllegalStateException it was returned
     */
    public ByteBuffer buffer() {
      return open().buffer();
    }

    Leased open() {
      if (!leased.isOpen()) {
        throw new IllegalStateException("the buffer was returned");
      }
      return leased;
    }

    /** Returns the buffer; when requests use it, as soon as they have ended. Twice is fine. */
    @Override
    public void close() {
      leased.close();
      cleanable.clean(); // finds it returned
    }
  }

  private record Leak(Leased leased) implements Runnable {
    @Override
    public void run() {
      if (leased.isOpen()) {
        Engine.LOG.log(
            Level.WARNING, "jaio: a leased buffer was not returned and has become unreachable");
      }
    }
  }
}
