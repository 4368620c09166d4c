package dev.jaio.internal.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The backend that executes on threads, with POSIX calls or with java.nio.
 *
 * <p><b>How many.</b> Threads are started on demand, up to {@code wanted}. Only few are
 * <em>hot</em> (awake for short requests): more runnable threads than cores lose a third of the
 * throughput. A worker that begins a request that may block long, or is kept by one, does not count
 * while it is away. {@link Heat} decides how many are hot, by trying.
 *
 * <p><b>Waking.</b> A worker goes to rest by entering the idle list, under the lock, and then looks
 * at the queue again; who submits queues first and then looks at {@code active}. Both fields are
 * volatile, so one of the two sees the other. {@code active} counts from the moment of waking.
 *
 * <p><b>Not waking.</b> {@link Confidence} says how much is left to threads that wait.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock
final class Workers implements Backend {

  /** So many cached requests take as long as waking a worker. */
  private static final int WORTH_WAKING = 2;

  private final Engine engine;
  private final Supplier<Calls> calls;
  private final Supplier<@Nullable Calls> helperCalls;
  private final @Nullable SpareCalls spare;
  private final int cores;
  private final Canary canary;
  private final Confidence confidence;
  private final String name;
  private final ShortLock lock = new ShortLock();
  private final ArrayDeque<Worker> idle = new ArrayDeque<>(); // guarded by lock
  private final CopyOnWriteArrayList<Worker> all = new CopyOnWriteArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Watcher watcher;
  private final int hot;
  private volatile int active; // written under lock
  private volatile int maxIdle;
  private volatile long idleNanos;
  private volatile int limit; // of active; written by the watcher only
  private volatile int wanted; // threads at most
  private volatile boolean closed;

  /**
   * Makes the backend; threads come on demand.
   *
   * @param calls makes what a worker needs
   * @param helperCalls gives what a helping thread needs, or null if none may help
   * @param triesNow whether these calls can try what cannot block
   */
  Workers(
      Engine engine,
      Supplier<Calls> calls,
      Supplier<@Nullable Calls> helperCalls,
      boolean triesNow) {
    Config config = engine.config();
    this.engine = engine;
    this.calls = calls;
    this.helperCalls = helperCalls;
    this.name = config.name() + "-worker-";
    this.cores = Runtime.getRuntime().availableProcessors();
    this.spare = triesNow ? new SpareCalls(calls, cores) : null;
    this.canary = new Canary(config.name() + "-canary");
    this.confidence = new Confidence(engine, canary, cores);
    this.maxIdle = config.maxIdle();
    this.idleNanos = config.idleTimeoutNanos();
    this.hot = Math.max(1, config.helping() ? cores - 1 : cores);
    this.limit = hot;
    int most = config.maxParallel() == 0 ? Integer.MAX_VALUE : config.maxParallel();
    this.wanted = Math.min(config.minParallel(), most);
    this.watcher =
        new Watcher(
            engine, this, new Heat(hot, cores), new Processors(hot, cores), canary, config.name());
  }

  // ------------------------------------------------------------------ Backend

  @Override
  public void ready(Task<?> task, int queued) {
    int keep = confidence.leftToSubmitters(task);
    if (keep > 0 && engine.isDelivering()) {
      watcher.ensureWatching(); // it comes to poll when it has delivered all, and knows how many
      return;
    }
    if (queued > keep && active < most()) {
      wake(queued - keep);
    }
    watcher.ensureWatching();
  }

  /**
   * The delivering thread has submitted all that it is going to for now. What it carries out itself
   * in the time in which a worker wakes up is not worth waking one.
   */
  @Override
  public void poll() {
    int more = engine.readyCount() - confidence.leftToHelper() - WORTH_WAKING;
    if (more > 0 && active < limit) {
      wake(more);
    }
  }

  /** How many may be awake if one is needed: the threads that deliver may be at something else. */
  private int most() {
    return Math.max(1, limit);
  }

