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
 * The buffer pool of an engine, for transfers at the lowest cost. The memory is aligned to pages,
 * so it can be used with files opened with {@link OpenFlag#DIRECT}; it is reused; and it is
 * registered with io_uring where that is possible. Otherwise, and on other backends, it is ordinary
 * memory; {@link #reason()} says why.
 *
 * <pre>{@code
 * try (Buffers.Lease lease = aio.buffers().lease()) {
 *   file.read(lease, 0).await();
 *   use(lease.buffer().flip());
 * }
 * }</pre>
 *
 * <p>The number of buffers is fixed, and their memory is allocated at the first lease. When all are
 * leased, {@link #tryLease()} returns null and {@link #lease()} waits; on the thread that delivers
 * results, where the wait could never end, it throws. A buffer that is returned while a request
 * uses it goes back to the pool when that request has ended. A lease that becomes unreachable
 * without having been returned is logged, and its buffer is lost to the pool. All methods are
 * thread-safe.
 *
 * <p>A lease may outlive the engine. The memory of all buffers is freed when the engine has closed
 * and every lease has been returned; using a returned buffer after that throws {@link
 * IllegalStateException}. The memory is never freed if a lease was lost, if closing timed out, or
 * if a ring died that may still write to one of the buffers.
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
   * Returns how many buffers are free at the moment.
   *
   * @return their number
   */
  public int available() {
    return pool.available();
  }

  /**
   * Tells why the buffers are not registered with io_uring.
   *
   * @return one line; empty if they are registered
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
     * Returns the buffer. Its position and limit say what is transferred, as with any other buffer.
     * It must not be used after it has been returned, since it may then belong to another lease.
     *
     * @return the buffer, the same at each call
     * @throws IllegalStateException it has been returned
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

    /**
     * Returns the buffer to the pool, once no request uses it any more. Closing a second time has
     * no effect.
     */
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
