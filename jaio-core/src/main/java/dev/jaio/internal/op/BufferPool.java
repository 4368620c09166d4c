package dev.jaio.internal.op;

import dev.jaio.internal.abi.Limits;
import dev.jaio.internal.engine.Engine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that an engine leases: one piece of memory, cut in equal parts, that a ring knows in
 * advance where it may.
 *
 * <p>What is handed out lies in a shared arena. So a buffer that is used after it was returned
 * counts as memory that is not held, and a request on it is staged: the system works on a part only
 * for a request that was given the lease itself, and that holds it. Permits count what is free; who
 * has one finds a part. The arena is never closed, since a lease may outlive the engine.
 */
public final class BufferPool {

  /** How many buffers there are. With their size, half of the usual RLIMIT_MEMLOCK of 8 MiB. */
  public static final int COUNT = 64;

  /** The size of each. */
  public static final int SIZE = 64 << 10;

  private final Engine engine;
  private final Semaphore permits = new Semaphore(COUNT);
  private final ArrayDeque<Integer> free = new ArrayDeque<>(); // guarded by itself
  private @Nullable MemorySegment memory; // at the first need; guarded by this
  private volatile long address;
  private volatile boolean registered;
  private volatile String reason = "no buffer has been leased yet";

  /** A pool without memory. */
  public BufferPool(Engine engine) {
    this.engine = engine;
    for (int i = 0; i < COUNT; i++) {
      free.add(i);
    }
  }

  /** Leases a buffer, or null if none is free. */
  public @Nullable Leased tryLease() {
    MemorySegment m = memory(); // before the permit: there may be no memory
    return permits.tryAcquire() ? lease(m, take()) : null;
  }

  /**
   * Leases a buffer, and waits for one.
   *
   * @throws RejectedExecutionException none is free, on the thread that delivers
   */
  public Leased lease() throws InterruptedException {
    MemorySegment m = memory();
    if (!permits.tryAcquire()) {
      if (engine.isHome()) {
        throw new RejectedExecutionException(
            "all " + COUNT + " buffers are leased, and this thread delivers the results");
      }
      permits.acquire();
    }
    return lease(m, take());
  }

  /** How many buffers can be leased now. */
  public int available() {
    return permits.availablePermits();
  }

  /** Why the ring does not know the buffers, or empty. */
  public String reason() {
    return reason;
  }

  boolean isRegistered() {
    return registered;
  }

  long address(int index) {
    return address + (long) index * SIZE;
  }

  private int take() {
    synchronized (free) {
      return free.removeFirst(); // there is one: a permit was had
    }
  }

  void giveBack(int index) {
    synchronized (free) {
      free.addFirst(index); // what was used last is warm
    }
    permits.release();
  }

  private Leased lease(MemorySegment m, int index) {
    ByteBuffer part = m.asSlice((long) index * SIZE, SIZE).asByteBuffer();
    return new Leased(this, index, part);
  }

  @SuppressWarnings("MustBeClosedChecker") // never closed
  private synchronized MemorySegment memory() {
    MemorySegment m = memory;
    if (m == null) {
      m = Arena.ofShared().allocate((long) COUNT * SIZE, Limits.PAGE_SIZE_MAX);
      address = m.address();
      reason = engine.registerBuffers(address, SIZE, COUNT);
      registered = reason.isEmpty();
      memory = m;
    }
    return m;
  }
}
