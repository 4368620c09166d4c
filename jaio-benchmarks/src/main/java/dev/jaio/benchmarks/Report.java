package dev.jaio.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The table of a row, on standard output: operations per second, what part of the best rival's that
 * is ("x rival", or of one of ours that the row compares with), processor time per operation and
 * the same ratio per processor time ("x CPU").
 */
final class Report {

  /** Most bytes that a request may leave to the collector, its result included. */
  private static final int GARBAGE = 128;

  private Report() {}

  static void print(Result result) {
    System.out.printf(Locale.ROOT, "%n%s: %s%n", result.row().id(), result.row().title());
    System.out.printf(
        Locale.ROOT,
        "  %-44s %10s %22s %7s %8s %7s %8s %7s%n",
        "",
        "ops/s",
        "lowest .. highest",
        "x rival",
        "us CPU",
        "x CPU",
        "B heap",
        "others");
    Optional<Result.Line> rival = result.compared();
    for (Result.Line l : result.sorted()) {
      double[] ops = l.windows().stream().mapToDouble(Window::opsPerSecond).sorted().toArray();
      System.out.printf(
          Locale.ROOT,
          "  %-44s %,10.0f %,10.0f .. %,9.0f %7s %8.2f %7s %8.0f %6.0f%%%n",
          l.contender().name(),
          l.opsPerSecond(),
          ops[0],
          ops[ops.length - 1],
          rival.map(r -> String.format(Locale.ROOT, "%.2f", l.ratio(r))).orElse(""),
          l.median(Window::cpuMicros),
          rival.map(r -> String.format(Locale.ROOT, "%.2f", l.cpuRatio(r))).orElse(""),
          l.median(Window::bytes),
          100 * l.median(Window::others));
    }
    result.row().targets().forEach(t -> print(result, t));
    result.row().lean().forEach(l -> printGarbage(result, l));
    result.missing().forEach((reason, who) -> print("not here", reason, who));
    result.failed().forEach((reason, who) -> print("FAILED", reason, who));
    double others =
        Result.median(result.lines().stream().mapToDouble(l -> l.median(Window::others)).toArray());
    if (others > ChildProcess.DISTURBED) {
      System.out.println(
          "  other processes were busy: who has more threads gets more of the machine;"
              + " trust x CPU, not x rival");
    }
  }

  private static void print(String what, String reason, List<String> who) {
    System.out.println("  " + what + " (" + reason + "): " + String.join("; ", who));
  }

  private static void printGarbage(Result result, String ours) {
    result
        .bestOf(ours)
        .ifPresent(l -> {
          double bytes = l.median(Window::bytes);
          System.out.printf(
              Locale.ROOT,
              "  target %d bytes of garbage per request: %.0f (%s), %s%n",
              GARBAGE,
              bytes,
              l.contender().name(),
              bytes <= GARBAGE ? "reached" : "MISSED");
        });
  }

  private static void print(Result result, Row.Target target) {
    String against = target.against();
    Optional<Result.Line> ours = result.bestOf(target.ours());
    Optional<Result.Line> rival = against == null ? result.compared() : result.bestOf(against);
    if (ours.isEmpty() || rival.isEmpty()) {
      return;
    }
    boolean cpu = target.cpu();
    double ratio = cpu ? 1 / ours.get().cpuRatio(rival.get()) : ours.get().ratio(rival.get());
    boolean reached = cpu ? ratio <= target.factor() : ratio >= target.factor();
    System.out.printf(
        Locale.ROOT,
        "  target %s%.2f x %s: %.2f (%s), %s%n",
        cpu ? "processor time at most " : "",
        target.factor(),
        rival.get().contender().name(),
        ratio,
        ours.get().contender().name(),
        reached ? "reached" : "MISSED");
  }
}
