package dev.jaio;

import dev.jaio.internal.abi.Timespec;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * A time to give to a file: an instant exact to the nanosecond, {@link #NOW} or {@link #OMIT}; the
 * {@code struct timespec} of utimensat(2). File systems keep it with their own precision and range.
 */
public final class FileTimes {

  /** The time at which the request executes, as the system's clock has it, {@code UTIME_NOW}. */
  public static final FileTimes NOW = new FileTimes(0, Timespec.UTIME_NOW);

  /** No change, {@code UTIME_OMIT}. */
  public static final FileTimes OMIT = new FileTimes(0, Timespec.UTIME_OMIT);

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
   * @return nanoseconds that come on top of the seconds, 0 to 999,999,999; for NOW and OMIT the
   *     number by which the system knows them
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
    return equals(NOW)
        ? "NOW"
        : equals(OMIT) ? "OMIT" : Instant.ofEpochSecond(seconds, nanos).toString();
  }
}
