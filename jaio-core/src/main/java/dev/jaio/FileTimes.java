package dev.jaio;

import dev.jaio.internal.abi.Timespec;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * A time to set on a file: an instant with nanoseconds, {@link #NOW} or {@link #OMIT}; the {@code
 * struct timespec} of utimensat(2). File systems store it with their own precision and range.
 */
public final class FileTimes {

  /** The time of the system clock when the request is executed, {@code UTIME_NOW}. */
  public static final FileTimes NOW = new FileTimes(0, Timespec.UTIME_NOW);

  /** Leave the time unchanged, {@code UTIME_OMIT}. */
  public static final FileTimes OMIT = new FileTimes(0, Timespec.UTIME_OMIT);

  private static final int MAX_NANOS = 999_999_999;

  private final long seconds;
  private final int nanos;

  private FileTimes(long seconds, long nanos) {
    this.seconds = seconds;
    this.nanos = (int) nanos;
  }

  /**
   * Returns an instant.
   *
   * @param time the instant, before 1970 as well
   * @return the time
   */
  public static FileTimes of(Instant time) {
    return new FileTimes(time.getEpochSecond(), time.getNano());
  }

  /**
   * Returns a time as the system counts it, which may lie beyond what {@link Instant} reaches.
   *
   * @param seconds whole seconds since 1970-01-01T00:00:00Z, negative before
   * @param nanos nanoseconds that come on top of these, 0 to 999,999,999
   * @return the time
   * @throws IllegalArgumentException there are not so many nanoseconds in a second
   */
  public static FileTimes of(long seconds, int nanos) {
    if (nanos < 0 || nanos > MAX_NANOS) {
      throw new IllegalArgumentException("nanos is not 0 to " + MAX_NANOS + ": " + nanos);
    }
    return new FileTimes(seconds, nanos);
  }

  /** The nearest instant to a time of the system: some file systems keep more distant ones. */
  static Instant instant(long seconds, int nanos) {
    if (seconds > Instant.MAX.getEpochSecond()) {
      return Instant.MAX;
    }
    return seconds < Instant.MIN.getEpochSecond()
        ? Instant.MIN
        : Instant.ofEpochSecond(seconds, nanos);
  }

  /**
   * Returns the instant of a time that was read from a file.
   *
   * @param time the time, before 1970 as well
   * @return the time
   */
  public static FileTimes of(FileTime time) {
    return of(time.toInstant());
  }

  /**
   * Returns the seconds, {@code tv_sec}.
   *
   * @return whole seconds since 1970-01-01T00:00:00Z, negative before; 0 for NOW and OMIT
   */
  public long seconds() {
    return seconds;
  }

  /**
   * Returns the nanoseconds, {@code tv_nsec}.
   *
   * @return nanoseconds on top of the seconds, 0 to 999,999,999; for NOW and OMIT the special value
   *     that the system defines
   */
  public int nanos() {
    return nanos;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileTimes t && seconds == t.seconds && nanos == t.nanos;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(seconds) + nanos;
  }

  @Override
  public String toString() {
    return equals(NOW) ? "NOW" : equals(OMIT) ? "OMIT" : instant(seconds, nanos).toString();
  }
}
