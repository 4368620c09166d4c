package dev.jaio.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The windows of all contenders of a row. */
final class Result {

  /** One contender's. */
  static final class Line {
    private final Row.Contender contender;
    private final List<Window> windows = new ArrayList<>();

    private Line(Row.Contender contender) {
      this.contender = contender;
    }

    void add(Window w) {
      windows.add(w);
    }

    Row.Contender contender() {
      return contender;
    }

    List<Window> windows() {
      return windows;
    }

    double median(ToDoubleFunction<Window> of) {
      return Result.median(windows.stream().mapToDouble(of).toArray());
    }

    double opsPerSecond() {
      return median(Window::opsPerSecond);
    }

    /** The median of the ratios of each round, in which both had the same conditions. */
    double ratio(Line rival) {
      return ratio(rival, Window::opsPerSecond);
    }

    /** As {@link #ratio(Line)}, of operations per second of processor time. */
    double cpuRatio(Line rival) {
      return ratio(rival, w -> 1 / w.cpuMicros());
    }

    private double ratio(Line rival, ToDoubleFunction<Window> of) {
      var ratios = new double[Math.min(windows.size(), rival.windows.size())];
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = of.applyAsDouble(windows.get(i)) / of.applyAsDouble(rival.windows.get(i));
      }
      return Result.median(ratios);
    }
  }

  private final Row row;
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, List<String>> missing = new LinkedHashMap<>();
  private final Map<String, List<String>> failed = new LinkedHashMap<>();

  Result(Row row) {
    this.row = row;
  }

  void enter(Row.Contender contender) {
    lines.add(new Line(contender));
  }

  /** A contender cannot take part. */
  void missing(Line line, String reason) {
    leaves(line, reason, missing);
  }

  /** A contender has failed. */
  void failed(Line line, String reason) {
    leaves(line, reason, failed);
  }

  private void leaves(Line line, String reason, Map<String, List<String>> because) {
    lines.remove(line);
    because.computeIfAbsent(reason, _ -> new ArrayList<>()).add(line.contender().name());
  }

  /** By the reason, who could not take part. */
  Map<String, List<String>> missing() {
    return missing;
  }

  /** By the reason, who has failed. */
  Map<String, List<String>> failed() {
    return failed;
  }

  boolean hasFailures() {
    return !failed.isEmpty();
  }

  static double median(double[] values) {
    double[] v = values.clone();
    java.util.Arrays.sort(v);
    int n = v.length;
    return n == 0 ? Double.NaN : (v[(n - 1) / 2] + v[n / 2]) / 2;
  }

  Row row() {
    return row;
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  /** The fastest first. */
  List<Line> sorted() {
    return lines.stream()
        .sorted(Comparator.comparingDouble(Line::opsPerSecond).reversed())
        .toList();
  }

  /** The line that the others are compared with. */
  Optional<Line> compared() {
    String reference = row.reference();
    return reference == null ? bestRival() : bestOf(reference);
  }

  Optional<Line> bestRival() {
    return sorted().stream().filter(l -> l.contender().rival()).findFirst();
  }

  /** The best of those whose name begins so. */
  Optional<Line> bestOf(String prefix) {
    return sorted().stream().filter(l -> l.contender().name().startsWith(prefix)).findFirst();
  }
}
