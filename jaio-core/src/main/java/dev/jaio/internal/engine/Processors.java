package dev.jaio.internal.engine;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many processors are left for the workers of one engine. A thread that delivers and helps
 * keeps one busy, here and in every other engine of the process: with as many engines as processors
 * workers would only take turns with those threads and move their requests from cache to cache. For
 * the watcher.
 */
final class Processors {

  /** Ticks that count as one, since a thread has no processor in some of them. */
  private static final int STEADY = 8;

  /** Requests in a tick, from which on a thread that helps keeps a processor busy. */
  private static final int BUSY = 16;

  private static final AtomicInteger HELPING = new AtomicInteger(); // engines of this process

  private final int alone; // what this engine has while no thread helps
  private final int processors;
  private boolean counts; // in HELPING
  private double ticks; // since the last count
  private long helped; // before them

  Processors(int alone, int processors) {
    this.alone = alone;
    this.processors = processors;
  }

  /**
   * One look.
   *
   * @param passed how many ticks after the last one
   * @param carriedOut how many requests the thread that delivers has ever carried out
   * @return how many workers are to be awake at least
   */
  int share(double passed, long carriedOut) {
    ticks += passed;
    if (ticks >= STEADY) {
      count(Math.abs(carriedOut - helped) >= BUSY * ticks);
      helped = carriedOut;
    }
    int engines = HELPING.get();
    return counts ? Math.clamp((processors - engines) / engines, 0, alone) : alone;
  }

  /** Nothing is to be done here for now. */
  void leave() {
    count(false);
  }

  private void count(boolean now) {
    ticks = 0;
    if (counts != now) {
      counts = now;
      HELPING.addAndGet(now ? 1 : -1);
    }
  }
}
