package dev.jaio;

/** What submitting does while the queue is full. */
public enum QueuePolicy {
  /**
   * Waits for room. An interrupt does not end the wait; the interrupt status is kept. On the thread
   * that delivers, where the wait could never end, it rejects instead.
   */
  BLOCK,
  /** Throws {@link java.util.concurrent.RejectedExecutionException}. */
  REJECT
}
