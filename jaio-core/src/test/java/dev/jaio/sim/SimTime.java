package dev.jaio.sim;

import java.util.function.BooleanSupplier;

/** When a simulated kernel does what it has begun. */
interface SimTime {

  /** The time in nanoseconds. */
  long now();

  /** Runs an event after some time. */
  void after(long nanos, Runnable event);

  /** Lets time pass where it does not by itself. */
  void pass(long nanos);

  /**
   * Lets time pass until something may have happened.
   *
   * @param monitor guards what is looked at, and is notified when that changes
   * @param over whether there is nothing to wait for
   * @return false if the time is up
   */
  boolean await(Object monitor, long deadline, BooleanSupplier over);
}
