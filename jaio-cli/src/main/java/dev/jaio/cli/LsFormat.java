package dev.jaio.cli;

import dev.jaio.FileStat;
import dev.jaio.FileType;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
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

  /** Which types a sign behind the name tells. */
  enum Indicator {
    NONE,
    SLASH,
    FILE_TYPE,
    CLASSIFY
  }

  /**
   * How files are shown.
   *
   * @param blocks the space that they take
   * @param numeric numbers for owners
   * @param time which time is shown
   * @param width of the terminal, or 0 where there is none
   */
  record Style(
      Layout layout,
      boolean inodes,
      boolean blocks,
      boolean numeric,
      boolean owner,
      boolean group,
      boolean human,
      Indicator indicator,
      FindTime time,
      int width) {}

  private final ByteOutput out;
  private final Style style;
  private final Layout layout;
  private final boolean quote;
  private final Accounts users = Accounts.users();
  private final Accounts groups = Accounts.groups();
  private final long now = Instant.now().getEpochSecond();

  LsFormat(ByteOutput out, Style style) {
    this.out = out;
    this.style = style;
    this.layout = style.layout;
    this.quote = style.width > 0;
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneId.systemDefault());
  }

  /** Writes the space that a list takes, in front of one that shows it of each file. */
  void total(List<LsEntry> entries) {
    if (layout != Layout.LONG && !style.blocks) {
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
    out.put(space(bytes));
    out.put('\n');
  }

  /** Writes a list. */
  void write(List<LsEntry> entries) {
    switch (layout) {
      case LONG -> writeLong(entries);
      case COLUMNS -> writeColumns(entries);
      case ONE_PER_LINE -> {
        int inodeWidth = width(entries, LsFormat::inode);
        int blocksWidth = width(entries, this::space);
        for (LsEntry each : entries) {
          out.put(inode(each, inodeWidth))
              .put(blocks(each, blocksWidth))
              .put(name(each))
              .put(indicator(each))
              .put('\n');
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
    boolean behind = layout == Layout.LONG && entry.target != null;
    FileStat s = behind ? entry.targetStat : entry.stat;
    FileType type = s != null ? s.type() : behind ? FileType.UNKNOWN : entry.type;
    return switch (style.indicator) {
      case NONE -> "";
      case SLASH -> type == FileType.DIRECTORY ? "/" : "";
      case FILE_TYPE -> ModeText.indicator(type, 0);
      case CLASSIFY -> ModeText.indicator(type, s == null ? 0 : s.permissionBits());
    };
  }

  private String space(long bytes) {
    return style.human ? SizeFormat.human(bytes) : Long.toString((bytes + KIBIBYTE - 1) / KIBIBYTE);
  }

  private String space(LsEntry entry) {
    FileStat s = entry.stat;
    return s == null || s.blocks() < 0 ? "?" : space(s.blocks() * BLOCK);
  }

  private String blocks(LsEntry entry, int columns) {
    return style.blocks ? padLeft(space(entry), columns) + ' ' : "";
  }

  private static int width(List<LsEntry> entries, Function<LsEntry, String> column) {
    return entries.stream().mapToInt(e -> column.apply(e).length()).max().orElse(0);
  }

  private String inode(LsEntry entry, int columns) {
    return style.inodes ? padLeft(inode(entry), columns) + ' ' : "";
  }

  private static String inode(LsEntry entry) {
    return entry.inode == 0 ? "?" : Long.toString(entry.inode);
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
            : style.human ? SizeFormat.human(s.size()) : Long.toString(s.size());
    return new Row(
        Integer.toUnsignedString(s.nlink()),
        style.numeric ? Integer.toUnsignedString(s.uid()) : users.name(s.uid()),
        style.numeric ? Integer.toUnsignedString(s.gid()) : groups.name(s.gid()),
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
    int inodeWidth = width(entries, LsFormat::inode);
    int blocksWidth = width(entries, this::space);
    boolean anyQuoted = isAnyQuoted(entries);
    for (int i = 0; i < rows.size(); i++) {
      LsEntry entry = entries.get(i);
      Row row = rows.get(i);
      FileStat s = entry.stat;
      out.put(inode(entry, inodeWidth)).put(blocks(entry, blocksWidth));
      out.put(s == null ? ModeText.letter(entry.type) + "?????????" : ModeText.of(s)).put(' ');
      out.pad(row.links, links, true).put(' ');
      if (style.owner) {
        out.pad(row.user, user, style.numeric).put(' ');
      }
      if (style.group) {
        out.pad(row.group, group, style.numeric).put(' ');
      }
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
    if (s == null || !style.time.isKnown(s)) {
      return "           ?";
    }
    FindTime.Moment time = style.time.in(s);
    long age = now - time.seconds();
    boolean recent = age >= 0 && age < HALF_YEAR_SECONDS;
    return (recent ? RECENT : OLD).format(Instant.ofEpochSecond(time.seconds()));
  }

  // ------------------------------------------------------------------ columns

  private void writeColumns(List<LsEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    int inodeWidth = width(entries, LsFormat::inode);
    int blocksWidth = width(entries, this::space);
    List<String> cells = new ArrayList<>(entries.size());
    boolean anyQuoted = isAnyQuoted(entries);
    for (LsEntry each : entries) {
      String numbers = inode(each, inodeWidth) + blocks(each, blocksWidth);
      cells.add(numbers + aligned(each, anyQuoted) + indicator(each));
    }
    int columns = style.width > 0 ? style.width : Terminal.USUAL_WIDTH;
    int rows = 1;
    int[] widths = widths(cells, rows);
    while (rows < cells.size() && sum(widths) > columns) {
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
