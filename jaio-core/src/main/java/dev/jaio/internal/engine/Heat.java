package dev.jaio.internal.engine;

import java.util.function.BooleanSupplier;

/**
 * How many workers are hot, that is awake for short requests. No threads and no clock: it is told
 * once a tick what the queue did.
 *
 * <p>Requests that block, and a processor that is busy with other programs, look alike: the queue
 * hardly moves. But more workers make only the former faster, and then workers sleep, while others
 * wait for a processor. So a slow queue and workers that sleep are the reason to try twice as many
 * for some ticks; they stay hot if the queue then moves clearly faster. The other way round, half
 * as many are tried from time to time, and stay if the queue is not clearly slower. A trial that
 * failed is repeated after twice the time.
 */
final class Heat {

  /** Below this number of requests per tick and core they are not cached: 30 us each. */
  private static final int SLOW = (int) (Watcher.TICK_NANOS / 30_000);

  /** How many slow ticks in a row are a reason to try more workers. */
  private static final int SLOW_TICKS = 2;

  /** How long a trial lasts, and over how many ticks the speed before it is averaged. */
  static final int TRIAL_TICKS = 8;

  /** How many ticks pass until fewer workers are tried, or more again after a trial that failed. */
  private static final int PAUSE_TICKS = 64;

  private static final int MOST_PAUSE_TICKS = 1024;

  /** How many ticks without a queue until all is as in the beginning. */
  private static final int CALM_TICKS = 50;

  /** By which factor the speed must change to count as changed. */
  private static final double CLEARLY = 1.25;

  private static final int NO_TRIAL = -1;

  /** By which factor the last worker must make the queue faster to be worth a processor. */
  private static final double WORTH_ONE = 1.04;

  private int hot; // fewest
  private final int cores;
  private int limit;
  private double speed; // requests per tick, on average over the last ticks with a queue
  private int busyTicks; // with a queue
  private int slowTicks;
  private int calmTicks;
  private int sinceTrial; // ticks since the last trial
  private int pauseUp;
  private int pauseDown = PAUSE_TICKS;

  // The trial that goes on.
  private int before = NO_TRIAL; // the limit before it
  private int ticksLeft;
  private double speedBefore;
  private double moves;

  Heat(int hot, int cores) {
    this.hot = hot;
    this.cores = cores;
    this.limit = hot;
  }

  /** From now on so few are enough. */
  void hot(int workers) {
    if (workers == hot) {
      return;
    }
    if (limit == hot && before == NO_TRIAL) {
      limit = workers;
    }
    if (before == hot) {
      before = workers; // what a trial that fails returns to
    }
    hot = workers;
    limit = Math.max(limit, hot);
  }

  /**
   * One look.
   *
   * @param queued how many requests wait
   * @param moved how many left the queue since the last look, per tick
   * @param most how many workers there may be
   * @param alone whether the thread that delivers carries out most of it by itself, in batches
   * @param sleeps whether a worker sleeps in what it carries out, asked only if that matters
   * @return how many are to be hot
   */
  int tick(int queued, double moved, int most, boolean alone, BooleanSupplier sleeps) {
    sinceTrial++;
    if (queued == 0 && moved < SLOW) {
      slowTicks = 0;
      busyTicks = 0;
      if (before != NO_TRIAL) { // there is nothing to compare
        limit = before;
        before = NO_TRIAL;
      }
      if (++calmTicks == CALM_TICKS) {
        limit = hot;
        pauseUp = 0;
        pauseDown = PAUSE_TICKS;
      }
    } else {
      calmTicks = 0;
      busyTicks++;
      speed += (moved - speed) / Math.min(busyTicks, TRIAL_TICKS);
      double slow = (double) SLOW * Math.clamp(limit, 1, cores); // a thread that helps, if none
      slowTicks = moved < slow && speed < slow ? slowTicks + 1 : 0;
      if (before != NO_TRIAL) {
        goOn(moved);
      } else if (limit == 0 && most > 0 && (slowTicks >= SLOW_TICKS || (hot == 1 && !alone))) {
        limit = 1;
      } else if (slowTicks >= SLOW_TICKS
          && limit < most
          && sinceTrial > pauseUp
          && sleeps.getAsBoolean()) {
        begin(Math.min(limit * 2, most));
      } else if (limit > hot && sinceTrial > pauseDown) {
        begin(Math.max(hot, limit / 2));
      } else if (limit == hot && hot == 1 && alone && sinceTrial > pauseDown) {
        begin(0);
      } else if (limit == 0 && hot == 1 && sinceTrial > pauseUp) {
        begin(1);
      }
    }
    limit = Math.min(limit, Math.max(hot, most));
    return limit;
  }

  private void begin(int tried) {
    before = limit;
    limit = tried;
    speedBefore = speed;
    moves = 0;
    ticksLeft = TRIAL_TICKS;
  }

  private void goOn(double moved) {
    moves += moved;
    if (--ticksLeft > 0) {
      return;
    }
    double now = moves / TRIAL_TICKS;
    if (hot == 1 && limit + before == 1) {
      goOnWithOne(now);
    } else if (limit > before) {
      boolean pays = now > speedBefore * CLEARLY || now == 0; // nothing moves: none is in the way
      pauseUp = pays ? 0 : longer(pauseUp);
      limit = pays ? limit : before;
    } else {
      boolean costs = now * CLEARLY < speedBefore;
      pauseDown = costs ? longer(pauseDown) : PAUSE_TICKS;
      limit = costs ? before : limit;
    }
    before = NO_TRIAL;
    slowTicks = 0;
    sinceTrial = 0;
  }

  /** None was tried instead of one, or the other way round. */
  private void goOnWithOne(double now) {
    boolean pays = limit == 1 ? now > speedBefore * WORTH_ONE : now * WORTH_ONE < speedBefore;
    if (pays) {
      pauseUp = PAUSE_TICKS;
      pauseDown = longer(pauseDown);
    } else {
      pauseDown = PAUSE_TICKS;
      pauseUp = longer(pauseUp);
    }
    limit = pays ? 1 : 0;
  }

  private static int longer(int pause) {
    return Math.clamp(pause * 2L, PAUSE_TICKS, MOST_PAUSE_TICKS);
  }
}
