package dev.jaio.cli;

import dev.jaio.FileStat;

/** The times of a file. */
enum FindTime {
  ACCESS,
  BIRTH,
  CHANGE,
  MODIFICATION;

  private static final int NANOS = 1_000_000_000;
  private static final double LATEST = 1e18;
  private static final int DAY_SECONDS = 86_400;
  private static final int MINUTE_SECONDS = 60;

  /** The time that a letter of -newerXY, or the first one of -atime, stands for. */
  static FindTime of(char letter) {
    return switch (letter) {
      case 'a' -> ACCESS;
      case 'B' -> BIRTH;
      case 'c' -> CHANGE;
      default -> MODIFICATION;
    };
  }

  /** A time to the nanosecond. */
  record Moment(long seconds, int nanos) implements Comparable<Moment> {

    /** So many seconds earlier. */
    Moment minus(double amount) {
      long whole = (long) Math.min(amount, LATEST);
      int rest = (int) ((amount - whole) * NANOS);
      int left = nanos - rest;
      return new Moment(seconds - whole - (left < 0 ? 1 : 0), left < 0 ? left + NANOS : left);
    }

    Moment plusSeconds(long amount) {
      return new Moment(seconds + amount, nanos);
    }

    @Override
    public int compareTo(Moment other) {
      return seconds != other.seconds
          ? Long.compare(seconds, other.seconds)
          : Integer.compare(nanos, other.nanos);
    }
  }

  /** Whether a file has this time. */
  boolean isKnown(FileStat stat) {
    return this != BIRTH || stat.btimeNanos() >= 0;
  }

  Moment in(FileStat stat) {
    return switch (this) {
      case ACCESS -> new Moment(stat.atimeSeconds(), stat.atimeNanos());
      case BIRTH -> new Moment(stat.btimeSeconds(), stat.btimeNanos());
      case CHANGE -> new Moment(stat.ctimeSeconds(), stat.ctimeNanos());
      case MODIFICATION -> new Moment(stat.mtimeSeconds(), stat.mtimeNanos());
    };
  }

  /** Later than a moment. */
  FindTest after(Moment moment) {
    return file -> isKnown(file.known()) && in(file.known()).compareTo(moment) > 0;
  }

  /** The age in days: a part of one does not count, but a second more is still less than one. */
  FindTest days(FindTest.Comparison comparison, double number, Moment now) {
    int origin = comparison == FindTest.Comparison.LESS ? -1 : -DAY_SECONDS;
    return age(comparison, now.plusSeconds(origin).minus(number * DAY_SECONDS), DAY_SECONDS);
  }

  /** The age in minutes: a part of one counts as one. */
  FindTest minutes(FindTest.Comparison comparison, double number, Moment now) {
    return age(comparison, now.minus(number * MINUTE_SECONDS), MINUTE_SECONDS);
  }

  private FindTest age(FindTest.Comparison comparison, Moment limit, int window) {
    return switch (comparison) {
      case MORE -> file -> in(file.known()).compareTo(limit) < 0;
      case LESS -> after(limit);
      case EXACTLY -> {
        Moment end = limit.plusSeconds(window);
        yield file -> {
          Moment time = in(file.known());
          return time.compareTo(limit) > 0 && time.compareTo(end) <= 0;
        };
      }
    };
  }
}
