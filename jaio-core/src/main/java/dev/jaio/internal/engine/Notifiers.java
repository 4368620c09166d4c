package dev.jaio.internal.engine;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** All that has to be readable if and only if there is work for who polls. */
final class Notifiers {

  private final CopyOnWriteArrayList<Notifier> all = new CopyOnWriteArrayList<>();
  private final BooleanSupplier work;
  private boolean ended; // guarded by this

  Notifiers(BooleanSupplier work) {
    this.work = work;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** False if it is too late. */
  synchronized boolean add(Notifier n) {
    return !ended && all.add(n);
  }

  /** There may be work. Any thread. */
  void look() {
    while (!all.isEmpty() && work.getAsBoolean()) {
      all.forEach(Notifier::set);
      if (work.getAsBoolean()) {
        return;
      }
      all.forEach(Notifier::clear); // it was done before they were set; what has come since is seen
    }
  }

  /** The work may be done. The thread that delivers. */
  void clearIfIdle() {
    if (!all.isEmpty() && !work.getAsBoolean()) {
      all.forEach(Notifier::clear);
      look(); // what came before they were cleared
    }
  }

  synchronized void end() {
    ended = true;
    all.forEach(Notifier::end);
    all.clear();
  }
}
