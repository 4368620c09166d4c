package dev.jaio.benchmarks;

import java.util.List;
import java.util.Locale;

/** Draws the medians as bars, one group per row, the fastest first. */
final class Chart {

  private static final int WIDTH = 860;
  private static final int LABEL = 320;
  private static final int BARS = WIDTH - LABEL - 130;
  private static final int BAR = 18;
  private static final int STEP = 24;
  private static final int TITLE = 40;
  private static final int MARGIN = 16;

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; \
      fill: #24292f }
        .title { font-weight: 600; font-size: 14px }
        .ours { font-weight: 600 }
        .value { fill: #57606a }
        .bar { fill: #b6bec8 }
        .bar.ours { fill: #0b7285 }
      </style>
      """;

  private final StringBuilder out = new StringBuilder();
  private int y = MARGIN;

  private Chart() {}

  static String draw(List<Result> results) {
    var chart = new Chart();
    results.forEach(chart::group);
    int height = chart.y + MARGIN;
    String head =
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d"
                + " %d\" role=\"img\" aria-label=\"operations per second, jaio and rivals\">%n",
            WIDTH,
            height,
            WIDTH,
            height);
    return head
        + STYLE
        + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
        + chart.out
        + "</svg>\n";
  }

  private void group(Result result) {
    List<Result.Line> lines = result.sorted();
    if (lines.isEmpty()) {
      return;
    }
    double most = lines.getFirst().opsPerSecond();
    var rival = result.bestRival();
    y += TITLE - STEP;
    text("title", MARGIN, y + 14, "start", result.row().title() + " (operations per second)");
    y += STEP + 4;
    for (Result.Line l : lines) {
      boolean ours = !l.contender().rival();
      double ops = l.opsPerSecond();
      String value = String.format(Locale.ROOT, "%,.0f", ops);
      if (ours && rival.isPresent()) {
        value += String.format(Locale.ROOT, "  (%.2f x)", l.ratio(rival.get()));
      }
      int length = (int) Math.max(1, Math.round(BARS * ops / most));
      text(ours ? "ours" : "rival", LABEL - 8, y + 14, "end", l.contender().name());
      out.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\"/>%n",
              ours ? "bar ours" : "bar",
              LABEL,
              y,
              length,
              BAR));
      text("value", LABEL + length + 6, y + 14, "start", value);
      y += STEP;
    }
    y += 8;
  }

  private void text(String style, int x, int baseline, String anchor, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    out.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
            style,
            x,
            baseline,
            anchor,
            escaped));
  }
}
