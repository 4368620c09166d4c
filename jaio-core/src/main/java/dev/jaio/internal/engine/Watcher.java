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

  private static final long TICK_NANOS = 1_000_000;

  /** Below this rate per hot worker and tick the requests are not cached: 30 us each. */
  private static final int MOVES_PER_TICK = (int) (TICK_NANOS / 30_000);

  /** How many ticks without work before it sleeps. */
  private static final int CALM_TICKS = 50;

  private final Engine engine;
  private final Workers workers;
  private final Thread thread;
  private volatile boolean watching;
  private volatile boolean started;
  private volatile boolean stopped;

  private long lastTaken;
  private int slowTicks;
  private int fastTicks;
  private @Nullable Task<?> lastHelped;
  private final Map<Worker, Integer> lastTurns = new HashMap<>();

  Watcher(Engine engine, Workers workers, String name) {
    this.engine = engine;
    this.workers = workers;
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
  }

  private void sleep() {
    watching = false;
    while (!watching && !stopped && engine.readyCount() == 0) {
      LockSupport.park(this);
    }
    watching = true;
  }

  /** Looks once. True if there is something to watch. */
  private boolean tick() {
    int queued = engine.readyCount();
    long taken = engine.readyQueue().taken();
    long moved = taken - lastTaken;
    lastTaken = taken;
    if (queued == 0) {
      slowTicks = 0;
    } else if (moved == 0 && slowTicks == 0) {
      slowTicks = 1;
      workers.nobodyCame();
    } else if (moved < (long) MOVES_PER_TICK * workers.limit()) {
      if (++slowTicks >= 2) {
        workers.moreHot();
      }
    } else {
      slowTicks = 0;
    }
    if (slowTicks > 0) {
      fastTicks = 0;
    } else if (++fastTicks == CALM_TICKS) {
      workers.fewerHot();
    }
    boolean held = takeBackFromTheKept();
    boolean helping = watchHelper();
    if (!engine.delivery().isEmpty()) {
      engine.signal(); // a worker signals after its batch; one request of it may take long
    }
    boolean ring = engine.backend().tick();
    return queued > 0 || held || helping || ring || moved > 0;
  }

  private boolean takeBackFromTheKept() {
    boolean any = false;
    for (Worker w : workers.workers()) {
      int turns = w.turns();
      Integer last = lastTurns.put(w, turns);
      if ((turns & 1) != 0) {
        if (last != null && last == turns && workers.putBack(w)) {
          workers.moreHot();
        }
        any = true;
      }
    }
    if (lastTurns.size() > 2 * workers.workers().size() + 8) {
      lastTurns.keySet().retainAll(workers.workers());
    }
    return any;
  }

  private boolean watchHelper() {
    Task<?> now = engine.waiting().helpedNow();
    if (now != null && now == lastHelped) {
      engine.waiting().stepAside();
      engine.delivery().replaceIfStuck();
    }
    lastHelped = now;
    return now != null;
  }
}
