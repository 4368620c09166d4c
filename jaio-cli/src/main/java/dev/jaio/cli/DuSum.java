package dev.jaio.cli;

import dev.jaio.FileStat;
import java.time.format.DateTimeFormatter;

/** How much space files take, and the latest of their times. */
final class DuSum {

  private long bytes;
  private long seconds = Long.MIN_VALUE;
  private int nanos;

  long bytes() {
    return bytes;
  }

  /** The latest time; the epoch of nothing. */
  String time(DateTimeFormatter format) {
    return TimeText.of(seconds == Long.MIN_VALUE ? 0 : seconds, nanos, format);
  }

  /** Adds the space of a file, which has a time. */
  void add(long more, FileStat stat, FindTime time) {
    bytes += more;
    switch (time) {
      case ACCESS -> latest(stat.atimeSeconds(), stat.atimeNanos());
      case BIRTH -> latest(stat.btimeSeconds(), stat.btimeNanos());
      case CHANGE -> latest(stat.ctimeSeconds(), stat.ctimeNanos());
      case MODIFICATION -> latest(stat.mtimeSeconds(), stat.mtimeNanos());
    }
  }

  void add(DuSum other) {
    bytes += other.bytes;
    latest(other.seconds, other.nanos);
  }

  private void latest(long otherSeconds, int otherNanos) {
    if (otherSeconds > seconds || (otherSeconds == seconds && otherNanos > nanos)) {
      seconds = otherSeconds;
      nanos = otherNanos;
    }
  }
}
