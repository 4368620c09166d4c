package dev.jaio.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
      var ratios = new double[windows.size()];
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = of.applyAsDouble(windows.get(i)) / of.applyAsDouble(rival.windows.get(i));
      }
      return Result.median(ratios);
    }
  }

  private final Row row;
  private final List<Line> lines = new ArrayList<>();

  Result(Row row, List<Row.Contender> contenders) {
    this.row = row;
    contenders.forEach(c -> lines.add(new Line(c)));
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
    return lines;
  }

  void add(int contender, Window w) {
    lines.get(contender).windows.add(w);
  }

  /** The fastest first. */
  List<Line> sorted() {
    return lines.stream()
        .sorted(Comparator.comparingDouble(Line::opsPerSecond).reversed())
        .toList();
  }

  Optional<Line> bestRival() {
    return sorted().stream().filter(l -> l.contender().rival()).findFirst();
  }

  Optional<Line> find(String name) {
    return lines.stream().filter(l -> l.contender().name().equals(name)).findFirst();
  }

  /** The best of those whose name begins so. */
  Optional<Line> bestOf(String prefix) {
    return sorted().stream().filter(l -> l.contender().name().startsWith(prefix)).findFirst();
  }
}
