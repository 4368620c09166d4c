package dev.jaio.sim;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The time of the machine, for an engine with threads of its own: what is due happens on threads of
 * the simulated kernel, each of which may wait for long, as for the writer of a FIFO.
 */
final class LiveTime implements SimTime {

  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("simulated-clock").factory());

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("simulated-kernel-", 0).factory());

  @Override
  public long now() {
    return System.nanoTime();
  }

  @Override
  public void after(long nanos, Runnable event) {
    CLOCK.schedule(() -> THREADS.execute(event), nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void pass(long nanos) {}

  @Override
  @SuppressWarnings("WaitNotInLoop") // the caller loops
  public boolean await(Object monitor, long deadline, BooleanSupplier over) {
    synchronized (monitor) {
      long left = deadline - now();
      if (left <= 0) {
        return false;
      }
      if (!over.getAsBoolean()) {
        try {
          monitor.wait(left / 1_000_000, (int) (left % 1_000_000));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt(); // no signal: the wait only ends early
        }
      }
      return true;
    }
  }
}
