package dev.jaio.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Shows times of files. */
final class TimeText {

  private TimeText() {}

  /** A time, or its seconds if it is so distant that no calendar reaches it. */
  static String of(long seconds, int nanos, DateTimeFormatter format) {
    try {
      return format.format(Instant.ofEpochSecond(seconds, nanos));
    } catch (DateTimeException _) {
      return Long.toString(seconds);
    }
  }
}
