package dev.jaio.internal.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Times as the engine counts them: in nanoseconds, of which a long holds 292 years. */
public final class Nanos {

  /** For ever: half of what fits, so that it can be added to any moment. */
  private static final long MOST = Long.MAX_VALUE >> 1;

  private Nanos() {}

  /** A length of time. Negative counts as zero, what does not fit as for ever. */
  public static long of(Duration d) {
    return Math.clamp(TimeUnit.NANOSECONDS.convert(d), 0, MOST);
  }

  /** When a time from now on is up. Never 0, which says that it never is. */
  public static long deadline(long nanos) {
    long d = System.nanoTime() + Math.clamp(nanos, 0, MOST);
    return d == 0 ? 1 : d;
  }
}
