package dev.jaio.internal.engine;

import dev.jaio.internal.posix.ThreadStat;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the queue every millisecond while there is work, every other one if all has gone well
 * for a while, and sleeps otherwise. While nothing is going on but on a ring, to which other
 * threads see, it dozes: it looks seldom, and wakes when something is queued for threads. It
 * notices what no other thread can: that nobody came for a request, that the queue hardly moves,
 * that a worker holds requests while one keeps it, that a helper is kept by the request it helped
 * with.
 */
@SuppressWarnings("ReferenceEquality") // the same request
final class Watcher implements Runnable {

  static final long TICK_NANOS = 1_000_000;

  /** As long as who sleeps in the kernel does, and so as long as what nobody sees may take. */
  static final long DOZE_NANOS = 16 * TICK_NANOS;

  /** How many ticks without work before it sleeps. */
  private static final int CALM_TICKS = 50;

  private final Engine engine;
  private final Workers workers;
  private final Thread thread;
  private volatile Mode mode = Mode.ASLEEP;
  private volatile boolean started;
  private volatile boolean stopped;

  private long lastTick = System.nanoTime();
  private long lastTaken;
  private long lastBatched;
  private boolean alone; // who delivers carries out most of it in batches
  private @Nullable Task<?> lastHelped;
  private int stayedTicks; // in a row
  private long stayedWorked; // what the thread that helps had worked by the first of them
  private int helpedTicks; // how often that has been seen again
  private long helpedWorked; // what its thread had worked when it was seen again first
  private boolean doubtful; // something that this look has found may be the beginning of worse
  private boolean ringOnly; // the last look has found nothing but a ring that goes on
  private final Pace pace = new Pace();
  private final Heat heat;
  private final Canary canary;
  private final Processors processors;
  private final Map<Worker, Kept> kept = new HashMap<>();

  private enum Mode {
    ASLEEP,
    DOZING,
    WATCHING
  }

  /**
   * What a worker was at.
   *
   * @param turns its turns when it was seen first
   * @param ticks how often it has been seen so since
   * @param worked what its thread had worked when it was seen so again first
   */
  private record Kept(int turns, int ticks, long worked) {

    static final Kept IDLE = new Kept(0, 0, 0);

    /** What it is at now. */
    Kept next(int now, @Nullable ThreadStat stat) {
      if (now != turns) {
        return new Kept(now, 0, 0);
      }
      boolean idle = (now & 1) == 0;
      return idle ? this : new Kept(turns, ticks + 1, ticks == 0 ? workedBy(stat) : worked);
    }
  }

  Watcher(
      Engine engine,
      Workers workers,
      Heat heat,
      Processors processors,
      Canary canary,
      String name) {
    this.engine = engine;
    this.workers = workers;
    this.heat = heat;
    this.canary = canary;
    this.processors = processors;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .inheritInheritableThreadLocals(false)
            .name(name + "-watcher")
            .unstarted(this);
  }

  /**
   * Something was queued for threads. The volatile mode is read after the queueing, and changed
   * before the last look at the queue.
   */
  void ensureWatching() {
    if (mode != Mode.WATCHING) {
      wakeUp();
    }
  }

  /** Something was queued for a ring, or is in flight there. */
  void ensureLooking() {
    if (mode == Mode.ASLEEP) {
      wakeUp();
    }
  }

  private synchronized void wakeUp() {
    mode = Mode.WATCHING;
    if (!started && !stopped) {
      started = Threads.start(thread);
      mode = started ? Mode.WATCHING : Mode.ASLEEP; // else who submits next tries again
    } else {
      LockSupport.unpark(thread);
    }
  }

