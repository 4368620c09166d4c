package dev.jaio.internal.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waiting for a request. A hand-off to a sleeping thread costs twenty times a cached read, so a
 * platform thread that waits without a limit carries out its own request if nobody has begun it; a
 * thread that polls, polls; every other thread parks.
 *
 * <p>Parking: the thread adds itself to the request's listeners and then looks at the state, the
 * completer moves the state and then looks at the listeners; both accesses are volatile.
 */
@SuppressWarnings("ReferenceEquality") // the same request
public final class Waiting {

  /**
   * How long no thread helps after a request has kept a helper for a tick of the watcher. A thread
   * that was only not scheduled looks the same, so it is short at first, and twice as long for
   * every time that it happens again before helping went well for {@link #WELL} times as long.
   */
  private static final long LEAST_ASIDE_NANOS = 1_000_000;

  private static final long MOST_ASIDE_NANOS = 64_000_000;
  private static final int WELL = 8;

  /**
   * How many callbacks may run within each other, because each waits, before a further one that
   * waits delivers nothing meanwhile. Else a thousand callbacks that each wait overflow the stack.
   */
  private static final int MOST_NESTED = 64;

  /** How often a thread that waits without delivering looks after the backend. */
  private static final long LOOK_NANOS = 1_000_000;

  /** How many requests a helper carries out before it delivers what has come meanwhile. */
  private static final int IN_A_ROW = 4;

  private final Engine engine;
  private final AtomicReference<@Nullable Helper> helper = new AtomicReference<>(); // the last one
  private final AtomicReference<@Nullable Helper> spare = new AtomicReference<>();
  private volatile long asideUntil; // 0: helping is on
  private long asideNanos = LEAST_ASIDE_NANOS; // the watcher's own, as is the next
  private long asideEnded = System.nanoTime();

  Waiting(Engine engine) {
    this.engine = engine;
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
    if (((deadline == 0 && helpWith(t)) || tryNow(t)) && isOver(t, f)) {
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
    Delivery delivery = engine.delivery();
    boolean inside = delivery.isInside(Thread.currentThread());
    if (isTooDeep()) {
      return restUntil(t, f, deadline);
    }
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
      if (deadline != 0 || !(helpWith(t) || helpWithAny(1))) {
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
      refuseIfTooDeep();
    }
    while (!t.isDone()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (deadline != 0 && System.nanoTime() - deadline >= 0) {
        return false;
      }
      if (deadline != 0 || !helpWith(t)) {
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
      throw new IllegalStateException(
          "callbacks run within callbacks that wait, poll or flush, "
              + MOST_NESTED
              + " deep: this would run even more of them");
    }
  }

  // ------------------------------------------------------------------ helping

  private boolean maySleepAnyway() {
    return engine.config().helping() && !Thread.currentThread().isVirtual();
  }

  /** The waiting thread carries out the request it waits for, if nobody has begun it. */
  private boolean helpWith(Task<?> t) {
    ReadyQueue queue = t.queue;
    if (queue == null || !t.type().isShort() || !maySleepAnyway()) {
      return false;
    }
    Backend backend = engine.backend();
    if (t.isOnRing() && !backend.router().mayTakeBack()) {
      return false;
    }
    Calls calls = backend.helper();
    if (calls == null || !queue.takeThis(t)) {
      return false;
    }
    if (t.execute(calls)) {
      backend.helped();
      if (t.has(Task.DELIVERS)) {
        engine.signal();
      }
    }
    return true;
  }

  /**
   * The waiting thread, also a virtual one, carries out the request it waits for if that cannot
   * block. Else it is queued again, and a worker is woken for it.
   */
  private boolean tryNow(Task<?> t) {
    if (t.queue == null || t.isOnRing() || !t.mayTryNow() || !engine.config().helping()) {
      return false;
    }
    Backend backend = engine.backend();
    boolean mayRun = !Thread.currentThread().isVirtual() || backend.mayRunVirtual();
    Calls calls = mayRun ? backend.borrow() : null;
    if (calls == null) {
      engine.readyQueue().handOver(t);
      backend.handedOver(t);
      return false;
    }
    try {
      if (!engine.readyQueue().takeThis(t)) {
        return false; // another one has it, or is to be first
      }
      if (t.executeNow(calls)) {
        backend.helped();
        if (t.has(Task.DELIVERS)) {
          engine.signal();
        }
        return true;
      }
    } finally {
      backend.giveBack(calls);
    }
    engine.readyQueue().putBack(t);
    backend.handedOver(t);
    return false;
  }

  /** The thread that delivers carries out short requests instead of sleeping, some in a row. */
  boolean helpWithSome() {
    return helpWithAny(IN_A_ROW);
  }

  private boolean helpWithAny(int most) {
    if (engine.readyCount() == 0 || !maySleepAnyway() || isAside()) {
      return false;
    }
    Calls calls = engine.backend().helper();
    if (calls == null) {
      return false;
    }
    Helper h = spare.getAndSet(null); // alone: another one may be kept by a request
    if (h == null) {
      h = new Helper(engine);
    }
    int n = h.claim(most);
    if (n > 0) {
      lookAfter(h);
      h.carryOut(n, calls);
    }
    spare.set(h);
    return n > 0;
  }

  /**
   * One helper is looked after, the last. Of an earlier one that is at it still, what it has
   * claimed goes back. The two first say that they hold something, or are the last one, and then
   * look at the other; all is volatile, so one of the two sees the other.
   */
  private void lookAfter(Helper h) {
    if (helper.get() != h) {
      Helper before = helper.getAndSet(h);
      if (before != null && before != h) {
        putBack(before);
      }
    }
  }

  /** Whether a helper is to carry out what it has claimed besides. */
  boolean mayGoOn(Helper h) {
    return helper.get() == h && asideUntil == 0;
  }

  /** Takes what who helps has claimed and not begun, or null. Any thread. */
  @Nullable Task<?> takeBack() {
    Helper h = helper.get();
    return h == null ? null : h.claimed().takeBack();
  }

  /** Queues again what who helps has claimed and not begun. Any thread. */
  void putBack() {
    Helper h = helper.get();
    if (h != null) {
      putBack(h);
    }
  }

  private void putBack(Helper h) {
    Task<?> first = h.claimed().putBack(engine.readyQueue());
    if (first != null) {
      engine.backend().handedOver(first);
    }
  }

  private boolean isAside() {
    long until = asideUntil;
    if (until == 0) {
      return false;
    }
    if (System.nanoTime() - until < 0) {
      return true;
    }
    asideUntil = 0;
    return false;
  }

  /** How long who would help sleeps at most, 0 for as long as it likes. */
  long asideNanos() {
    return engine.readyCount() > 0 && isAside() ? Math.max(1, asideUntil - System.nanoTime()) : 0;
  }

  /** The request that keeps the thread that delivers, if it helps just now. */
  @Nullable Task<?> helpedNow() {
    Helper h = helper.get();
    return h == null ? null : h.now();
  }

  /** Whether this thread is the last one that began to help. */
  boolean isHelper(Thread t) {
    Helper h = helper.get();
    return h != null && h.isThread(t);
  }

  /** A request kept a helper too long: nobody helps for a while. */
  void stepAside() {
    boolean again = System.nanoTime() - asideEnded < WELL * asideNanos;
    asideNanos = again ? Math.min(MOST_ASIDE_NANOS, 2 * asideNanos) : LEAST_ASIDE_NANOS;
    asideUntil = Nanos.deadline(asideNanos);
    asideEnded = asideUntil;
  }
}
