package dev.jaio.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs jaio and its rivals in turn and prints how they compare.
 *
 * <p>Every contender has a process of its own, so that none runs code that was compiled for
 * another's profile, and is warmed up in it. In each round every contender gets one window, in
 * alternating order, while the others' JVMs lie idle; so what slows the machine for a while slows
 * all of them. After a part of the rounds all JVMs are replaced, because the same program is not
 * compiled the same way twice.
 */
final class Comparison {

  private final Options options;
  private final List<Result> results = new ArrayList<>();

  private Comparison(Options options) {
    this.options = options;
  }

  /** False: something that should have worked did not. */
  static boolean run(Options options) throws IOException {
    var comparison = new Comparison(options);
    var rows = Rows.ALL.stream().filter(options::wants).toList();
    Files.createDirectories(options.dir());
    Data.prepare(options.dir(), rows.stream().anyMatch(Row::hasManyFiles));
    var data = Data.at(options.dir());
    for (Row row : rows) {
      data.warm();
      if (row.hasManyFiles()) {
        data.grown().warm();
      }
      Result r = comparison.measure(row);
      comparison.results.add(r);
      Report.print(r);
      comparison.write();
    }
    if (options.wantsQueuedBytes()) {
      QueuedBytes.compare(options);
    }
    return comparison.results.stream().noneMatch(Result::hasFailures);
  }

  private Result measure(Row row) throws IOException {
    var result = new Result(row);
    row.contenders().stream().filter(c -> options.wants(row, c)).forEach(result::enter);
    int round = 0;
    for (int fork = 0; fork < options.forks(); fork++) {
      int end = options.rounds() * (fork + 1) / options.forks();
      var children = new LinkedHashMap<Result.Line, ChildProcess>();
      try {
        for (Result.Line line : result.lines()) {
          start(result, line, children);
        }
        for (; round < end; round++) {
          oneRound(result, children, round);
        }
      } finally {
        for (ChildProcess c : children.values()) {
          c.close();
        }
      }
    }
    return result;
  }

  /** What cannot take part, or fails, leaves the row; the others go on. */
  private void start(Result result, Result.Line line, Map<Result.Line, ChildProcess> children)
      throws IOException {
    try {
      var child = new ChildProcess(result.row(), line.contender(), options);
      children.put(line, child);
      child.warmUp(options.warmup());
    } catch (Row.MissingException e) {
      result.missing(line, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      fails(result, line, children, e);
    }
  }

  private static void fails(
      Result result, Result.Line line, Map<Result.Line, ChildProcess> children, IOException why)
      throws IOException {
    result.failed(line, String.valueOf(why.getMessage()));
    ChildProcess child = children.remove(line);
    if (child != null) {
      child.close();
    }
  }

  private void oneRound(Result result, Map<Result.Line, ChildProcess> children, int round)
      throws IOException {
    var order = new ArrayList<>(children.keySet());
    Collections.rotate(order, round / 2);
    if (round % 2 == 1) {
      Collections.reverse(order);
    }
    for (Result.Line line : order) {
      ChildProcess child = children.get(line);
      if (child != null) {
        try {
          line.add(child.measure(options.seconds()));
        } catch (IOException e) {
          fails(result, line, children, e);
        }
      }
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
      Files.writeString(svg, Chart.draw(results, circumstances()));
    }
  }

  private String circumstances() {
    return String.format(
        Locale.ROOT,
        "%d cores, %s %s, JDK %s; medians of %d rounds in which all contenders take turns",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.version").replaceFirst("-.*", ""),
        System.getProperty("java.version"),
        options.rounds());
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