  @Override
  public @Nullable Calls borrow() {
    return spare == null || wanted == 0 || closed ? null : spare.borrow();
  }

  @Override
  public void giveBack(Calls c) {
    if (spare != null) {
      spare.giveBack(c);
    }
  }

  @Override
  public void handedOver(Task<?> task) {
    if (active < most()) {
      wake();
    }
    watcher.ensureWatching();
  }

  @Override
  public boolean mayRunVirtual() {
    return canary.mayRun();
  }

  @Override
  public void watch() {
    watcher.ensureLooking();
  }

  @Override
  public boolean isPaused() {
    return wanted == 0;
  }

  @Override
  public @Nullable Calls helper() {
    return wanted == 0 || closed ? null : helperCalls.get();
  }

  @Override
  public @Nullable Calls lastResort() {
    return calls.get();
  }

  @Override
  public void helped(int requests) {
    confidence.helped(requests);
  }

  @Override
  public int hot() {
    return limit;
  }

  @Override
  public int threads() {
    return all.size();
  }

  @Override
  public void minParallel(int threads) {
    lock.lock();
    try {
      wanted = closed ? 0 : Math.max(wanted, threads);
    } finally {
      lock.unlock();
    }
    watcher.ensureWatching(); // it has rested while nothing was to be carried out
    wake();
  }

  @Override
  public void maxParallel(int threads) {
    lock.lock();
    try {
      wanted = Math.min(wanted, threads);
    } finally {
      lock.unlock();
    }
    wakeSurplus();
  }

  @Override
  public void maxIdle(int threads) {
    maxIdle = threads;
    wakeIdle();
  }

  @Override
  public void idleTimeout(long nanos) {
    idleNanos = nanos;
    wakeIdle();
  }

