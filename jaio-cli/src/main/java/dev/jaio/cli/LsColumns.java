package dev.jaio.cli;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Puts cells side by side, as many as fit into a line. */
final class LsColumns {

  private static final int GAP = 2;
  private static final int LEAST = 1 + GAP;
  private static final int TAB = 8;

  /**
   * Something to be shown.
   *
   * @param text with what the terminal takes for commands, asked for in the order of the output
   * @param width how many columns it takes
   */
  record Cell(Supplier<String> text, int width) {}

  private final ByteOutput out;
  private final int line;
  private final boolean tabs;

  /**
   * Prepares to write.
   *
   * @param line how many columns there are; 0: no end of them
   * @param tabs whether tabs are written where they lead as far as spaces
   */
  LsColumns(ByteOutput out, int line, boolean tabs) {
    this.out = out;
    this.line = line;
    this.tabs = tabs;
  }

  /** Writes cells one below the other, and then in the next column. */
  void down(List<Cell> cells) {
    int[] widths = widths(cells, true);
    int rows = (cells.size() + widths.length - 1) / widths.length;
    for (int row = 0; row < rows; row++) {
      int start = 0;
      for (int i = row, column = 0; i < cells.size(); i += rows, column++) {
        Cell cell = cells.get(i);
        out.put(cell.text.get());
        if (i + rows < cells.size()) {
          indent(start + cell.width, start + widths[column]);
          start += widths[column];
        }
      }
      out.put('\n');
    }
  }

  /** Writes cells one behind the other, and then in the next line. */
  void across(List<Cell> cells) {
    int[] widths = widths(cells, false);
    int start = 0;
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      int column = i % widths.length;
      out.put(cell.text.get());
      if (column == widths.length - 1 || i == cells.size() - 1) {
        out.put('\n');
        start = 0;
      } else {
        indent(start + cell.width, start + widths[column]);
        start += widths[column];
      }
    }
  }

  /** Writes cells one behind the other with something in between. */
  void separated(List<Cell> cells, char separator) {
    int end = 0;
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      if (i > 0) {
        boolean fits = line == 0 || end + cell.width + GAP < line;
        out.put(separator).put(fits ? ' ' : '\n');
        end = fits ? end + GAP : 0;
      }
      out.put(cell.text.get());
      end += cell.width;
    }
    out.put('\n');
  }

  private void indent(int from, int to) {
    int at = from;
    while (at < to) {
      if (tabs && to / TAB > (at + 1) / TAB) {
        out.put('\t');
        at += TAB - at % TAB;
      } else {
        out.put(' ');
        at++;
      }
    }
  }

  /** The widths of as many columns as fit. */
  private int[] widths(List<Cell> cells, boolean down) {
    int columns = Math.max(1, Math.min((line + LEAST - 1) / LEAST, cells.size()));
    int[] widths = widths(cells, down, columns);
    while (columns > 1 && Arrays.stream(widths).sum() >= line) {
      columns--;
      widths = widths(cells, down, columns);
    }
    return widths;
  }

  private static int[] widths(List<Cell> cells, boolean down, int columns) {
    var widths = new int[columns];
    Arrays.fill(widths, LEAST);
    int rows = (cells.size() + columns - 1) / columns;
    for (int i = 0; i < cells.size(); i++) {
      int column = down ? i / rows : i % columns;
      int gap = column == columns - 1 ? 0 : GAP;
      widths[column] = Math.max(widths[column], cells.get(i).width + gap);
    }
    return widths;
  }
}
