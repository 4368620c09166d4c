package dev.jaio.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of the comparison says.
 *
 * @param rounds how often every contender of a row is measured, in turn
 * @param forks among how many generations of child processes the rounds are divided
 * @param seconds how long one window is
 * @param warmup how long a fresh child runs before its first window, in seconds
 * @param only rows to run, as {@code row} or {@code row/part of a contender's name}; empty: all
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
    Path dir,
    @Nullable Path csv,
    @Nullable Path svg,
    List<String> jvm) {

  static final String USAGE =
      "usage: compare [--rounds 6] [--forks 2] [--seconds 1] [--warmup 3]\n"
          + "               [--only ROW[/CONTENDER],...] [--dir DIR] [--csv FILE] [--svg FILE]"
          + " [--jvm ARGUMENT]...\nrows: "
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
        dir.toAbsolutePath(),
        csv,
        svg,
        List.copyOf(jvm));
  }

  boolean wants(String row) {
    return only.isEmpty() || only.stream().anyMatch(o -> o.equals(row) || o.startsWith(row + "/"));
  }

  boolean wants(String row, String contender) {
    return only.isEmpty()
        || only.stream()
            .anyMatch(o ->
                o.equals(row)
                    || (o.startsWith(row + "/")
                        && contender.contains(o.substring(row.length() + 1))));
  }
}
