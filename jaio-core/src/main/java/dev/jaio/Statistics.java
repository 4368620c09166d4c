package dev.jaio;

import java.util.SortedMap;

/**
 * Counters of an engine. They are read one after the other while the engine works, so they need not
 * add up.
 *
 * @param requests outstanding requests: READY, EXECUTING or PENDING; a group counts only while it
 *     waits for delivery
 * @param ready requests that are queued
 * @param pending requests that are complete and not delivered
 * @param threads worker threads
 * @param abandoned requests that were cancelled and are still being executed
 * @param operations how requests ended, by the name of the operation
 */
public record Statistics(
    long requests,
    int ready,
    int pending,
    int threads,
    int abandoned,
    SortedMap<String, Ended> operations) {

  /**
   * How the requests of one operation ended.
   *
   * @param completed with a result
   * @param failed with an error
   * @param cancelled cancelled
   */
  public record Ended(long completed, long failed, long cancelled) {}
}
