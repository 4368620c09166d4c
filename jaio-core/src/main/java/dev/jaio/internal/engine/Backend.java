package dev.jaio.internal.engine;

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

  /** Whether {@link #poll()} has, or may soon have, work to do. Any thread. */
  default boolean wantsPoll() {
    return false;
  }

  /** A request that executes was cancelled: stop it if possible. Any thread; must not block. */
  default void stop(Task<?> task) {}

  /** The calling platform thread's way to run a request itself, or null if it cannot now. */
  default @Nullable Calls helper() {
    return null;
  }

  /** Calls for one request after the end, on whatever thread submits it; closed by the caller. */
  default @Nullable Calls lastResort() {
    return null;
  }

  /** A thread carried out its own request, so nobody had to be woken for it. */
  default void helped() {}

  /** How many threads the backend has. */
  default int threads() {
    return 0;
  }

  /** Raises the number of threads wanted to at least this; never lowers it. */
  default void minParallel(int threads) {}

  /** Lowers the number of threads wanted to at most this; never raises it. 0: execute nothing. */
  default void maxParallel(int threads) {}

  /** Ends all threads that are not executing. The queue is empty or will not be executed. */
  void close();
}
