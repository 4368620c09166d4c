package dev.jaio.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws the medians as bars, one panel per row. Of the contenders that differ in less than their
 * kind (how an engine is driven, how many threads there are) a panel shows the fastest.
 */
final class Chart {

  private static final int WIDTH = 980;
  private static final int MARGIN = 24;
  private static final int GAP = 20; // between panels
  private static final int COLUMNS = 2;
  private static final int PANEL = (WIDTH - 2 * MARGIN - GAP) / COLUMNS;
  private static final int PADDING = 14; // inside a panel
  private static final int LABEL = 208;
  private static final int VALUE = 58;
  private static final int BARS = PANEL - 2 * PADDING - LABEL - VALUE;
  private static final int HEAD = 92; // above the panels
  private static final int FOOT = 40; // below them
  private static final int TITLE = 54; // in a panel, above the bars
  private static final int BAR = 14;
  private static final int STEP = 22;

  /** Its own background in light and dark, so that it can be read on any page. */
  private static final String STYLE =
      """
      <style>
        .page { fill: #ffffff }
        .panel { fill: #f6f8fa; stroke: #d8dee4 }
        text { font: 12.5px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", Helvetica, Arial, \
      sans-serif; fill: #1f2328 }
        .title { font-size: 22px; font-weight: 700 }
        .note { fill: #59636e }
        .head { font-size: 13.5px; font-weight: 600 }
        .ours { font-weight: 700 }
        .ratio { font-weight: 700; fill: #0a7c6e }
        .bar-jaio { fill: #0f9d8a }
        .bar-jdk { fill: #8b95a1 }
        .bar-c { fill: #d9822b }
        @media (prefers-color-scheme: dark) {
          .page { fill: #0d1117 }
          .panel { fill: #161b22; stroke: #30363d }
          text { fill: #e6edf3 }
          .note { fill: #9198a1 }
          .ratio { fill: #3ddbc4 }
          .bar-jaio { fill: #1fb8a3 }
          .bar-jdk { fill: #6e7681 }
          .bar-c { fill: #c9772b }
        }
      </style>
      """;

  private final StringBuilder out = new StringBuilder();

  private Chart() {}

  /** The whole picture. */
  static String draw(List<Result> all, String circumstances) {
    var results = all.stream().filter(r -> r.row().isDrawn() && !r.lines().isEmpty()).toList();
    var chart = new Chart();
    int y = HEAD;
    for (int i = 0; i < results.size(); i += COLUMNS) {
      var line = results.subList(i, Math.min(results.size(), i + COLUMNS));
      int bars = line.stream().mapToInt(r -> shown(r).size()).max().orElse(0);
      int height = TITLE + bars * STEP + PADDING;
      for (int k = 0; k < line.size(); k++) {
        chart.panel(line.get(k), MARGIN + k * (PANEL + GAP), y, height);
      }
      y += height + GAP;
    }
    return chart.page(y - GAP + FOOT, circumstances);
  }

  private String page(int height, String circumstances) {
    var panels = out.toString();
    out.setLength(0);
    var size = " width=\"" + WIDTH + "\" height=\"" + height + "\"";
    var box = " viewBox=\"0 0 " + WIDTH + " " + height + "\"";
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\"" + size + box);
    out.append(" role=\"img\" aria-label=\"operations per second of jaio and its rivals\">\n");
    out.append(STYLE);
    rect("page", 0, 0, WIDTH, height, 8);
    text("title", MARGIN, 42, "start", "File operations per second, jaio and its rivals");
    legend("bar-jaio", MARGIN, "jaio");
    legend("bar-jdk", MARGIN + 70, "JDK");
    legend("bar-c", MARGIN + 136, "C with io_uring");
    text("note", WIDTH - MARGIN, 71, "end", "longer is better · at the end: operations per second");
    out.append(panels);
    text("note", MARGIN, height - 16, "start", circumstances);
    return out.append("</svg>\n").toString();
  }

  private void legend(String bar, int x, String name) {
    rect(bar, x, 60, 13, 13, 2);
    text("note", x + 19, 71, "start", name);
  }

  private void panel(Result result, int x, int y, int height) {
    var lines = shown(result);
    rect("panel", x, y, PANEL, height, 6);
    text("head", x + PADDING, y + 23, "start", result.row().title());
    var rival = result.bestRival();
    var ours = lines.values().stream().filter(l -> !l.contender().rival()).findFirst();
    if (rival.isPresent() && ours.isPresent()) {
      String ratio =
          String.format(Locale.ROOT, "%.2f × the best rival", ours.get().ratio(rival.get()));
      text("ratio", x + PADDING, y + 41, "start", "jaio: " + ratio);
    }
    double most = lines.values().stream().mapToDouble(Result.Line::opsPerSecond).max().orElse(1);
    int at = y + TITLE;
    for (var entry : lines.entrySet()) {
      bar(entry.getKey(), entry.getValue(), most, x + PADDING, at);
      at += STEP;
    }
  }

  private void bar(String label, Result.Line line, double most, int x, int y) {
    boolean ours = !line.contender().rival();
    double ops = line.opsPerSecond();
    int length = (int) Math.max(2, Math.round(BARS * ops / most));
    text(ours ? "ours" : "rival", x, y + 11, "start", label);
    var color = ours ? "bar-jaio" : label.startsWith("JDK") ? "bar-jdk" : "bar-c";
    rect(color, x + LABEL, y, length, BAR, 2);
    text("value", x + LABEL + length + 5, y + 11, "start", readable(ops));
  }

  /** The fastest of each kind, by the name of the kind, the fastest kind first. */
  private static Map<String, Result.Line> shown(Result result) {
    var kinds = new LinkedHashMap<String, Result.Line>();
    for (Result.Line l : result.sorted()) {
      kinds.putIfAbsent(kind(l.contender()), l);
    }
    return kinds;
  }

  private static String kind(Row.Contender c) {
    String name = c.name();
    String first = name.replaceFirst("[,(].*", "").strip();
    if (!c.rival()) {
      return first.replace("jaio ", "jaio, ");
    }
    return name.contains("virtual")
        ? first + ", virtual threads"
        : name.contains("platform") ? first + ", threads" : first;
  }

  private static String readable(double ops) {
    double n = ops >= 1e6 ? ops / 1e6 : ops / 1e3;
    String format = n >= 100 ? "%.0f %s" : n >= 10 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, format, n, ops >= 1e6 ? "M" : "k");
  }

  private void rect(String style, int x, int y, int width, int height, int radius) {
    out.append("<rect class=\"" + style + "\" x=\"" + x + "\" y=\"" + y + "\" width=\"" + width);
    out.append("\" height=\"" + height + "\" rx=\"" + radius + "\"/>\n");
  }

  private void text(String style, int x, int baseline, String anchor, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    out.append("<text class=\"" + style + "\" x=\"" + x + "\" y=\"" + baseline);
    out.append("\" text-anchor=\"" + anchor + "\">" + escaped + "</text>\n");
  }
}
