package dev.jaio.cli;

import java.util.List;
import java.util.Locale;

/** Results of a comparison: a table with a bar for each, no wider than the terminal. */
final class BenchChart {

  private static final int INDENT = 2;
  private static final int GAP = 2;
  private static final int NUMBER = 11;
  private static final int LEAST_BAR = 12;
  private static final int MOST_BAR = 60;

  /** How often a contender did its work in a second. */
  record Result(String name, double perSecond) {}

  private final int width;
  private final int names;
  private final boolean blocks;

  /**
   * A chart.
   *
   * @param width of the terminal
   * @param names how long the longest name is
   * @param blocks whether that shows more than ASCII
   */
  BenchChart(int width, int names, boolean blocks) {
    this.width = width;
    this.names = names;
    this.blocks = blocks;
  }

  /** The table of one contest; where names and bars do not fit beside each other, in two rows. */
  String table(String title, List<Result> results) {
    double most = results.stream().mapToDouble(Result::perSecond).max().orElse(1);
    int beside = width - INDENT - names - NUMBER - GAP;
    boolean inOne = beside >= LEAST_BAR;
    int room = Math.clamp(inOne ? beside : width - INDENT - NUMBER - GAP, 1, MOST_BAR);
    var text = new StringBuilder();
    int left = inOne ? INDENT + names : Math.min(INDENT + names, width - NUMBER);
    text.append(padded(title, left)).append(padLeft("per second")).append('\n');
    for (Result each : results) {
      text.append(" ".repeat(INDENT));
      text.append(inOne ? padded(each.name, names) : each.name + '\n' + " ".repeat(INDENT));
      text.append(padLeft(String.format(Locale.ROOT, "%,.0f", each.perSecond)));
      text.append(" ".repeat(GAP)).append(bar(each.perSecond / most, room)).append('\n');
    }
    return text.toString();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String padLeft(String text) {
    return " ".repeat(Math.max(0, NUMBER - text.length())) + text;
  }

  /** A bar of a share of the room, to an eighth of a column if there are such characters. */
  private String bar(double share, int room) {
    if (!blocks) {
      return "#".repeat((int) Math.round(share * room));
    }
    int eighths = (int) Math.round(share * room * 8);
    String full = "\u2588".repeat(eighths / 8);
    return eighths % 8 == 0 ? full : full + (char) (0x2590 - eighths % 8);
  }

  /** A text in lines that fit; words that do not are left whole. */
  String wrapped(String text) {
    var lines = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > width) {
        lines.append('\n');
        column = 0;
      } else if (column > 0) {
        lines.append(' ');
        column++;
      }
      lines.append(word);
      column += word.length();
    }
    return lines.append('\n').toString();
  }
}
