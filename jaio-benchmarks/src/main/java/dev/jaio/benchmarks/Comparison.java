package dev.jaio.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Runs jaio and its rivals in turn and prints how they compare.
 *
 * <p>Every contender has a JVM of its own, so that none runs code that was compiled for another's
 * profile, and is warmed up in it. In each round every contender gets one window, in alternating
 * order, while the others' JVMs lie idle; so what slows the machine for a while slows all of them.
 * After a part of the rounds all JVMs are replaced, because the same program is not compiled the
 * same way twice.
 */
final class Comparison {

  private final Options options;
  private final List<Result> results = new ArrayList<>();

  private Comparison(Options options) {
    this.options = options;
  }

  static void run(Options options) throws IOException {
    var comparison = new Comparison(options);
    Files.createDirectories(options.dir());
    Data.prepare(options.dir());
    for (Row row : Rows.ALL) {
      if (options.wants(row.id())) {
        Result r = comparison.measure(row);
        comparison.results.add(r);
        Report.print(r);
        comparison.write();
      }
    }
    if (options.wants(QueuedBytes.ID)) {
      QueuedBytes.compare(options);
    }
  }

  private Result measure(Row row) throws IOException {
    var contenders =
        row.contenders().stream().filter(c -> options.wants(row.id(), c.name())).toList();
    var result = new Result(row, contenders);
    int round = 0;
    for (int fork = 0; fork < options.forks(); fork++) {
      int end = options.rounds() * (fork + 1) / options.forks();
      var children = new ArrayList<ChildProcess>();
      try {
        for (Row.Contender c : contenders) {
          var child = new ChildProcess(row.id(), c.name(), options);
          children.add(child);
          child.warmUp(options.warmup());
        }
        for (; round < end; round++) {
          oneRound(result, children, round);
        }
      } finally {
        for (ChildProcess c : children) {
          c.close();
        }
      }
    }
    return result;
  }

  private void oneRound(Result result, List<ChildProcess> children, int round) throws IOException {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < children.size(); i++) {
      order.add(i);
    }
    Collections.rotate(order, round / 2);
    if (round % 2 == 1) {
      Collections.reverse(order);
    }
    for (int i : order) {
      result.add(i, children.get(i).measure(options.seconds()));
    }
  }

  private void write() throws IOException {
    var csv = options.csv();
    if (csv != null) {
      var lines = new ArrayList<String>();
      lines.add("row,contender,round,ops_per_second,cpu_us_per_op,heap_bytes_per_op,others");
      results.forEach(r -> addLines(r, lines));
      Files.write(csv, lines);
    }
    var svg = options.svg();
    if (svg != null) {
      Files.writeString(svg, Chart.draw(results));
    }
  }

  private static void addLines(Result result, List<String> lines) {
    for (Result.Line line : result.lines()) {
      int round = 0;
      for (Window w : line.windows()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s,\"%s\",%d,%.0f,%.3f,%.1f,%.3f",
                result.row().id(),
                line.contender().name(),
                ++round,
                w.opsPerSecond(),
                w.cpuMicros(),
                w.bytes(),
                w.others()));
      }
    }
  }
}
