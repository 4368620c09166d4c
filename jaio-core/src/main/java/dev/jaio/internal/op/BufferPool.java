package dev.jaio.internal.op;

import dev.jaio.internal.abi.Limits;
import dev.jaio.internal.engine.Engine;
import java.lang.System.Logger.Level;
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
 * has one finds a part.
 *
 * <p>A lease may outlive the engine. So the arena is closed when the engine has and all parts are
 * free, by the last of them to come back or else by the end of the engine; never, if a lease was
 * lost or the engine gave up closing.
 */
public final class BufferPool {

  /** How many buffers there are. With their size, half of the usual RLIMIT_MEMLOCK of 8 MiB. */
  public static final int COUNT = 64;

  /** The size of each. */
  public static final int SIZE = 64 << 10;

  private final Engine engine;
  private final Semaphore permits = new Semaphore(COUNT);
  private final ArrayDeque<Integer> free = new ArrayDeque<>(); // guarded by itself
  private boolean mayClose; // guarded by free
  private volatile boolean ended; // written under free
  private @Nullable Arena arena; // at the first need; guarded by this
  private @Nullable MemorySegment memory; // guarded by this
  private volatile long address;
  private volatile boolean registered;
  private volatile String reason = "no buffer has been leased yet";

  /** A pool without memory. */
  public BufferPool(Engine engine) {
    this.engine = engine;
    for (int i = 0; i < COUNT; i++) {
      free.add(i);
    }
    engine.shutdown().atEnd(this::end);
  }

  /**
   * Leases a buffer, or null if none is free.
   *
   * @throws IllegalStateException the engine is closed
   */
  public @Nullable Leased tryLease() {
    MemorySegment m = memory(); // before the permit: there may be no memory
    return permits.tryAcquire() ? lease(m, take()) : null;
  }

  /**
   * Leases a buffer, and waits for one.
   *
   * @throws RejectedExecutionException none is free, on the thread that delivers
   * @throws IllegalStateException the engine is closed
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
    return ended ? 0 : permits.availablePermits();
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
      if (!ended) {
        return free.removeFirst(); // there is one: a permit was had
      }
    }
    permits.release(); // for the next one who waits
    throw closed();
  }

  void giveBack(int index) {
    boolean last;
    synchronized (free) {
      free.addFirst(index); // what was used last is warm
      last = mayClose && free.size() == COUNT;
    }
    permits.release();
    if (last) {
      close();
    }
  }

  private void end(boolean complete) {
    boolean last;
    synchronized (free) {
      ended = true;
      mayClose = complete;
      last = complete && free.size() == COUNT;
    }
    permits.release(); // who waits finds that it has ended
    if (last) {
      close();
    }
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the engine is closed, no buffer was leased");
  }

  private Leased lease(MemorySegment m, int index) {
    ByteBuffer part = m.asSlice((long) index * SIZE, SIZE).asByteBuffer();
    return new Leased(this, index, part);
  }

  @SuppressWarnings("MustBeClosedChecker") // see close()
  private synchronized MemorySegment memory() {
    if (ended) {
      throw closed();
    }
    MemorySegment m = memory;
    if (m == null) {
      Arena a = Arena.ofShared();
      m = a.allocate((long) COUNT * SIZE, Limits.PAGE_SIZE_MAX);
      arena = a;
      address = m.address();
      reason = engine.registerBuffers(address, SIZE, COUNT);
      registered = reason.isEmpty();
      memory = m;
    }
    return m;
  }

  private synchronized void close() {
    Arena a = arena;
    if (a == null) {
      return; // nothing was ever leased
    }
    try {
      a.close();
    } catch (IllegalStateException e) {
      Engine.LOG.log(
          Level.WARNING, "jaio: a returned buffer is in use, the memory is left behind", e);
    }
  }
}
