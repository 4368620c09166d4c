package dev.jaio.internal.engine;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Executes requests: takes them from the ready queue when it has room and ends them.
 *
 * <p>A backend with threads of its own ends requests on these; one with a single owner does all in
 * {@link #poll()}, which only the delivering thread calls.
 */
public interface Backend {

  /** A request was queued. Any thread. */
  void ready(Task<?> task, int queued);

  /** Makes progress on the delivering thread. */
  default void poll() {}

  /**
   * As {@link #poll()}.
   *
   * @param rests whether this thread comes to {@link #rest} at once if it finds nothing to do; what
   *     was queued for a ring may wait for that
   */
  default void poll(boolean rests) {
    poll();
  }

  /** Brings what is queued for a ring on its way: who leaves that to his rest does not rest now. */
  default void submit() {}

  /** A time in nanoseconds, to compare with others. */
  default long now() {
    return System.nanoTime();
  }

  /** Whether {@link #poll()} has, or may soon have, work to do. Any thread. */
  default boolean wantsPoll() {
    return false;
  }

  /** Whether {@link #poll(boolean)} has. */
  default boolean wantsPoll(boolean rests) {
    return wantsPoll();
  }

  /** Where requests wait that a ring carries out; null without a ring. */
  default @Nullable ReadyQueue ringQueue() {
    return null;
  }

  /** Why there is no ring any more, in one line; null if there is one, or never was. */
  default @Nullable String lostRing() {
    return null;
  }

  /** Decides what waits in {@link #ringQueue}. */
  default Router router() {
    return Router.threads();
  }

  /**
   * Makes buffers that stand one after the other known to the kernel in advance. At most once.
   *
   * @return empty, or why that is not so, in one line
   */
  default String registerBuffers(long address, int size, int count) {
    return "there is no ring";
  }

  /** It is known now that the result of a request on the ring is wanted. Any thread. */
  default void announce(Task<?> task) {}

  /** This thread is going to wait for a request on the ring: brings it on its way. */
  default void bring(Task<?> task) {}

  /** A thread begins (1) or ends (-1) to park for a request that is on the ring. */
  default void parks(int threads) {}

  /**
   * Rests on the delivering thread until it is woken, the time is up (0: none), or for no reason.
   *
   * @param over looked at after this thread can be woken
   */
  default void rest(Object blocker, long nanos, BooleanSupplier over) {
    if (nanos == 0) {
      LockSupport.park(blocker);
    } else {
      LockSupport.parkNanos(blocker, nanos);
    }
  }

  /** Whether something executes that no thread of ours is at: its end has to be looked for. */
  default boolean isWaitedFor() {
    return false;
  }

  /** Wakes a thread that parks or rests. Any thread. */
  default void wake(Thread thread) {
    LockSupport.unpark(thread);
  }

  /** The delivering thread goes back to the program, which may or may not come again. */
  default void leave() {}

  /** A look by the thread that watches. True if there is something to watch. */
  default boolean tick() {
    return false;
  }

  /** Whether the last look found that threads see to it, so that the next one may come later. */
  default boolean goesOn() {
    return false;
  }

  /** Something is under way on a ring that is to be watched. */
  default void watch() {}

  /** A request that executes was cancelled: stop it if possible. Any thread; must not block. */
  default void stop(Task<?> task) {}

  /** Whether nobody is to carry out what is queued: who has just taken some puts it back. */
  default boolean isPaused() {
    return false;
  }

  /** The calling platform thread's way to run a request itself, or null if it cannot now. */
  default @Nullable Calls helper() {
    return null;
  }

  /**
   * Any thread's way to try what cannot block, also a virtual one's, or null if there is none; to
   * be {@linkplain #giveBack given back}.
   */
  default @Nullable Calls borrow() {
    return null;
  }

  /** Takes back what was borrowed. */
  default void giveBack(Calls calls) {}

  /** The thread that waits for a queued request leaves it to the backend. Any thread. */
  default void handedOver(Task<?> task) {}

  /** Whether the calling virtual thread may carry out its own request just now. */
  default boolean mayRunVirtual() {
    return true;
  }

  /** Calls for one request after the end, on whatever thread submits it; closed by the caller. */
  default @Nullable Calls lastResort() {
    return null;
  }

  /**
   * Calls that {@linkplain Calls#carryOut(Batch) carry out batches}, closed by the caller; or null.
   */
  default @Nullable Calls newBatchCalls() {
    return null;
  }

  /** A thread carried out requests of its own, so nobody had to be woken for them. */
  default void helped(int requests) {}

  /** How many threads beside those that help are awake for short requests. */
  default int hot() {
    return 0;
  }

  /** How many threads the backend has. */
  default int threads() {
    return 0;
  }

  /** Raises the number of threads wanted to at least this; never lowers it. */
  default void minParallel(int threads) {}

  /** Lowers the number of threads wanted to at most this; never raises it. 0: execute nothing. */
  default void maxParallel(int threads) {}

  /** Changes how many idle threads stay. */
  default void maxIdle(int threads) {}

  /** Changes when other idle threads end. */
  default void idleTimeout(long nanos) {}

  /** Ends all threads that are not executing. The queue is empty or will not be executed. */
  void close();
}
