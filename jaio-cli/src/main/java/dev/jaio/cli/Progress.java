package dev.jaio.cli;

import java.util.Locale;

/**
 * One line on the terminal that tells how far a command has come: done, of how much if that is
 * known, the rate, and the time that is left. Silent elsewhere.
 */
final class Progress {

  private static final long FIRST_NANOS = 500_000_000;

  /** From this share of the work on it tells how long the rest takes. */
  private static final double TELLING = 0.005;

  private static final long INTERVAL_NANOS = 100_000_000;
  private static final double NANOS = 1e9;

  /** To make a file takes about as long as to copy so many bytes. */
  private static final long FILE_AS_BYTES = 64 << 10;

  /** To the start of the line, which is cleared, and whose end is cut off at the margin. */
  private static final String BEGIN = "\r\033[K\033[?7l";

  private static final String END = "\033[?7h";

  private final ByteOutput err;
  private final String verb;
  private boolean shown;
  private long began = System.nanoTime();
  private long nextAt = began + FIRST_NANOS;
  private boolean visible;
  private long files;
  private long bytes;
  private long totalFiles;
  private long totalBytes;
  private boolean totalKnown;

  Progress(ByteOutput err, String verb, boolean shown) {
    this.err = err;
    this.verb = verb;
    this.shown = shown;
  }

  /** Whether anybody sees it. */
  boolean isShown() {
    return shown;
  }

  /** More is known to be there. */
  void expect(long moreFiles, long moreBytes) {
    totalFiles += moreFiles;
    totalBytes += moreBytes;
  }

  /** What was expected is all there is. What it took to count that tells nothing of the rate. */
  void totalIsKnown() {
    totalKnown = true;
    if (files == 0 && bytes == 0) {
      began = System.nanoTime();
    }
  }

  /** More has been done. */
  void done(long moreFiles, long moreBytes) {
    files += moreFiles;
    bytes += moreBytes;
    if (shown) {
      show();
    }
  }

  private void show() {
    long now = System.nanoTime();
    if (now - nextAt < 0) {
      return;
    }
    nextAt = now + INTERVAL_NANOS;
    visible = true;
    write(BEGIN + line((now - began) / NANOS) + END);
  }

  /** The terminal may have been closed; that is no reason to give up what is being done. */
  private void write(String text) {
    try {
      err.put(text).flush();
    } catch (ByteOutput.OutputFailure e) {
      shown = false;
    }
  }

  /** What is shown after so many seconds. */
  String line(double seconds) {
    var line = new StringBuilder(verb).append(' ').append(String.format(Locale.ROOT, "%,d", files));
    if (totalKnown && totalFiles >= files) {
      line.append(String.format(Locale.ROOT, " of %,d", totalFiles));
    }
    line.append(" files");
    if (bytes > 0) {
      line.append(", ").append(SizeFormat.human(bytes));
      if (totalKnown && totalBytes >= bytes) {
        line.append(" of ").append(SizeFormat.human(totalBytes));
      }
      line.append(", ").append(SizeFormat.human((long) (bytes / seconds))).append("/s");
    } else {
      line.append(String.format(Locale.ROOT, ", %,.0f/s", files / seconds));
    }
    double share = share();
    if (share >= TELLING && share <= 1) {
      line.append(", ").append(duration(seconds * (1 - share) / share)).append(" left");
    }
    return line.toString();
  }

  private double share() {
    if (!totalKnown || totalFiles == 0) {
      return 0;
    }
    double each = totalBytes == 0 || bytes == 0 ? 1 : FILE_AS_BYTES;
    double unit = totalBytes == 0 || bytes == 0 ? 0 : 1;
    return (files * each + bytes * unit) / (totalFiles * each + totalBytes * unit);
  }

  private static String duration(double seconds) {
    long s = Math.round(seconds);
    return s < 60
        ? s + " s"
        : s < 3600
            ? String.format(Locale.ROOT, "%d:%02d min", s / 60, s % 60)
            : String.format(Locale.ROOT, "%d:%02d h", s / 3600, s / 60 % 60);
  }

  /** Takes the line off the screen, for something else or at the end. */
  void clear() {
    if (visible) {
      visible = false;
      write("\r\033[K");
    }
  }
}
