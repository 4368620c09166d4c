package dev.jaio.internal.engine;

/**
 * How long the watcher rests between two looks. Each look takes a processor away from whom it
 * watches, so while all goes well it looks half as often.
 */
final class Pace {

  private static final int WELL = 16;

  private int well; // how many looks in a row found nothing to look at again

  /**
   * How long to rest until the next look, in nanoseconds.
   *
   * @param doubtful whether what the last look found is to be looked at again soon
   */
  long next(boolean doubtful) {
    well = doubtful ? 0 : Math.min(well + 1, WELL);
    return well < WELL ? Watcher.TICK_NANOS : 2 * Watcher.TICK_NANOS;
  }

  /** What comes now is not known to go well. */
  void restart() {
    well = 0;
  }
}