  synchronized void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    int calm = 0;
    while (!stopped) {
      rest(pace.next(doubtful, ringOnly));
      calm = look() ? 0 : calm + 1;
      if (calm > CALM_TICKS) {
        sleep();
        pace.restart();
        calm = 0;
      }
    }
    processors.leave();
    lastHelped = null; // it may hold an open file, which would not be forgotten
  }

  private void rest(long nanos) {
    if (nanos < DOZE_NANOS) {
      LockSupport.parkNanos(this, nanos);
      return;
    }
    mode = Mode.DOZING;
    if (engine.readyCount() == 0 && engine.readyQueue().taken() == lastTaken && !stopped) {
      LockSupport.parkNanos(this, nanos);
    }
    mode = Mode.WATCHING;
  }

  private void sleep() {
    mode = Mode.ASLEEP;
    kept.clear();
    processors.leave();
    while (mode == Mode.ASLEEP && !stopped && !hasQueued()) {
      if (engine.backend().isWaitedFor()) {
        LockSupport.parkNanos(this, CALM_TICKS * TICK_NANOS);
        engine.backend().tick();
      } else {
        LockSupport.park(this);
      }
    }
    mode = Mode.WATCHING;
    lastTick = System.nanoTime();
    lastTaken = engine.readyQueue().taken();
  }

  /** Whether something waits for workers, or for a ring, that can be begun. */
  private boolean hasQueued() {
    return (engine.readyCount() > 0 && !isPaused()) || engine.backend().wantsPoll();
  }

  /** What goes wrong at one look, for lack of memory perhaps, does not end the others. */
  private boolean look() {
    try {
      return tick();
    } catch (Throwable e) {
      engine.report(e);
      return true;
    }
  }

  /** Looks once. True if there is something to watch. */
  private boolean tick() {
    int queued = engine.readyCount();
    long taken = engine.readyQueue().taken();
    long now = System.nanoTime();
    double ticks = Math.max(1, (double) (now - lastTick) / TICK_NANOS); // this thread waits as well
    long moved = taken - lastTaken;
    lastTaken = taken;
    lastTick = now;
    heat.hot(processors.share(ticks, engine.helping().helped()));
    long batched = engine.helping().batched();
    if (moved > 0) { // else it says nothing
      alone = 2 * (batched - lastBatched) >= moved;
    }
    lastBatched = batched;
    workers.limit(heat.tick(queued, moved / ticks, workers.wanted(), alone, this::anySleeps));
    boolean stayed = queued > 0 && engine.readyQueue().hasStayed();
    stayedTicks = stayed ? stayedTicks + 1 : 0;
    if (stayed && !isOnItsWay()) {
      workers.nobodyCame();
    }
    doubtful = stayed || (queued > 0 && moved == 0);
    boolean held = takeBackFromTheKept();
    boolean helping = watchHelper();
    boolean singing = canary.tick();
    doubtful |= singing;
    if (!engine.delivery().isEmpty()) {
      engine.signal(); // a worker signals after its batch; one request of it may take long
    }
    boolean ring = engine.backend().tick();
    boolean threads = (queued > 0 && !isPaused()) || held || helping || singing || moved > 0;
    ringOnly = !threads && queued == 0 && engine.backend().goesOn();
    return threads || ring || ringOnly;
  }

  /** Nobody is to carry out what is queued. */
  private boolean isPaused() {
    return workers.wanted() == 0;
  }

  /** Whether a worker sleeps in what it carries out: then another one may work meanwhile. */
  private boolean anySleeps() {
    for (Worker w : workers.workers()) {
      if ((w.turns() & 1) != 0 && sleeps(w.stat())) {
        return true;
      }
    }
    return false;
  }

  private static boolean sleeps(@Nullable ThreadStat stat) {
    return stat == null || stat.sleeps();
  }

  private static long workedBy(@Nullable ThreadStat stat) {
    return stat == null ? ThreadStat.UNKNOWN : stat.worked();
  }

  /**
   * A request stayed where it was for a tick. Whether the thread that helps could not come, since
   * it waits for a processor; not if it sleeps, or works at something else.
   */
  private boolean isOnItsWay() {
    ThreadStat stat = engine.helping().stat();
    if (stat == null || stat.sleeps()) {
      return false;
    }
    if (stayedTicks == 1) {
      stayedWorked = stat.worked();
      return true;
    }
    return !isKept(stat, stayedWorked);
  }

  /**
   * Whether one request keeps a thread that has been at it for two ticks: it sleeps, or works for
   * long. Who only waits for a processor goes on as soon as it has one; another thread in its place
   * would wait as well, and take turns with it afterwards.
   */
  static boolean isKept(@Nullable ThreadStat stat, long workedBefore) {
    if (sleeps(stat) || workedBefore == ThreadStat.UNKNOWN) {
      return true;
    }
    long worked = workedBy(stat);
    return worked == ThreadStat.UNKNOWN || worked - workedBefore >= TICK_NANOS / 2;
  }

  /**
   * Who is at one request for a whole tick loses what it has claimed besides, and who is kept by it
   * for two is taken for away: another one works in its place until it returns.
   */
  private boolean takeBackFromTheKept() {
    boolean any = false;
    for (Worker w : workers.workers()) {
      int turns = w.turns();
      Kept now = kept.getOrDefault(w, Kept.IDLE).next(turns, w.stat());
      kept.put(w, now);
      if ((turns & 1) != 0) {
        any |= !w.isAway(); // else all has been done about it, however long it takes
        doubtful |= now.ticks >= 1 && !w.isAway();
        if (now.ticks >= 1) {
          w.completed().flushForOwner(); // tick signals
        }
        if (now.ticks >= 1 && w.claimed().putBack(engine.readyQueue()) != null) {
          workers.wake();
        }
        if (now.ticks >= 2 && !w.isAway() && isKept(w.stat(), now.worked)) {
          workers.replace(w, turns);
        }
      }
    }
    if (kept.size() > 2 * workers.workers().size() + 8) {
      kept.keySet().retainAll(workers.workers());
    }
    return any;
  }

  private boolean watchHelper() {
    Task<?> now = engine.helping().helpedNow();
    ThreadStat stat = engine.helping().stat();
    boolean again = now != null && now == lastHelped;
    helpedTicks = again ? helpedTicks + 1 : 0;
    doubtful |= again;
    if (helpedTicks == 1) {
      helpedWorked = workedBy(stat);
    }
    if (again && (helpedTicks > 1 ? isKept(stat, helpedWorked) : sleeps(stat))) {
      engine.helping().stepAside();
      engine.helping().putBack();
      engine.delivery().replaceIfStuck();
    }
    lastHelped = now;
    return now != null;
  }
}
