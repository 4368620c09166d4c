package dev.jaio.internal.engine;

import dev.jaio.internal.posix.ThreadStat;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a thread carries out itself instead of sleeping. A hand-off to a sleeping thread costs
 * twenty times a cached read, so a platform thread that waits without a limit carries out its own
 * request if nobody has begun it, and the thread that delivers carries out short ones of others.
 *
 * <p>A request that takes long would keep the thread that delivers. The watcher then has what this
 * thread had claimed besides put back, and nobody helps for a while. While this thread has
 * something on a ring it helps only with files that are known to be local: what the kernel
 * completes in the thread that has handed it in would wait until a server answers.
 */
@SuppressWarnings("ReferenceEquality") // the same helper
final class Helping {

  /**
   * How long no thread helps after a request has kept a helper for a tick of the watcher. A thread
   * that was only not scheduled looks the same, so it is short at first, and twice as long for
   * every time that it happens again before helping went well for {@link #WELL} times as long.
   */
  private static final long LEAST_ASIDE_NANOS = 1_000_000;

  private static final long MOST_ASIDE_NANOS = 64_000_000;
  private static final int WELL = 8;

  /** How many requests a helper carries out before it delivers what has come meanwhile. */
  private static final int IN_A_ROW = 4;

  private final Engine engine;
  private final AtomicReference<@Nullable Helper> helper = new AtomicReference<>(); // the last one
  private final AtomicReference<@Nullable Helper> spare = new AtomicReference<>();
  private volatile boolean closed;
  private volatile long asideUntil; // 0: helping is on
  private long asideNanos = LEAST_ASIDE_NANOS; // the watcher's own, as is the next
  private long asideEnded = System.nanoTime();

  Helping(Engine engine) {
    this.engine = engine;
  }

  private boolean maySleepAnyway() {
    return engine.config().helping() && !Thread.currentThread().isVirtual();
  }

  /** The waiting thread carries out the request it waits for, if nobody has begun it. */
  boolean helpWith(Task<?> t) {
    ReadyQueue queue = t.queue;
    if (queue == null || t.type().isLong() || !maySleepAnyway()) {
      return false;
    }
    if (!t.type().isShort() && engine.delivery().deliversWaiting(Thread.currentThread())) {
      return false; // the other end may wait for what this thread delivers
    }
    Backend backend = engine.backend();
    if (t.isOnRing() && !backend.router().mayTakeBack()) {
      return false;
    }
    if (backend.isWaitedFor()
        && !Router.isLocal(t)
        && engine.delivery().deliversWaiting(Thread.currentThread())) {
      engine.readyQueue().handOver(t);
      backend.handedOver(t);
      return false;
    }
    Calls calls = backend.helper();
    if (calls == null || !queue.takeThis(t)) {
      return false;
    }
    if (t.execute(calls)) {
      backend.helped(1);
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
  boolean tryNow(Task<?> t) {
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
        backend.helped(1);
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

  /** As {@link #helpWithSome}, with a number of one's own. */
  boolean helpWithAny(int most) {
    if (engine.readyCount() == 0 || !maySleepAnyway() || isAside()) {
      return false;
    }
    Calls calls = engine.backend().helper();
    if (calls == null) {
      return false;
    }
    engine.backend().submit(); // who helps does not come to rest for a while
    Helper h = spare.getAndSet(null); // alone: another one may be kept by a request
    if (h == null) {
      h = new Helper(engine);
    }
    int n = h.carryOutInstant(calls);
    if (n > 0) {
      engine.backend().helped(n);
    } else if ((n = h.claim(most)) > 0) {
      lookAfter(h);
      h.carryOut(n, calls);
    } else if (engine.backend().isWaitedFor()) {
      leaveFirst();
    }
    keep(h);
    return n > 0;
  }

  /** This thread does not carry out what comes first, and does not wait for it. */
  private void leaveFirst() {
    Task<?> first = engine.readyQueue().handOverFirst();
    if (first != null) {
      engine.backend().handedOver(first);
    }
  }

  /** Keeps a helper for the next time; of several, and after the end, none. */
  private void keep(Helper h) {
    Helper surplus = spare.getAndSet(h);
    if (surplus != null) {
      surplus.close();
    }
    if (closed) { // both are volatile: this thread sees that, or who closes sees the helper
      close();
    }
  }

  /** Nobody is to help any more. */
  void close() {
    closed = true;
    Helper last = spare.getAndSet(null);
    if (last != null) {
      last.close();
    }
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
    return helper.get() == h && asideUntil == 0 && !engine.backend().isPaused();
  }

  /** Takes what who helps has claimed and not begun, or null. Any thread. */
  @Nullable Task<?> takeBack() {
    Helper h = helper.get();
    return h == null ? null : h.claimed().takeBack();
  }

  /**
   * Queues again what who helps has claimed and not begun, and delivers what it has. Any thread.
   */
  void putBack() {
    Helper h = helper.get();
    if (h != null) {
      putBack(h);
    }
  }

  private void putBack(Helper h) {
    if (h.completed().flushForOwner()) {
      engine.signal();
    }
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

  /**
   * How long who would help sleeps at most, 0 for as long as it likes. It did not help a moment
   * ago: if the time has ended since, it looks again.
   */
  long asideNanos() {
    long until = asideUntil;
    return until != 0 && engine.readyCount() > 0 ? Math.max(1, until - System.nanoTime()) : 0;
  }

  /** The request that keeps the thread that delivers, if it helps just now. */
  @Nullable Task<?> helpedNow() {
    Helper h = helper.get();
    return h == null ? null : h.now();
  }

  /** What the system says of the thread that helps, or null if none has. */
  @Nullable ThreadStat stat() {
    Helper h = helper.get();
    return h == null ? null : h.stat();
  }

  /** A number that grows while the thread that delivers helps. */
  long helped() {
    Helper h = helper.get();
    return h == null ? 0 : h.helped();
  }

  /** How many of those in batches. */
  long batched() {
    Helper h = helper.get();
    return h == null ? 0 : h.batched();
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
