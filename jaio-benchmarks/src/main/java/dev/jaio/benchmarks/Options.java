package dev.jaio.benchmarks;

import dev.jaio.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of the comparison says.
 *
 * @param rounds how often every contender of a row is measured, in turn
 * @param forks among how many generations of child processes the rounds are divided
 * @param seconds how long one window is
 * @param warmup how long a fresh child runs before its first window, in seconds
 * @param only rows to run, as {@code row} or {@code row/part of a contender's name}; empty: all but
 *     those on request
 * @param backends on which jaio runs
 * @param dir where the data lies
 * @param csv where to write every window, or null
 * @param svg where to draw the medians, or null
 * @param jvm further arguments for the children
 */
record Options(
    int rounds,
    int forks,
    double seconds,
    double warmup,
    List<String> only,
    Set<Backend> backends,
    Path dir,
    @Nullable Path csv,
    @Nullable Path svg,
    List<String> jvm) {

  static final String USAGE =
      "usage: compare [--rounds 6] [--forks 2] [--seconds 1] [--warmup 3]\n"
          + "               [--only ROW[/CONTENDER],...] [--backends workers,uring] [--dir DIR]\n"
          + "               [--csv FILE] [--svg FILE] [--jvm ARGUMENT]...\nrows: "
          + Rows.ids();

  static Options parse(String[] args) {
    int rounds = 6;
    int forks = 2;
    double seconds = 1;
    double warmup = 3;
    var only = new ArrayList<String>();
    var jvm = new ArrayList<String>();
    var dir =
        Path.of(
            System.getProperty("java.io.tmpdir"), "jaio-bench-" + System.getProperty("user.name"));
    var backends = EnumSet.of(Backend.WORKERS, Backend.URING);
    Path csv = null;
    Path svg = null;
    for (int i = 1; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException("no value for " + args[i]);
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--forks" -> forks = Integer.parseInt(value);
        case "--seconds" -> seconds = Double.parseDouble(value);
        case "--warmup" -> warmup = Double.parseDouble(value);
        case "--only" -> only.addAll(List.of(value.split(",", -1)));
        case "--backends" -> {
          backends.clear();
          for (String name : value.split(",", -1)) {
            backends.add(Backend.valueOf(name.toUpperCase(Locale.ROOT)));
          }
        }
        case "--dir" -> dir = Path.of(value);
        case "--csv" -> csv = Path.of(value);
        case "--svg" -> svg = Path.of(value);
        case "--jvm" -> jvm.add(value);
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    if (rounds < 1 || forks < 1 || seconds <= 0 || warmup < 0) {
      throw new IllegalArgumentException("rounds, forks and seconds must be positive");
    }
    return new Options(
        rounds,
        Math.min(forks, rounds),
        seconds,
        warmup,
        List.copyOf(only),
        backends,
        dir.toAbsolutePath(),
        csv,
        svg,
        List.copyOf(jvm));
  }

  boolean wants(Row row) {
    return only.isEmpty()
        ? !row.isOnRequest()
        : only.stream()
            .anyMatch(o -> isAll(o, row) || o.equals(row.id()) || o.startsWith(row.id() + "/"));
  }

  boolean wants(Row row, Row.Contender c) {
    if (c.backend() != null && !backends.contains(c.backend())) {
      return false;
    }
    String part = row.id() + "/";
    return only.isEmpty()
        || only.stream()
            .anyMatch(o ->
                isAll(o, row)
                    || o.equals(row.id())
                    || (o.startsWith(part) && c.name().contains(o.substring(part.length()))));
  }

  private static boolean isAll(String only, Row row) {
    return row.isOf(only);
  }

  boolean wantsQueuedBytes() {
    return only.isEmpty() || only.contains(QueuedBytes.ID);
  }
}
