package dev.jaio.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Delivers what is complete: callbacks, futures, groups, one after the other, on one thread at a
 * time.
 *
 * <p>The right to deliver is the {@code owner} field, taken by compare-and-set for the length of
 * one poll; the thread that has it may poll again inside a callback. Everything below "the owner's
 * own" is touched only with that right, which hands it from thread to thread.
 *
 * <p>Nobody delivers unless told: whoever pushes a completion calls {@link #signal} afterwards
 * (workers once per batch). The sleeper publishes itself and then looks at the queue; the pusher
 * pushes and then looks for a sleeper. Both fields are volatile, so one of the two sees the other.
 */
@SuppressWarnings("ReferenceEquality") // the same request, the same exception
public final class Delivery {

  /** How often a thread looks while another one sleeps and gets the signals. */
  private static final long LOOK_NANOS = 1_000_000;

  private static final VarHandle SLEEPER;

  static {
    try {
      SLEEPER = MethodHandles.lookup().findVarHandle(Delivery.class, "sleeper", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Engine engine;
  private final CompletionQueue completions;
  private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();
  private final @Nullable OnExecutor executor;
  private volatile @Nullable Thread sleeper; // from null by compare-and-set, back by who did that
  private volatile @Nullable Thread idleSleeper; // if the sleeper also waits for the end of all
  private volatile @Nullable Thread pollThread; // of a polled engine: who polled last
  private final Polling polling;
  private final Thrown thrown = new Thrown();
  private final Notifiers notifiers = new Notifiers(this::wantsPoll);
  private volatile @Nullable Dispatcher dispatcher;
  private volatile int maxRequests;
  private volatile long maxNanos;

  // Made once, since who polls sleeps after each few requests.
  private final BooleanSupplier idle = this::isIdle;
  private final BooleanSupplier idleOrNot = this::isIdleOrNotEmpty;

  // The owner's own.
  private final Frames frames = new Frames();
  private final Places places = new Places();
  private volatile int flushFloor;

  Delivery(Engine engine, CompletionQueue completions) {
    this.engine = engine;
    this.completions = completions;
    this.polling = new Polling(engine, this);
    this.maxRequests = engine.config().maxPollRequests();
    this.maxNanos = engine.config().maxPollNanos();
    if (engine.config().polled()) {
      pollThread = Thread.currentThread();
    }
    Executor given = engine.config().dispatcher();
    executor = given == null ? null : new OnExecutor(engine, this, given);
  }

  void start() {
    if (executor != null) {
      executor.introduce();
    } else if (!polled() && !startDispatcher()) {
      throw new OutOfMemoryError("no thread that delivers can be started");
    }
  }

  /** Starts a dispatcher, unless there is one. What is to be said of it is said before. */
  synchronized void deliverOurselves(Runnable before) {
    if (dispatcher == null) {
      before.run();
      startDispatcher(); // without one, the watcher asks the executor again
    }
  }

  /** False: there is no thread to be had, and whoever delivers goes on. */
  private synchronized boolean startDispatcher() {
    var d = new Dispatcher(engine, this);
    if (!d.start()) {
      return false;
    }
    dispatcher = d;
    if (engine.life() == Engine.CLOSED) {
      d.stop(); // who has closed may have found another one, or none
    }
    return true;
  }

  /** Waits until everybody can see the dispatcher that is being started. */
  synchronized void awaitBeginning() {}

  // ------------------------------------------------------------------ who delivers

  private boolean polled() {
    return engine.config().polled();
  }

  /** Whether this thread delivers now, or is the one that polls. */
  boolean isHome(Thread t) {
    return owner.get() == t || (polled() && pollThread == t);
  }

  /** Whether this thread delivers while it waits. */
  boolean deliversWaiting(Thread t) {
    return isHome(t) || (executor != null && dispatcher == null && executor.isHome(t));
  }

  /** Whether no other thread delivers now. */
  boolean mayPoll() {
    Thread at = owner.get();
    return at == null || at == Thread.currentThread();
  }

  /** Whether this thread is inside a callback. */
  boolean isInside(Thread t) {
    return owner.get() == t;
  }

  /**
   * Takes the right to deliver for the thread that polls, outside of a poll. False: this is another
   * thread, or another one delivers.
   */
  boolean enter() {
    Thread me = Thread.currentThread();
    return isHome(me) && owner.compareAndSet(null, me);
  }

  /** Gives back what {@link #enter} took. */
  void leave() {
    owner.set(null);
    signal(); // what came in meanwhile was left to us
  }

  /** The thread that closes a polled engine polls from now on, unless another is at it. */
  void adoptPolling() {
    if (owner.get() == null) {
      pollThread = Thread.currentThread();
    }
  }

  private boolean isIdle() {
    return engine.outstanding() <= frames.depth();
  }

  private boolean isIdleOrNotEmpty() {
    return !isEmpty() || isIdle();
  }

  boolean isEmpty() {
    return completions.isEmpty();
  }

  /** Whether there is something to do; for who rests, beside what he brings on its way himself. */
  private boolean hasWork(boolean rests) {
    return !isEmpty() || engine.backend().wantsPoll(rests);
  }

  /** Whether a poll would do something: also throw. */
  private boolean wantsPoll() {
    return hasWork(false) || !thrown.isEmpty();
  }

  /** Delivery by who waits. */
  public Polling polling() {
    return polling;
  }

  /** The user's own loop polls. */
  void beginPoll() {
    if (isInside(Thread.currentThread())) {
      return;
    }
    if (!polled()) {
      throw new IllegalStateException(
          "this engine is driven by its own dispatcher; only polled() engines are polled");
    }
    if (owner.get() == null) {
      pollThread = Thread.currentThread();
    }
  }

  /** Whether who waits may leave it to that to submit what is queued: nobody else looks for it. */
  boolean mayRest() {
    return !hasNotifiers() && !isInside(Thread.currentThread());
  }

  int flushFloor() {
    return flushFloor;
  }

  // ------------------------------------------------------------------ delivering

  /** Delivers what is complete, within the limits. 0 if another thread is at it. */
  int deliverAll() {
    return deliverAll(false);
  }

  /**
   * As {@link #deliverAll()}.
   *
   * @param rests whether this thread comes to rest right after it has found nothing: then what
   *     callbacks submit to a ring waits for that, unless there is something to help with before
   */
  int deliverAll(boolean rests) {
    Thread me = Thread.currentThread();
    boolean nested = owner.get() == me;
    if (!nested && !owner.compareAndSet(null, me)) {
      return 0;
    }
    int n = 0;
    try {
      engine.backend().poll(rests && engine.readyCount() == 0);
      int most = maxRequests;
      long nanos = maxNanos;
      long begin = nanos == 0 ? 0 : System.nanoTime();
      for (Task<?> t = completions.take(); t != null; t = completions.take()) {
        n++;
        deliver(t);
        if (n == most || (nanos != 0 && System.nanoTime() - begin >= nanos)) {
          break;
        }
      }
      if (n > 0 && !(rests && engine.readyCount() == 0)) {
        engine.backend().poll(); // what callbacks have submitted does not wait for the next poll
      }
      notifiers.clearIfIdle();
    } finally {
      engine.finished(places.giveUp());
      if (!nested) {
        owner.set(null);
      }
    }
    if (!nested && (rests ? hasWork(true) : wantsPoll())) {
      signal(); // what came in after the last look, when the pusher found us at work
    }
    return n;
  }

  private void deliver(Task<?> t) {
    int s = t.unqueue();
    frames.push(t);
    try {
      if (t instanceof GroupTask<?> g && !Task.isComplete(s)) {
        g.advance(true);
      } else {
        try {
          if (!Task.wasCancelled(s)) {
            t.runCallback();
          }
        } finally {
          t.completeFutures();
        }
      }
    } catch (Throwable x) {
      caught(x);
    } finally {
      frames.pop();
    }
    GroupTask<?> g = t.container();
    if (g != null && Task.isComplete(s)) {
      g.memberDelivered(t);
    }
    places.leave();
  }

  /** A request is submitted. True if it counts in the place of one that has been delivered. */
  boolean takesPlace() {
    return isInside(Thread.currentThread()) && places.take();
  }

  /** How many of those that count as outstanding have been delivered. Any thread, a guess. */
  int placesLeft() {
    return places.left();
  }

  /** Runs user code of a group (its feeder, its clean-up), with the right to deliver. */
  void runFor(Task<?> t, Runnable userCode) {
    if (!isInside(Thread.currentThread())) {
      throw new AssertionError("user code outside of delivery");
    }
    frames.push(t);
    try {
      userCode.run();
    } catch (Throwable x) {
      caught(x);
    } finally {
      frames.pop();
    }
  }

  int depth() {
    return frames.depth();
  }

  private void caught(Throwable x) {
    if (!polled()) {
      try {
        engine.config().exceptionHandler().accept(x);
      } catch (Throwable y) {
        engine.report(x);
        engine.report(y);
      }
    } else {
      thrown.add(x);
    }
  }

  /** Lets out of the outermost poll what callbacks threw. */
  void throwWhatWasThrown() {
    if (frames.depth() == 0 && !thrown.isEmpty()) {
      engine.backend().submit(); // who catches it may not come back soon
      thrown.leave(notifiers::clearIfIdle);
    }
  }

  /** Whether a group can end only after a callback that this thread is in has returned. */
  boolean endsOnlyAfterThisCallback(Task<?> awaited) {
    return awaited instanceof GroupTask<?> g && frames.areBefore(g);
  }

  // ------------------------------------------------------------------ sleeping and waking

  /**
   * Sleeps until signalled, or the deadline (0: none), or spuriously. Only the thread that polls.
   *
   * @param until a request whose completion ends the sleep too, or null
   */
  void sleep(long deadline, @Nullable Task<?> until) {
    sleepUnless(until == null ? idle : until::isDone, deadline);
  }

  void sleepUnless(BooleanSupplier over, long deadline) {
    if (!SLEEPER.compareAndSet(this, (Thread) null, Thread.currentThread())) {
      engine.backend().submit();
      long nanos = deadline == 0 ? LOOK_NANOS : Math.min(LOOK_NANOS, deadline - System.nanoTime());
      LockSupport.parkNanos(this, Math.max(1, nanos));
      return;
    }
    idleSleeper = Thread.currentThread();
    flushFloor = frames.depth(); // what is being delivered here cannot end before we wake
    try {
      if (hasWork(true) || over.getAsBoolean()) {
        return;
      }
      rest(deadline, over == idle ? idleOrNot : () -> !isEmpty() || over.getAsBoolean());
    } finally {
      flushFloor = 0;
      idleSleeper = null;
      sleeper = null;
    }
  }

  /**
   * As a poll sleeps, and while nothing is outstanding; not while another dispatcher still does.
   *
   * @param over also while there is something to deliver
   */
  void sleepAsDispatcher(BooleanSupplier over) {
    if (!SLEEPER.compareAndSet(this, (Thread) null, Thread.currentThread())) {
      engine.backend().submit();
      Thread.onSpinWait();
      return;
    }
    try {
      if (!hasWork(true) && !over.getAsBoolean()) {
        rest(0, over);
      }
    } finally {
      sleeper = null;
    }
  }

  /** Rests; no longer than this thread does not help, since the others may all be kept. */
  private void rest(long deadline, BooleanSupplier over) {
    long aside = engine.helping().asideNanos();
    long left = deadline == 0 ? aside : Math.max(1, deadline - System.nanoTime());
    engine.backend().rest(this, left, over);
  }

  /** Nothing is outstanding: wakes a sleeping poll or flush, not a dispatcher. */
  void wakeIdleSleeper() {
    Thread t = idleSleeper;
    if (t != null) {
      engine.wake(t);
    }
  }

  void wakeSleeper() {
    Thread t = sleeper;
    if (t != null) {
      engine.wake(t);
    }
  }

  /** Tells whoever delivers that there may be something to deliver. Any thread. */
  void signal() {
    wakeSleeper();
    notifiers.look();
    Dispatcher d = dispatcher;
    if (d != null) {
      if (d.hasEnded() && !isEmpty()) {
        d.deliverLate();
      }
    } else if (executor != null) {
      executor.schedule();
    }
  }

  @Nullable Dispatcher dispatcher() {
    return dispatcher;
  }

  /** Another dispatcher takes over from one that a request it helped with keeps. */
  void replaceIfStuck() {
    Dispatcher d = dispatcher;
    if (d == null || !engine.helping().isHelper(d.thread())) {
      return; // replaced already
    }
    if (!d.hasEnded() && engine.life() != Engine.CLOSED && startDispatcher()) {
      engine.wake(d.thread()); // by now it may be about to rest, for good
    }
  }

  // ------------------------------------------------------------------ the poll descriptor

  /** Adds what has to be readable while there is work. */
  public void add(Notifier n) {
    if (!notifiers.add(n)) {
      n.end();
      throw new IllegalStateException("the engine is closed, there is nothing to poll");
    }
    signal();
  }

  /** Whether the program waits in a loop of its own: no thread of the engine does. */
  public boolean isElsewhere() {
    return hasNotifiers() || isByExecutor();
  }

  /** Whether threads of the program's executor deliver. */
  public boolean isByExecutor() {
    return executor != null && dispatcher == null;
  }

  boolean hasNotifiers() {
    return !notifiers.isEmpty();
  }

  void closeNotifiers() {
    notifiers.end();
  }

  /** Limits one poll to a number of results; 0 for no limit. */
  public void maxPollRequests(int n) {
    maxRequests = n;
  }

  /** Limits the time of one poll; 0 for no limit. */
  public void maxPollNanos(long nanos) {
    maxNanos = nanos;
  }
}
