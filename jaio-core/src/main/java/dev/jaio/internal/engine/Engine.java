package dev.jaio.internal.engine;

import dev.jaio.AsyncFiles;
import dev.jaio.Operation;
import dev.jaio.Request;
import dev.jaio.Statistics;
import dev.jaio.internal.abi.Errno;
import java.lang.System.Logger;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * One engine: the way of a request from {@link #submit} over {@link #enqueue}, a backend, {@link
 * #ended} and {@link Delivery#deliver}, in one direction.
 *
 * <p><b>Accounting.</b> {@code outstanding} counts what flush and close wait for: a request from
 * its submission until it has been delivered, or has ended with nobody to deliver to; and every
 * entry of a group in the completion queue. A group itself does not count while it waits for
 * members.
 */
public final class Engine {

  /** Leaks, fallbacks, exceptions that nobody handles; nothing else is ever logged. */
  public static final Logger LOG = System.getLogger("dev.jaio");

  static final int OPEN = 0;
  static final int CLOSING = 1; // members of groups and shielded requests are still accepted
  static final int CLOSED = 2;

  private final AsyncFiles files;
  private final Config config;
  private final ReadyQueue ready;
  private final CompletionQueue completions = new CompletionQueue();
  private final Counters counters = new Counters();
  private final AtomicInteger abandoned = new AtomicInteger();
  private final Delivery delivery;
  private final Helping helping;
  private final Waiting waiting;
  private final Shutdown shutdown;
  private final Alone.Count outstanding = new Alone.Count();
  private final LiveGroups groups = new LiveGroups();
  private final Backend backend;
  private volatile int life = OPEN;

  /**
   * Creates an engine and starts it.
   *
   * @param files through which opened files submit
   * @param config what the builder was told
   * @param backends makes the backend
   */
  public Engine(AsyncFiles files, Config config, Function<Engine, Backend> backends) {
    this.files = files;
    this.config = config;
    this.ready = new ReadyQueue(config.queueLimit());
    this.delivery = new Delivery(this, completions);
    this.helping = new Helping(this);
    this.waiting = new Waiting(this);
    this.shutdown = new Shutdown(this);
    this.backend = backends.apply(this);
    delivery.start();
  }

  // ------------------------------------------------------------------ submit

  /** The entry of every request. */
  public <T extends @Nullable Object> Request<T> submit(Operation<T> operation) {
    if (!(operation instanceof Task<T> t)) {
      throw new NullPointerException("operation");
    }
    t.bind(this);
    started(); // before the look at life: whoever closes waits for it, or it sees the closing
    GroupTask<?> g = t.container();
    try {
      refuseIfClosed(t, g);
      if (g != null) {
        g.refuseIfEnded(t);
      }
    } catch (RuntimeException e) {
      t.unbind();
      t.leaves();
      finished();
      throw e;
    }
    if (FlightRecorder.isInitialized()) { // else even to ask the event costs 100 ms, once
      RequestEvent.attach(t);
    }
    if (g == null && !t.isShielded()) {
      // nobody else knows it, so that it becomes READY only where it is queued
      Admission admission = t.capture();
      if (admission == Admission.QUEUE) {
        enqueue(t, true);
      } else if (becomesReady(t)) {
        route(t, admission);
      }
    } else if (becomesReady(t)) {
      submitReady(t, g);
    }
    return t;
  }

  private void submitReady(Task<?> t, @Nullable GroupTask<?> g) {
    if (g != null && !t.isShielded()) {
      // first admitted, since from the moment it is a member it can be cancelled, and then gives
      // back what admit has captured
      Admission admission = t.capture();
      if (g.admitMember(t)) {
        route(t, admission);
      } else {
        t.leaves();
        t.cancel();
        if (admission == Admission.CONTAIN) { // what is executed counts until it is cancelled
          finished();
        }
        g.refuseIfEnded(t); // it has ended since the first look
      }
    } else {
      // first a member, since what it waits for may let it execute at any moment after admit
      if (g != null && !g.admitMember(t)) {
        t.leaves();
      }
      route(t, t.capture());
    }
  }

  /** False if it was cancelled before it was submitted; then it has ended. */
  private boolean becomesReady(Task<?> t) {
    boolean ready = t.ready();
    if (!ready) {
      endedUnready(t);
    }
    return ready;
  }

  private void endedUnready(Task<?> t) {
    t.giveBack();
    ended(t, t.word());
    signal();
  }

  private void refuseIfClosed(Task<?> t, @Nullable GroupTask<?> g) {
    int l = life;
    if (l == OPEN || t.isShielded() || (l == CLOSING && g != null)) {
      return;
    }
    throw new IllegalStateException("the engine is closed, " + t.name() + " was not submitted");
  }

  /** The one place that decides where an operation runs. */
  private void route(Task<?> t, Admission admission) {
    switch (admission) {
      case QUEUE -> enqueue(t);
      case LATER -> {} // the last release of the handle queues it
      case CONTAIN -> {
        t.begin();
        finished();
      }
      case NOTHING -> {
        if (t.begin()) {
          t.end(0);
          signal();
        }
      }
      case CLOSED -> {
        t.failAtOnce(new ClosedChannelException());
        signal();
      }
    }
  }

  /** Queues a READY request for the backend. */
  void enqueue(Task<?> t) {
    enqueue(t, false);
  }

  /** As {@link #enqueue(Task)}; one that nobody else knows yet becomes READY where it is queued. */
  private void enqueue(Task<?> t, boolean isNew) {
    if (life == CLOSED) { // only what is shielded gets here: nobody executes any more but we
      if (!isNew || becomesReady(t)) {
        shutdown.executeHere(t);
      }
      return;
    }
    ReadyQueue ring = backend.ringQueue();
    ReadyQueue queue = ring != null && backend.router().isForRing(t) ? ring : ready;
    t.route(queue != ready);
    try {
      boolean queued = offer(t, queue, config.blockWhenFull() && !isHome(), t.isShielded());
      if (!queued && isNew) {
        endedUnready(t);
      }
    } catch (RejectedExecutionException e) {
      if (!isNew || becomesReady(t)) {
        t.cancel(); // gives back what it holds, and its place in its group
      }
      throw e;
    }
  }

  /** False if it was cancelled before. */
  private boolean offer(Task<?> t, ReadyQueue queue, boolean mayBlock, boolean always) {
    int queued = queue.offer(t, mayBlock, always);
    if (queued > 0) {
      backend.ready(t, queued);
    }
    if (life == CLOSED) { // since the last look; who closes looks at the queue after changing it
      shutdown.executeLeft();
    }
    return queued > 0;
  }

  /** A request that has begun and that its backend cannot carry out goes to the threads. */
  public void leaveToThreads(Task<?> t) {
    leave(t, false);
  }

  /**
   * A request that has begun, and that was tried without waiting. What a ring waits for better than
   * a thread is for the ring, everything else for the threads.
   */
  public void leaveToWhoWaits(Task<?> t) {
    leave(t, t.isToBeDelivered() && mayPassToRing(t));
  }

  private void leave(Task<?> t, boolean toRing) {
    if (!t.beReadyAgain()) {
      t.end(-Errno.ECANCELED);
      signal();
    } else if (!toRing || !passToRing(t)) {
      t.leavesRing();
      var _ = offer(t, ready, false, true);
    }
  }

  /**
   * Carries a request out on a thread that is not for it alone: a read that may find nothing in the
   * cache only as far as it need not wait, which the ring does. False if another thread or a cancel
   * was first.
   *
   * @param out where the request goes when it has ended and is to be delivered
   */
  boolean execute(Task<?> t, Calls calls, Outbox out) {
    // who only waits for it would not see to what is on the ring
    if (!t.isToBeDelivered() || !mayPassToRing(t) || !t.isWorthTrying()) {
      return t.execute(calls, out);
    }
    if (!t.executeNow(calls) && !passToRing(t)) {
      return t.execute(calls, out); // the ring has died meanwhile
    }
    return true;
  }

  private boolean mayPassToRing(Task<?> t) {
    return !t.isOffRing() && backend.ringQueue() != null && backend.router().isForRingOnceTried(t);
  }

  /**
   * A request that was tried, would have to wait, and is in no queue. False if there is no ring any
   * more.
   */
  private boolean passToRing(Task<?> t) {
    ReadyQueue ring = backend.ringQueue();
    if (ring == null) {
      return false;
    }
    t.route(true);
    var _ = offer(t, ring, false, true);
    return true;
  }

  // ------------------------------------------------------------------ complete

  /** A request has ended; its state says how. Any thread. The caller signals, perhaps later. */
  void ended(Task<?> t, int state) {
    ended(t, state, null);
  }

  /** As {@link #ended(Task, int)}, by a thread that has an outbox, or not. */
  void ended(Task<?> t, int state, @Nullable Outbox out) {
    if (out != null) {
      out.count(t.type(), state);
    } else {
      counters.count(t.type(), state);
    }
    t.tellWhoWaits(state);
    if ((state & Task.QUEUED) != 0) {
      if (out != null) {
        out.add(t);
      } else {
        completions.push(t);
      }
    } else {
      finished();
    }
  }

  /** A group has ended; if it stands in the completion queue already, that entry delivers it. */
  void groupEnded(Task<?> group, int state, boolean queuedAlready) {
    counters.count(group.type(), state);
    group.tellWhoWaits(state);
    if ((state & Task.QUEUED) != 0 && !queuedAlready) {
      pushLate(group);
    }
  }

  /** Queues for delivery what is complete since long, or a group that wants to be looked at. */
  void pushLate(Task<?> t) {
    started();
    completions.push(t);
    signal();
  }

  /** A complete request was cancelled before delivery. */
  void lateCancel(Task<?> t, int state) {
    counters.countLateCancel(t.type(), state);
    t.wakeWaiters();
  }

  void unqueue(Task<?> t) {
    ReadyQueue q = t.queue;
    if (q != null) {
      q.remove(t);
    }
  }

  /** A request was cancelled while a thread executes it, which goes on. */
  void abandoned() {
    if (abandoned.incrementAndGet() == 0) { // its execution has ended before this was counted
      shutdown.wake();
    }
  }

  void abandonedEnds() {
    if (abandoned.decrementAndGet() == 0) {
      delivery.wakeSleeper();
      shutdown.wake();
    }
  }

  int abandonedCount() {
    return abandoned.get();
  }

  void askBackendToStop(Task<?> t) {
    backend.stop(t);
  }

  /** Tells whoever delivers that there is something to deliver. Cheap if he knows. */
  public void signal() {
    delivery.signal();
  }

  /** Wakes a thread that waits in one of the engine's ways. */
  void wake(Thread t) {
    backend.wake(t);
  }

  /** Whether this thread delivers, or is the one that polls. */
  public boolean isHome() {
    return delivery.isHome(Thread.currentThread());
  }

  /** Whether this thread is delivering. */
  public boolean isDelivering() {
    return delivery.isInside(Thread.currentThread());
  }

  private void started() {
    if (!delivery.takesPlace()) {
      outstanding.add(1);
    }
  }

  private void finished() {
    finished(1);
  }

  /** So many are not outstanding any more. */
  void finished(int n) {
    if (n > 0 && outstanding.add(-n) <= delivery.flushFloor()) {
      delivery.wakeIdleSleeper();
      shutdown.wake();
    }
  }

  long outstanding() {
    return outstanding.get();
  }

  // ------------------------------------------------------------------ parts

  /** Through what opened files submit by default. */
  public AsyncFiles files() {
    return files;
  }

  /** The configuration. */
  public Config config() {
    return config;
  }

  /** The requests that wait for a backend. */
  ReadyQueue readyQueue() {
    return ready;
  }

  /** The next request to execute, or null; for backends without threads. */
  public @Nullable Task<?> takeReady() {
    Task<?> t = ready.take();
    ReadyQueue ring = backend.ringQueue();
    return t == null && ring != null ? ring.take() : t;
  }

  /** Whether {@link #takeReady} might find something. */
  boolean hasReady() {
    ReadyQueue ring = backend.ringQueue();
    return ready.size() > 0 || (ring != null && ring.size() > 0);
  }

  /** Why the ring that this engine had was given up, or null. */
  public @Nullable String lostRing() {
    return backend.lostRing();
  }

  /** How many requests are READY and not claimed. */
  public int readyCount() {
    return ready.size();
  }

  public Backend backend() {
    return backend;
  }

  /** For a thread that executes. */
  Outbox newOutbox() {
    return new Outbox(completions, counters);
  }

  /** Delivery, for the front ends. */
  public Delivery delivery() {
    return delivery;
  }

  /** Waiting, for the front ends. */
  public Waiting waiting() {
    return waiting;
  }

  /** What waiting threads carry out themselves. */
  Helping helping() {
    return helping;
  }

  /** Closing, for the front ends. */
  public Shutdown shutdown() {
    return shutdown;
  }

  LiveGroups groups() {
    return groups;
  }

  int life() {
    return life;
  }

  void life(int l) {
    life = l;
  }

  /** A defect, or what a callback of a driven engine threw and nobody handled. */
  void report(Throwable t) {
    Thrown.report(t);
  }

  /** As {@link Backend#registerBuffers}. */
  public String registerBuffers(long address, int size, int count) {
    return backend.registerBuffers(address, size, count);
  }

  /** What becomes of a request that is an example for others. */
  public dev.jaio.Backend.Route describe(String operation, Task<?> t) {
    return backend.router().describe(operation, t, backend, config.helping());
  }

  /** Counters at this moment. */
  public Statistics statistics() {
    ReadyQueue ring = backend.ringQueue();
    int queued = ready.size() + (ring == null ? 0 : ring.size());
    int pending = completions.size();
    long all = Math.max(0, outstanding.get() - delivery.placesLeft());
    return new Statistics(
        all, queued, pending, backend.threads(), abandoned.get(), counters.snapshot());
  }
}
