package dev.jaio;

/** What submitting does while the queue is full. */
public enum QueuePolicy {
  /**
   * Waits for room; an interrupt does not end that, and stays set. On the thread that delivers,
   * where waiting would never end, it rejects all the same.
   */
  BLOCK,
  /** Throws {@link java.util.concurrent.RejectedExecutionException}. */
  REJECT
}
