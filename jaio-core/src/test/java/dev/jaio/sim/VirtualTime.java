package dev.jaio.sim;

import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * A clock that stands still unless it is let go on: then it jumps from event to event. One thread
 * at a time; what is due at one moment happens in the order in which it was asked for.
 */
final class VirtualTime implements SimTime {

  private record Event(long due, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event o) {
      int c = Long.compare(due, o.due);
      return c != 0 ? c : Long.compare(number, o.number);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long number;

  @Override
  public synchronized long now() {
    return now;
  }

  @Override
  public synchronized void after(long nanos, Runnable event) {
    events.add(new Event(now + nanos, number++, event));
  }

  @Override
  public void pass(long nanos) {
    long deadline = now() + nanos;
    for (Event e = next(deadline); e != null; e = next(deadline)) {
      e.action.run();
    }
  }

  @Override
  public boolean await(Object monitor, long deadline, BooleanSupplier over) {
    Event next = next(deadline);
    if (next == null) {
      return false;
    }
    next.action.run();
    return true;
  }

  private synchronized Event next(long deadline) {
    Event next = events.peek();
    if (next == null || next.due > deadline) {
      now = Math.max(now, deadline);
      return null;
    }
    now = Math.max(now, next.due);
    return events.poll();
  }
}
