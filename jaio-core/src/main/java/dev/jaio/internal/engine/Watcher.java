package dev.jaio.internal.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the queue every millisecond while there is work, and sleeps otherwise. It notices what
 * no other thread can: that nobody came for a request, that the queue hardly moves, that a worker
 * holds requests while one keeps it, that a helper is kept by the request it helped with.
 */
@SuppressWarnings("ReferenceEquality") // the same request
final class Watcher implements Runnable {

  static final long TICK_NANOS = 1_000_000;

  /** How many ticks without work before it sleeps. */
  private static final int CALM_TICKS = 50;

  private final Engine engine;
  private final Workers workers;
  private final Thread thread;
  private volatile boolean watching;
  private volatile boolean started;
  private volatile boolean stopped;

  private long lastTick = System.nanoTime();
  private long lastTaken;
  private long lastBatched;
  private @Nullable Task<?> lastHelped;
  private final Heat heat;
  private final Canary canary;
  private final Processors processors;
  private final Map<Worker, Kept> kept = new HashMap<>();

  /**
   * What a worker was at.
   *
   * @param turns its turns when it was seen first
   * @param ticks how often it has been seen so since
   */
  private record Kept(int turns, int ticks) {}

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
   * Something was queued. The volatile flag is read after the queueing, and reset before the last
   * look at the queue.
   */
  void ensureWatching() {
    if (!watching) {
      wakeUp();
    }
  }

  private synchronized void wakeUp() {
    watching = true;
    if (!started && !stopped) {
      started = true;
      thread.start();
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
      LockSupport.parkNanos(this, TICK_NANOS);
      calm = tick() ? 0 : calm + 1;
      if (calm > CALM_TICKS) {
        sleep();
        calm = 0;
      }
    }
    processors.leave();
    lastHelped = null; // it may hold an open file, which would not be forgotten
  }

  private void sleep() {
    watching = false;
    kept.clear();
    processors.leave();
    while (!watching && !stopped && (engine.readyCount() == 0 || isPaused())) {
      if (engine.backend().isWaitedFor()) {
        LockSupport.parkNanos(this, CALM_TICKS * TICK_NANOS);
        engine.backend().tick();
      } else {
        LockSupport.park(this);
      }
    }
    watching = true;
    lastTick = System.nanoTime();
    lastTaken = engine.readyQueue().taken();
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
    heat.hot(processors.share(engine.helping().helped()));
    long batched = engine.helping().batched();
    boolean alone = 2 * (batched - lastBatched) >= moved;
    lastBatched = batched;
    workers.limit(heat.tick(queued, moved / ticks, workers.wanted(), alone));
    if (queued > 0 && engine.readyQueue().hasStayed()) {
      workers.nobodyCame();
    }
    boolean held = takeBackFromTheKept();
    boolean helping = watchHelper();
    boolean singing = canary.tick();
    if (!engine.delivery().isEmpty()) {
      engine.signal(); // a worker signals after its batch; one request of it may take long
    }
    boolean ring = engine.backend().tick();
    return (queued > 0 && !isPaused()) || held || helping || singing || ring || moved > 0;
  }

  /** Nobody is to carry out what is queued. */
  private boolean isPaused() {
    return workers.wanted() == 0;
  }

  /**
   * Who is at one request for a whole tick loses what it has claimed besides, and who is at it for
   * two is taken for away: another one works in its place until it returns.
   */
  private boolean takeBackFromTheKept() {
    boolean any = false;
    for (Worker w : workers.workers()) {
      int turns = w.turns();
      Kept last = kept.get(w);
      int ticks = last != null && last.turns == turns ? last.ticks + 1 : 0;
      kept.put(w, new Kept(turns, ticks));
      if ((turns & 1) != 0) {
        any |= ticks <= 2; // then all has been done about it, however long it takes
        if (ticks >= 1) {
          w.completed().flushForOwner(); // tick signals
        }
        if (ticks >= 1 && w.claimed().putBack(engine.readyQueue()) != null) {
          workers.wake();
        }
        if (ticks >= 2) {
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
    if (now != null && now == lastHelped) {
      engine.helping().stepAside();
      engine.helping().putBack();
      engine.delivery().replaceIfStuck();
    }
    lastHelped = now;
    return now != null;
  }
}