  /** They find nothing to do, and rest as has been asked for meanwhile. */
  private void wakeIdle() {
    lock.lock();
    try {
      for (Worker w = idle.pollLast(); w != null; w = idle.pollLast()) {
        active++;
        w.wake();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      wanted = 0;
    } finally {
      lock.unlock();
    }
    wakeSurplus();
    watcher.stop();
    canary.stop();
  }

  // ------------------------------------------------------------------ waking

  /** Wakes or starts as many workers as a number of queued requests deserves. */
  private void wake(int queued) {
    if (queued <= 0) {
      return;
    }
    List<Worker> fresh = new ArrayList<>(1);
    lock.lock();
    try {
      for (int n = queued; n > 0 && active < most(); n -= Claim.MOST) {
        Worker w = idle.pollLast();
        if (w != null) {
          active++;
          w.wake();
        } else if (all.size() < wanted) {
          active++;
          w = new Worker(this, engine, name + numbers.incrementAndGet());
          all.add(w);
          fresh.add(w);
        } else {
          break;
        }
      }
    } finally {
      lock.unlock();
    }
    for (Worker w : fresh) {
      if (!w.start()) {
        ended(w);
      }
    }
  }

  private void wakeSurplus() {
    lock.lock();
    try {
      for (int n = all.size() - wanted; n > 0 && !idle.isEmpty(); n--) {
        active++;
        idle.pollLast().wake();
      }
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ for the workers

  Calls newCalls() {
    return calls.get();
  }

  /**
   * Whether a worker is not one too many. One that is has left the list when this returns. What is
   * queued after a close is shielded from it, as closing files is, and is carried out before.
   */
  boolean mayGoOn(Worker w) {
    if (all.size() <= wanted || (closed && engine.readyCount() > 0)) {
      return true;
    }
    lock.lock();
    try {
      if (all.size() <= wanted || !all.remove(w)) {
        return true;
      }
      active--;
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether a worker was woken only because one was needed, and rests after one visit: should the
   * threads that deliver not go on, the watcher sees it.
   */
  boolean isStandIn() {
    return limit == 0 && !closed;
  }

  int claim(Claim into) {
    if (!closed && active > most()) {
      return 0; // came back from a long request, and enough others are awake
    }
    if (!closed && !engine.readyQueue().hasMoreThan(confidence.leftToWaiters())) {
      return 0;
    }
    return engine.readyQueue().take(into, limit > hot ? Integer.MAX_VALUE : hot + 1);
  }

  /** A request of a higher priority than the one about to begin. */
  @Nullable Task<?> overtaking(Task<?> t) {
    return engine.readyQueue().takeAbove(t.level());
  }

  @Nullable Task<?> takeBackFromOthers(Worker me) {
    for (Worker w : all) {
      if (w != me) {
        Task<?> t = w.claimed().takeBack();
        if (t != null) {
          return t;
        }
      }
    }
    return engine.helping().takeBack();
  }

  /** A worker begins a request that may block long. */
  void leaves(Worker w) {
    lock.lock();
    try {
      w.away(true);
      active--;
    } finally {
      lock.unlock();
    }
    wake();
  }

  /** A worker was away, or taken for away, and has ended its request. */
  void returns(Worker w) {
    lock.lock();
    try {
      if (w.isAway()) {
        w.away(false);
        active++;
      }
    } finally {
      lock.unlock();
    }
  }

  private void changeActive(int by) {
    lock.lock();
    try {
      active += by;
    } finally {
      lock.unlock();
    }
  }

  /** Rests until woken. False: the worker has been idle long enough and must end. */
  boolean rest(Worker w) {
    boolean stays;
    lock.lock();
    try {
      w.beforeResting();
      active--;
      stays = idle.size() < maxIdle;
      idle.addLast(w);
    } finally {
      lock.unlock();
    }
    int leave = isStandIn() ? Integer.MAX_VALUE : confidence.leftByResting();
    if (engine.readyQueue().hasMoreThan(leave) && active < most() && leaveIdle(w)) {
      changeActive(1);
      return true;
    }
    if (all.size() > wanted && leaveIdle(w)) {
      changeActive(1);
      return true; // to end in mayGoOn
    }
    long end = stays ? 0 : Nanos.deadline(idleNanos);
    while (!w.isWoken()) {
      if (stays) {
        LockSupport.park(this);
      } else {
        long left = end - System.nanoTime();
        if (left <= 0 && leaveForGood(w)) {
          return false;
        }
        LockSupport.parkNanos(this, Math.max(1, left));
      }
    }
    return true;
  }

  /** Leaves the idle list, unless somebody has just woken the worker. */
  private boolean leaveIdle(Worker w) {
    lock.lock();
    try {
      return idle.remove(w);
    } finally {
      lock.unlock();
    }
  }

  private boolean leaveForGood(Worker w) {
    lock.lock();
    try {
      // under the lock: who submits afterwards finds no idle worker and starts one
      return idle.remove(w) && all.remove(w);
    } finally {
      lock.unlock();
    }
  }

  /** A worker ends: idle for long (it is off the lists), surplus, or by a defect. */
  void ended(Worker w) {
    lock.lock();
    try {
      if (all.remove(w)) {
        active--;
      }
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ for the watcher

  List<Worker> workers() {
    return all;
  }

  /** A request stayed where it was. */
  void nobodyCame() {
    confidence.nobodyCame();
    wake();
  }

  void wake() {
    wake(engine.readyCount());
  }

  int wanted() {
    return wanted;
  }

  /** How many workers are to be hot. */
  void limit(int workers) {
    boolean more = workers > limit;
    limit = workers;
    if (more) {
      wake();
    }
  }

  /** A request keeps a worker: as long as it does, another one may be awake. */
  void replace(Worker w, int turns) {
    lock.lock();
    try {
      if (w.isAway()) {
        return;
      }
      w.away(true);
      if (w.turns() != turns) { // it has ended the request, and perhaps not seen that it was away
        w.away(false);
        return;
      }
      active--;
    } finally {
      lock.unlock();
    }
    wake();
  }
}
