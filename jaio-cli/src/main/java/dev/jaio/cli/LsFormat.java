package dev.jaio.cli;

import dev.jaio.FileStat;
import dev.jaio.FileType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes lists of files: one to a line, in columns, or with everything that is known. */
final class LsFormat {

  /** How a list is laid out. */
  enum Layout {
    ONE_PER_LINE,
    COLUMNS,
    ACROSS,
    COMMAS,
    LONG;

    /** The layout that an argument of --format asks for. */
    static Layout of(String word) {
      List<List<String>> words =
          List.of(
              List.of("verbose", "long"),
              List.of("commas"),
              List.of("horizontal", "across"),
              List.of("vertical"),
              List.of("single-column"));
      return switch (Choice.of("--format", word, words)) {
        case 0 -> LONG;
        case 1 -> COMMAS;
        case 2 -> ACROSS;
        case 3 -> COLUMNS;
        default -> ONE_PER_LINE;
      };
    }
  }

  private static final int BLOCK = 512;
  private static final int KIBIBYTE = 1024;

  /** Which types a sign behind the name tells. */
  enum Indicator {
    NONE,
    SLASH,
    FILE_TYPE,
    CLASSIFY;

    /** The signs that an argument of --indicator-style asks for. */
    static Indicator of(String word) {
      List<List<String>> words =
          List.of(List.of("none"), List.of("slash"), List.of("file-type"), List.of("classify"));
      return switch (Choice.of("--indicator-style", word, words)) {
        case 0 -> NONE;
        case 1 -> SLASH;
        case 2 -> FILE_TYPE;
        default -> CLASSIFY;
      };
    }
  }

  /**
   * How files are shown.
   *
   * @param blocks the space that they take
   * @param numeric numbers for owners
   * @param time which time is shown
   * @param times how
   * @param width how many columns there are, or 0
   * @param terminal whether a terminal shows them
   * @param colors of the names, or null
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
      LsTimes times,
      int width,
      boolean terminal,
      @Nullable LsColors colors) {}

  private final ByteOutput out;
  private final Style style;
  private final Layout layout;
  private final boolean quote;
  private final Accounts users = Accounts.users();
  private final Accounts groups = Accounts.groups();

  LsFormat(ByteOutput out, Style style) {
    this.out = out;
    this.style = style;
    this.layout = style.layout;
    this.quote = style.terminal;
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
      case COLUMNS, ACROSS, COMMAS -> writeColumns(entries);
      case ONE_PER_LINE -> {
        int inodeWidth = width(entries, LsFormat::inode);
        int blocksWidth = width(entries, this::space);
        for (LsEntry each : entries) {
          out.put(inode(each, inodeWidth))
              .put(blocks(each, blocksWidth))
              .put(painted(each, name(each), 0))
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

  /** What is in front of a name, so that it is below the first letters of those quoted. */
  private static String pad(String name, boolean anyQuoted) {
    return anyQuoted && !name.startsWith("'") && !name.startsWith("\"") ? " " : "";
  }

  private String painted(LsEntry entry, String name, int start) {
    LsColors colors = style.colors;
    return colors == null ? name : colors.paint(name, entry, start);
  }

  /** The name of a directory in front of what is in it. */
  String header(String text) {
    return quote ? Quoting.inFront(text) : text;
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
    int start = 2 + ModeText.LENGTH + links + size + style.times.width + 2;
    start += (style.owner ? user + 1 : 0) + (style.group ? group + 1 : 0);
    start += (style.inodes ? inodeWidth + 1 : 0) + (style.blocks ? blocksWidth + 1 : 0);
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
      out.pad(shown, size, true).put(' ').put(style.times.show(s, style.time)).put(' ');
      writeName(entry, anyQuoted, start);
    }
  }

  private void writeName(LsEntry entry, boolean anyQuoted, int start) {
    String name = name(entry);
    String pad = pad(name, anyQuoted);
    out.put(pad).put(painted(entry, name, start + pad.length()));
    String target = entry.target;
    if (target != null) {
      String shown = quote ? Quoting.ifNeeded(target) : target;
      LsColors colors = style.colors;
      int behind = start + pad.length() + Names.bytes(name).length + " -> ".length();
      out.put(" -> ").put(colors == null ? shown : colors.paintTarget(shown, entry, behind));
    }
    out.put(indicator(entry)).put('\n');
  }

  // ------------------------------------------------------------------ columns

  private void writeColumns(List<LsEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    boolean commas = layout == Layout.COMMAS;
    int inodeWidth = commas ? 0 : width(entries, LsFormat::inode);
    int blocksWidth = commas ? 0 : width(entries, this::space);
    boolean anyQuoted = !commas && style.width > 0 && isAnyQuoted(entries);
    List<LsColumns.Cell> cells = new ArrayList<>(entries.size());
    for (LsEntry each : entries) {
      String numbers = inode(each, inodeWidth) + blocks(each, blocksWidth);
      String name = name(each);
      String before = numbers + pad(name, anyQuoted);
      String indicator = indicator(each);
      int width = TextWidth.of(before + name + indicator);
      cells.add(new LsColumns.Cell(() -> before + painted(each, name, 0) + indicator, width));
    }
    var columns = new LsColumns(out, style.width, style.colors == null);
    if (commas) {
      columns.separated(cells, ',');
    } else if (style.width == 0) {
      columns.separated(cells, ' ');
    } else if (layout == Layout.ACROSS) {
      columns.across(cells);
    } else {
      columns.down(cells);
    }
  }
}
