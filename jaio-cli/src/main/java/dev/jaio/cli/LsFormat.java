package dev.jaio.cli;

import dev.jaio.FileStat;
import dev.jaio.FileType;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes lists of files: one to a line, in columns, or with everything that is known. */
final class LsFormat {

  /** How a list is laid out. */
  enum Layout {
    ONE_PER_LINE,
    COLUMNS,
    LONG
  }

  private static final int BLOCK = 512;
  private static final int KIBIBYTE = 1024;
  private static final long HALF_YEAR_SECONDS = 31_556_952 / 2;
  private static final int GAP = 2;
  private static final DateTimeFormatter RECENT = formatter("MMM ppd HH:mm");
  private static final DateTimeFormatter OLD = formatter("MMM ppd  yyyy");

  private final ByteOutput out;
  private final Layout layout;
  private final boolean inodes;
  private final boolean numeric;
  private final boolean human;
  private final boolean classify;
  private final boolean quote;
  private final int width;
  private final Accounts users = Accounts.users();
  private final Accounts groups = Accounts.groups();
  private final long now = Instant.now().getEpochSecond();

  LsFormat(
      ByteOutput out,
      Layout layout,
      boolean inodes,
      boolean numeric,
      boolean human,
      boolean classify,
      int width) {
    this.out = out;
    this.layout = layout;
    this.inodes = inodes;
    this.numeric = numeric;
    this.human = human;
    this.classify = classify;
    this.quote = width > 0;
    this.width = width;
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneId.systemDefault());
  }

  /** Writes the space that a list takes, in front of a long one. */
  void total(List<LsEntry> entries) {
    if (layout != Layout.LONG) {
      return;
    }
    long bytes = 0;
    for (LsEntry each : entries) {
      FileStat s = each.stat;
      if (s != null && s.blocks() < 0) {
        out.put("total ?\n"); // java.nio does not know
        return;
      }
      bytes += s == null ? 0 : Math.max(0, s.blocks()) * BLOCK;
    }
    out.put("total ");
    out.put(human ? SizeFormat.human(bytes) : Long.toString((bytes + KIBIBYTE - 1) / KIBIBYTE));
    out.put('\n');
  }

  /** Writes a list. */
  void write(List<LsEntry> entries) {
    switch (layout) {
      case LONG -> writeLong(entries);
      case COLUMNS -> writeColumns(entries);
      case ONE_PER_LINE -> {
        int inodeWidth = inodeWidth(entries);
        for (LsEntry each : entries) {
          out.put(inode(each, inodeWidth)).put(name(each)).put(indicator(each)).put('\n');
        }
      }
    }
  }

  private String name(LsEntry entry) {
    return quote ? Quoting.ifNeeded(entry.text) : entry.text;
  }

  private boolean isAnyQuoted(List<LsEntry> entries) {
    for (LsEntry each : entries) {
      if (quote && !name(each).equals(each.text)) {
        return true;
      }
    }
    return false;
  }

  /** A name, below the first letters of those that are quoted. */
  private String aligned(LsEntry entry, boolean anyQuoted) {
    String name = name(entry);
    return anyQuoted && !name.startsWith("'") && !name.startsWith("\"") ? " " + name : name;
  }

  private String indicator(LsEntry entry) {
    FileStat s = layout == Layout.LONG && entry.target != null ? entry.targetStat : entry.stat;
    return classify && s != null ? ModeText.indicator(s.type(), s.permissionBits()) : "";
  }

  private int inodeWidth(List<LsEntry> entries) {
    int most = 0;
    for (LsEntry each : entries) {
      most = Math.max(most, Long.toString(each.inode).length());
    }
    return most;
  }

  private String inode(LsEntry entry, int columns) {
    return inodes ? padLeft(Long.toString(entry.inode), columns) + ' ' : "";
  }

  private static String padLeft(String text, int columns) {
    return " ".repeat(Math.max(0, columns - text.length())) + text;
  }

  // ------------------------------------------------------------------ long

  private record Row(String links, String user, String group, String size, String major) {}

  private Row row(@Nullable FileStat s) {
    if (s == null) {
      return new Row("?", "?", "?", "?", "");
    }
    boolean device = s.type() == FileType.CHARACTER_DEVICE || s.type() == FileType.BLOCK_DEVICE;
    String size =
        device
            ? Long.toString(ModeText.minor(s.rdev()))
            : human ? SizeFormat.human(s.size()) : Long.toString(s.size());
    return new Row(
        Integer.toUnsignedString(s.nlink()),
        numeric ? Integer.toUnsignedString(s.uid()) : users.name(s.uid()),
        numeric ? Integer.toUnsignedString(s.gid()) : groups.name(s.gid()),
        size,
        device ? Long.toString(ModeText.major(s.rdev())) : "");
  }

  private void writeLong(List<LsEntry> entries) {
    List<Row> rows = new ArrayList<>(entries.size());
    int links = 0;
    int user = 0;
    int group = 0;
    int size = 0;
    int minor = 0;
    int major = 0;
    for (LsEntry each : entries) {
      Row row = row(each.stat);
      rows.add(row);
      links = Math.max(links, row.links.length());
      user = Math.max(user, row.user.length());
      group = Math.max(group, row.group.length());
      if (row.major.isEmpty()) {
        size = Math.max(size, row.size.length());
      } else {
        major = Math.max(major, row.major.length());
        minor = Math.max(minor, row.size.length());
      }
    }
    size = major == 0 ? size : Math.max(size, major + 2 + minor);
    int inodeWidth = inodeWidth(entries);
    boolean anyQuoted = isAnyQuoted(entries);
    for (int i = 0; i < rows.size(); i++) {
      LsEntry entry = entries.get(i);
      Row row = rows.get(i);
      FileStat s = entry.stat;
      out.put(inode(entry, inodeWidth)).put(s == null ? "??????????" : ModeText.of(s)).put(' ');
      out.pad(row.links, links, true).put(' ');
      out.pad(row.user, user, numeric).put(' ').pad(row.group, group, numeric).put(' ');
      String shown = row.major.isEmpty() ? row.size : row.major + ", " + padLeft(row.size, minor);
      out.pad(shown, size, true).put(' ').put(date(s)).put(' ');
      out.put(aligned(entry, anyQuoted));
      String target = entry.target;
      if (target != null) {
        out.put(" -> ").put(quote ? Quoting.ifNeeded(target) : target);
      }
      out.put(indicator(entry)).put('\n');
    }
  }

  private String date(@Nullable FileStat s) {
    if (s == null) {
      return "           ?";
    }
    long age = now - s.mtimeSeconds();
    boolean recent = age >= 0 && age < HALF_YEAR_SECONDS;
    return (recent ? RECENT : OLD).format(s.mtime());
  }

  // ------------------------------------------------------------------ columns

  private void writeColumns(List<LsEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    int inodeWidth = inodeWidth(entries);
    List<String> cells = new ArrayList<>(entries.size());
    boolean anyQuoted = isAnyQuoted(entries);
    for (LsEntry each : entries) {
      cells.add(inode(each, inodeWidth) + aligned(each, anyQuoted) + indicator(each));
    }
    int rows = 1;
    int[] widths = widths(cells, rows);
    while (rows < cells.size() && sum(widths) > width) {
      rows++;
      widths = widths(cells, rows);
    }
    for (int row = 0; row < rows; row++) {
      for (int i = row, column = 0; i < cells.size(); i += rows, column++) {
        String cell = cells.get(i);
        out.put(cell);
        if (i + rows < cells.size()) {
          out.spaces(widths[column] - length(cell));
        }
      }
      out.put('\n');
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static int sum(int[] widths) {
    int sum = 0;
    for (int each : widths) {
      sum += each;
    }
    return sum;
  }

  /** The widths of the columns with their gaps; none behind the last. */
  private static int[] widths(List<String> cells, int rows) {
    var widths = new int[(cells.size() + rows - 1) / rows];
    for (int i = 0; i < cells.size(); i++) {
      int column = i / rows;
      int gap = column == widths.length - 1 ? 0 : GAP;
      widths[column] = Math.max(widths[column], length(cells.get(i)) + gap);
    }
    return widths;
  }
}
