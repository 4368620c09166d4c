package dev.jaio.internal.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waiting for a request. Who waits without a limit helps first, see {@link Helping}; a thread that
 * polls, polls; every other thread parks.
 *
 * <p>Parking: the thread adds itself to the request's listeners and then looks at the state, the
 * completer moves the state and then looks at the listeners; both accesses are volatile.
 */
@SuppressWarnings("ReferenceEquality") // the same request
public final class Waiting {

  /**
   * How many callbacks may run within each other, because each waits, before a further one that
   * waits delivers nothing meanwhile. Else a thousand callbacks that each wait overflow the stack.
   */
  private static final int MOST_NESTED = 64;

  /** How often a thread that waits without delivering looks after the backend. */
  private static final long LOOK_NANOS = 1_000_000;

  private final Engine engine;
  private final Helping helping;

  Waiting(Engine engine) {
    this.engine = engine;
    this.helping = engine.helping();
  }

  // ------------------------------------------------------------------ waiting

  /** Waits; an interrupt cancels the request. */
  void await(Task<?> t) throws InterruptedException {
    try {
      until(t, null, 0);
    } catch (InterruptedException e) {
      t.cancel();
      throw e;
    }
  }

  /** Waits; an interrupt leaves the request alone. */
  void awaitLeavingAlone(Task<?> t) throws InterruptedException {
    until(t, null, 0);
  }

  /** Waits for at most a time. False: the time is up. */
  boolean await(Task<?> t, long nanos, boolean interruptCancels) throws InterruptedException {
    try {
      return until(t, null, Nanos.deadline(nanos));
    } catch (InterruptedException e) {
      if (interruptCancels) {
        t.cancel();
      }
      throw e;
    }
  }

  /** Waits for a future of a request: on the thread that polls by polling, else not at all. */
  void awaitFuture(Task<?> t, CompletableFuture<?> f) throws InterruptedException {
    if (engine.delivery().deliversWaiting(Thread.currentThread())) {
      until(t, f, 0);
    }
  }

  /** As {@link #awaitFuture}, for at most a time. */
  void pollWhileWaiting(Task<?> t, CompletableFuture<?> f, long nanos) throws InterruptedException {
    if (engine.delivery().deliversWaiting(Thread.currentThread())) {
      until(t, f, Nanos.deadline(nanos));
    }
  }

  private static boolean isOver(Task<?> t, @Nullable CompletableFuture<?> f) {
    return f == null ? t.isDone() : f.isDone();
  }

  private boolean until(Task<?> t, @Nullable CompletableFuture<?> f, long deadline)
      throws InterruptedException {
    if (isOver(t, f)) {
      return true;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (((deadline == 0 && helping.helpWith(t)) || helping.tryNow(t)) && isOver(t, f)) {
      return true;
    }
    Thread me = Thread.currentThread();
    if (t.isOnRing() && !engine.delivery().deliversWaiting(me)) {
      engine.backend().bring(t);
      if (isOver(t, f)) {
        return true;
      }
    }
    var listener = new Listener(me);
    t.addListener(listener);
    GroupTask<?> group = t instanceof GroupTask<?> g ? g : null;
    if (group != null) {
      engine.groups().add(group);
    }
    try {
      if (group != null && engine.life() == Engine.CLOSED) {
        group.cancel(); // closed before it could be found among the live ones
      }
      return engine.delivery().deliversWaiting(me)
          ? pollUntil(t, f, deadline)
          : parkUntil(t, f, deadline);
    } finally {
      t.removeListener(listener);
      if (group != null && group.isDone()) {
        engine.groups().remove(group);
      }
    }
  }

  private boolean parkUntil(Task<?> t, @Nullable CompletableFuture<?> f, long deadline)
      throws InterruptedException {
    if (!t.isOnRing()) {
      return park(t, f, deadline);
    }
    engine.backend().parks(1);
    try {
      return park(t, f, deadline);
    } finally {
      engine.backend().parks(-1);
    }
  }

  private boolean park(Task<?> t, @Nullable CompletableFuture<?> f, long deadline)
      throws InterruptedException {
    while (!isOver(t, f)) {
      if (deadline == 0) {
        LockSupport.park(t);
      } else {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(t, left);
      }
      if (!isOver(t, f) && Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return true;
  }

  private boolean pollUntil(Task<?> t, @Nullable CompletableFuture<?> f, long deadline)
      throws InterruptedException {
    boolean inside = engine.delivery().isInside(Thread.currentThread());
    if (isTooDeep()) {
      return restUntil(t, f, deadline);
    }
    try {
      return pollUntil(t, f, deadline, inside);
    } finally {
      if (!inside && !engine.delivery().isEmpty()) {
        engine.signal(); // what it has helped with, and does not stay to deliver
      }
    }
  }

  private boolean pollUntil(
      Task<?> t, @Nullable CompletableFuture<?> f, long deadline, boolean inside)
      throws InterruptedException {
    Delivery delivery = engine.delivery();
    while (!isOver(t, f)) {
      if (inside && delivery.endsOnlyAfterThisCallback(t)) {
        throw new IllegalStateException(
            "waiting in a callback for " + t.name() + ", which can end only after that callback");
      }
      if (delivery.deliverAll() > 0) {
        continue;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (deadline != 0 && System.nanoTime() - deadline >= 0) {
        return false;
      }
      if (deadline != 0 || !(helping.helpWith(t) || helping.helpWithAny(1))) {
        delivery.sleep(deadline, t);
      }
    }
    return true;
  }

  /**
   * Waits in a callback that runs in a wait in a callback, and so on, too deep for more: nothing is
   * delivered meanwhile.
   */
  private boolean restUntil(Task<?> t, @Nullable CompletableFuture<?> f, long deadline)
      throws InterruptedException {
    if (f != null || t instanceof GroupTask<?>) {
      throw tooDeep();
    }
    while (!t.isDone()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (deadline != 0 && System.nanoTime() - deadline >= 0) {
        return false;
      }
      if (deadline != 0 || !helping.helpWith(t)) {
        engine.backend().poll(); // of a ring, nobody else may look after it
        long left = deadline == 0 ? LOOK_NANOS : Math.max(1, deadline - System.nanoTime());
        if (!t.isDone()) {
          LockSupport.parkNanos(t, Math.min(LOOK_NANOS, left));
        }
      }
    }
    return true;
  }

  private boolean isTooDeep() {
    Delivery d = engine.delivery();
    return d.depth() > MOST_NESTED && d.isInside(Thread.currentThread());
  }

  /** For what has to deliver, and may be inside a callback. */
  void refuseIfTooDeep() {
    if (isTooDeep()) {
      throw tooDeep();
    }
  }

  private static IllegalStateException tooDeep() {
    return new IllegalStateException(
        "callbacks run within callbacks that wait, poll or flush, "
            + MOST_NESTED
            + " deep: this would run even more of them");
  }
}
