package dev.jaio.cli;

import java.util.ArrayList;
import java.util.List;

/** What {@code du} leaves out: {@code --exclude} and {@code --threshold}. */
final class DuFilter {

  private final List<Glob> excluded = new ArrayList<>();
  private long least = Long.MIN_VALUE;
  private long most = Long.MAX_VALUE;

  /** Neither counts nor shows what matches a pattern. */
  void exclude(String pattern) {
    excluded.add(new Glob(pattern, false));
  }

  /** Shows only what is at least as large; after a minus, at most. */
  void threshold(String option, String size) {
    boolean negative = size.startsWith("-");
    String amount = negative ? size.substring(1) : size;
    SizeFormat parsed = SizeFormat.parse(amount);
    boolean zero = amount.matches("0+");
    if (zero ? negative : parsed == null || parsed.block() == 0) {
      throw new Tool.UsageException(
          "invalid " + (zero ? "--threshold" : option) + " argument " + Quoting.always(size),
          false);
    }
    long bytes = parsed == null ? 0 : parsed.block();
    least = negative ? Long.MIN_VALUE : bytes;
    most = negative ? bytes : Long.MAX_VALUE;
  }

  boolean excludesAny() {
    return !excluded.isEmpty();
  }

  /** Whether a path matches, or the end of it from any slash on. */
  boolean excludes(String path) {
    for (Glob each : excluded) {
      int start = 0;
      do {
        if (each.matches(path.substring(start))) {
          return true;
        }
        start = path.indexOf('/', start) + 1;
      } while (start > 0);
    }
    return false;
  }

  boolean shows(long bytes) {
    return bytes >= least && bytes <= most;
  }
}
