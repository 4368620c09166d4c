package dev.jaio.cli;

import java.util.Locale;

/**
 * One line on the terminal that tells how far a command has come: done, of how much if that is
 * known, the rate, and the time that is left. Silent elsewhere.
 */
final class Progress {

  private static final long FIRST_NANOS = 500_000_000;
  private static final long INTERVAL_NANOS = 100_000_000;
  private static final double NANOS = 1e9;

  private final ByteOutput err;
  private final String verb;
  private boolean shown;
  private final long began = System.nanoTime();
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

  /** What was expected is all there is. */
  void totalIsKnown() {
    totalKnown = true;
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
    write("\r\033[K" + line((now - began) / NANOS));
  }

  /** The terminal may have been closed; that is no reason to give up what is being done. */
  private void write(String text) {
    try {
      err.put(text).flush();
    } catch (ByteOutput.OutputFailure e) {
      shown = false;
    }
  }

  private String line(double seconds) {
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
    if (share > 0 && share <= 1) {
      line.append(", ").append(duration(seconds * (1 - share) / share)).append(" left");
    }
    return line.toString();
  }

  private double share() {
    if (!totalKnown || totalFiles == 0) {
      return 0;
    }
    double ofFiles = (double) files / totalFiles;
    return totalBytes == 0 || bytes == 0 ? ofFiles : (ofFiles + (double) bytes / totalBytes) / 2;
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
