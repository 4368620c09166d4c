package dev.jaio.internal.engine;

/**
 * How long the watcher rests between two looks. Each look takes a processor away from whom it
 * watches, so while all goes well it looks half as often.
 */
final class Pace {

  private static final int WELL = 16;

  private int well; // how many looks in a row found nothing to look at again
  private int elsewhere; // how many in a row found nothing but a ring that goes on

  /**
   * How long to rest until the next look, in nanoseconds.
   *
   * @param doubtful whether what the last look found is to be looked at again soon
   * @param ringOnly whether it found nothing but a ring, which goes on
   */
  long next(boolean doubtful, boolean ringOnly) {
    well = doubtful ? 0 : Math.min(well + 1, WELL);
    elsewhere = ringOnly ? Math.min(elsewhere + 1, WELL) : 0;
    if (elsewhere == WELL) {
      return Watcher.DOZE_NANOS;
    }
    return well < WELL ? Watcher.TICK_NANOS : 2 * Watcher.TICK_NANOS;
  }

  /** What comes now is not known to go well. */
  void restart() {
    well = 0;
    elsewhere = 0;
  }
}
