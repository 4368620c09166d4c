package dev.jaio.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * Requests that one thread has claimed and has a ring carry out, all in one call that does not
 * wait.
 */
public interface Batch {

  /** So many requests at once at most. */
  int MOST = 2 * Claim.MOST;

  /** The next request, which is READY and in no queue; null if there is no other. */
  @Nullable Task<?> next();

  /** Ends the execution of a request that {@link #next} gave. */
  void end(Task<?> t, int result);

  /** The thread is going to wait: what has ended is not to wait with it. */
  void flush();
}
