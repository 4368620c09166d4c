package dev.jaio.cli;

import dev.jaio.FileStat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How {@code ls} shows times. */
final class LsTimes {

  private static final long HALF_YEAR_SECONDS = 31_556_952 / 2;
  private static final int LOCALE_WIDTH = 12;
  private static final int ISO_WIDTH = 11;
  private static final int LONG_ISO_WIDTH = 16;
  private static final int FULL_ISO_WIDTH = 35;

  /** How long all times are. */
  final int width;

  private final DateTimeFormatter recent;
  private final DateTimeFormatter old;
  private final long now = Instant.now().getEpochSecond();

  /** A pattern for the last half of a year, and one for what is older or in the future. */
  private LsTimes(int width, String recent, String old) {
    this.width = width;
    this.recent = formatter(recent);
    this.old = recent.equals(old) ? this.recent : formatter(old);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneId.systemDefault());
  }

  /** The style that an argument of --time-style asks for. */
  static LsTimes of(String word) {
    return switch (word) {
      case "full-iso" -> same(FULL_ISO_WIDTH, "uuuu-MM-dd HH:mm:ss.SSSSSSSSS xx");
      case "long-iso" -> same(LONG_ISO_WIDTH, "uuuu-MM-dd HH:mm");
      case "iso" -> new LsTimes(ISO_WIDTH, "MM-dd HH:mm", "uuuu-MM-dd ");
      case "locale" -> new LsTimes(LOCALE_WIDTH, "MMM ppd HH:mm", "MMM ppd  yyyy");
      default ->
          throw Tool.UsageException.ofArgument(
              "invalid argument "
                  + Quoting.always(word)
                  + " for 'time style'\nValid arguments are:"
                  + "\n  - 'full-iso'\n  - 'long-iso'\n  - 'iso'\n  - 'locale'");
    };
  }

  private static LsTimes same(int width, String pattern) {
    return new LsTimes(width, pattern, pattern);
  }

  /** A time of a file. */
  String show(@Nullable FileStat stat, FindTime which) {
    if (stat == null || !which.isKnown(stat)) {
      return " ".repeat(width - 1) + '?';
    }
    FindTime.Moment time = which.in(stat);
    long age = now - time.seconds();
    boolean isRecent = age >= 0 && age < HALF_YEAR_SECONDS;
    String text = TimeText.of(time.seconds(), time.nanos(), isRecent ? recent : old);
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
