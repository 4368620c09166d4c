package dev.jaio;

/** What submitting does while the queue is full. */
public enum QueuePolicy {
  /**
   * Waits for room. On the thread that delivers, where waiting would never end, it rejects all the
   * same.
   */
  BLOCK,
  /** Throws {@link java.util.concurrent.RejectedExecutionException}. */
  REJECT
}
