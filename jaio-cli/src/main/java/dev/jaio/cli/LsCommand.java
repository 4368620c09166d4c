package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.DirEntry;
import dev.jaio.DirListing;
import dev.jaio.FileStat;
import dev.jaio.FileType;
import dev.jaio.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code ls}: what is in directories. Sorted by bytes, as in the locale C. */
final class LsCommand extends Tool {

  private static final int SERIOUS = 2;

  private boolean all;
  private boolean almostAll;
  private boolean recursive;
  private boolean directories;
  private boolean inodes;
  private boolean human;
  private boolean reverse;
  private boolean follow;
  private boolean blocks;
  private boolean withoutOwner;
  private boolean withoutGroup;
  private LsFormat.Indicator indicator = LsFormat.Indicator.NONE;
  private @Nullable FindTime time;
  private String timeStyle = "locale";
  private List<String> operands = List.of(".");

  private @Nullable LsOrder order;
  private LsFormat.@Nullable Layout layout;
  private boolean numeric;
  private int width = -1;
  private Coloring coloring = Coloring.NEVER;
  private @Nullable LsColors colors;

  private enum Coloring {
    ALWAYS,
    NEVER,
    AUTO
  }

  private void detailed() {
    layout = LsFormat.Layout.LONG;
  }

  private void numeric() {
    layout = LsFormat.Layout.LONG;
    numeric = true;
  }

  private void onePerLine() {
    if (layout != LsFormat.Layout.LONG) {
      layout = LsFormat.Layout.ONE_PER_LINE;
    }
  }

  private void withoutOwner() {
    layout = LsFormat.Layout.LONG;
    withoutOwner = true;
  }

  private void withoutGroup() {
    layout = LsFormat.Layout.LONG;
    withoutGroup = true;
  }

  private void width(String given) {
    if (!given.matches("[0-9]{1,9}")) {
      throw new UsageException("invalid line width: " + Quoting.always(given), false);
    }
    width = Integer.parseInt(given);
  }

  private void color(String when) {
    List<List<String>> words =
        List.of(
            List.of("always", "yes", "force"),
            List.of("never", "no", "none"),
            List.of("auto", "tty", "if-tty"));
    coloring =
        switch (Choice.of("--color", when, words)) {
          case 0 -> Coloring.ALWAYS;
          case 1 -> Coloring.NEVER;
          default -> Coloring.AUTO;
        };
  }

  private void time(String which) {
    List<List<String>> words =
        List.of(
            List.of("atime", "access", "use"),
            List.of("ctime", "status"),
            List.of("birth", "creation"));
    time =
        switch (Choice.of("--time", which, words)) {
          case 0 -> FindTime.ACCESS;
          case 1 -> FindTime.CHANGE;
          default -> FindTime.BIRTH;
        };
  }

  private void indicate(LsFormat.Indicator style) {
    indicator = style;
  }

  private void fullTime() {
    layout = LsFormat.Layout.LONG;
    timeStyle = "full-iso";
  }

  private FindTime time() {
    FindTime given = time;
    return given == null ? FindTime.MODIFICATION : given;
  }

  /** By name, but by a time that was asked for and is not shown. */
  private LsOrder order() {
    LsOrder given = order;
    return given != null ? given : time != null && !isLong() ? LsOrder.TIME : LsOrder.NAME;
  }

  /** A directory that is still to be shown. */
  private static final class Pending {
    private final String text;
    private final @Nullable Pending parent;
    private final boolean given;
    private @Nullable Object key;

    Pending(String text, @Nullable Pending parent) {
      this.text = text;
      this.parent = parent;
      this.given = parent == null;
    }

    private boolean isInItself() {
      for (Pending each = parent; each != null; each = each.parent) {
        if (key != null && key.equals(each.key)) {
          return true;
        }
      }
      return false;
    }
  }

  private boolean first = true;

  @Override
  void declare(Options options) {
    options
        .about("Show what is in directories.")
        .flag("Show names that begin with a dot.", () -> all = true, "-a", "--all")
        .flag("As -a without . and ..", () -> almostAll = true, "-A", "--almost-all")
        .flag("Show subdirectories too.", () -> recursive = true, "-R", "--recursive")
        .flag("Show directories, not their content.", () -> directories = true, "-d", "--directory")
        .flag("Show inode numbers.", () -> inodes = true, "-i", "--inode")
        .flag("Show sizes as 1K, 234M, 2G.", () -> human = true, "-h", "--human-readable")
        .flag("Reverse the order.", () -> reverse = true, "-r", "--reverse")
        .flag(
            "Add a sign for the type: / @ | = *",
            () -> indicate(LsFormat.Indicator.CLASSIFY),
            "-F",
            "--classify")
        .flag("As -F without *.", () -> indicate(LsFormat.Indicator.FILE_TYPE), "--file-type")
        .flag("Add a slash to directories.", () -> indicate(LsFormat.Indicator.SLASH), "-p")
        .value(
            "STYLE",
            "Add no sign, a slash as -p, or as --file-type or -F: none, slash, file-type, classify.",
            given -> indicate(LsFormat.Indicator.of(given)),
            "--indicator-style")
        .flag("Follow symbolic links.", () -> follow = true, "-L", "--dereference")
        .flag("Show the space that files take.", () -> blocks = true, "-s", "--size")
        .flag("Show mode, links, owner, size and time.", this::detailed, "-l")
        .flag("As -l, with numbers for owners.", this::numeric, "-n", "--numeric-uid-gid")
        .flag("As -l without the owner.", this::withoutOwner, "-g")
        .flag("As -l without the group.", this::withoutGroup, "-o")
        .flag("Show no group.", () -> withoutGroup = true, "-G", "--no-group")
        .flag("Show one file to a line.", this::onePerLine, "-1")
        .flag("Show columns.", () -> layout = LsFormat.Layout.COLUMNS, "-C")
        .flag("Show columns, sorted across.", () -> layout = LsFormat.Layout.ACROSS, "-x")
        .flag("Show names with commas in between.", () -> layout = LsFormat.Layout.COMMAS, "-m")
        .value(
            "WORD",
            "Show as -l (long), -m (commas), -x (across), -C (vertical), -1 (single-column).",
            given -> layout = LsFormat.Layout.of(given),
            "--format")
        .value("N", "Take lines for N columns wide; 0: for endless.", this::width, "-w", "--width")
        .optional(
            "WHEN",
            "Show names in colours always (default), on a terminal (auto), or never.",
            "always",
            this::color,
            "--color")
        .flag("Sort by time of modification, newest first.", () -> order = LsOrder.TIME, "-t")
        .flag("Sort by size, largest first.", () -> order = LsOrder.SIZE, "-S")
        .flag("Sort by what follows the last dot.", () -> order = LsOrder.EXTENSION, "-X")
        .flag("Do not sort.", () -> order = LsOrder.NONE, "-U")
        .flag(
            "Sort by numbers in names, as those of versions.", () -> order = LsOrder.VERSION, "-v")
        .value(
            "WORD",
            "Sort by time, size, extension, version, or not: none.",
            given -> order = LsOrder.of(given),
            "--sort")
        .flag("Take the time of change; sort by it without -l.", () -> time("ctime"), "-c")
        .flag("Take the time of access; sort by it without -l.", () -> time("atime"), "-u")
        .value("WORD", "Take this time: atime, ctime, birth.", this::time, "--time")
        .value(
            "STYLE",
            "Show times as full-iso, long-iso, iso or locale (default).",
            given -> timeStyle = given,
            "--time-style")
        .flag("As -l --time-style=full-iso.", this::fullTime, "--full-time")
        .operands("FILE", "Files and directories; default .", given -> operands = given);
  }

  @Override
  int usageStatus() {
    return SERIOUS;
  }

  private LsFormat format(Session session) {
    boolean terminal = session.isTerminal();
    LsFormat.Layout chosen = layout;
    if (chosen == null) {
      chosen = terminal ? LsFormat.Layout.COLUMNS : LsFormat.Layout.ONE_PER_LINE;
    }
    boolean colored =
        coloring == Coloring.ALWAYS || (coloring == Coloring.AUTO && session.isTerminal());
    boolean wide = colored || chosen != LsFormat.Layout.ONE_PER_LINE;
    int line = width >= 0 ? width : wide ? lineWidth(terminal) : 0;
    if (colored) {
      Map<String, String> env = System.getenv();
      colors =
          LsColors.of(session, env.get("LS_COLORS"), env.get("COLORTERM"), env.get("TERM"), line);
    }
    return new LsFormat(
        session.out,
        new LsFormat.Style(
            chosen,
            inodes,
            blocks,
            numeric,
            !withoutOwner,
            !withoutGroup,
            human,
            indicator,
            time(),
            LsTimes.of(chosen == LsFormat.Layout.LONG ? timeStyle : "locale"),
            line,
            terminal,
            colors));
  }

  private static int lineWidth(boolean terminal) {
    return terminal ? Terminal.width() : Terminal.columns();
  }

  /** Whether it matters what a link leads to. */
  private boolean tellsTargets() {
    LsColors shown = colors;
    boolean marked = classify() || indicator == LsFormat.Indicator.FILE_TYPE;
    return (isLong() && marked) || (shown != null && shown.looksBehind(isLong()));
  }

  private boolean classify() {
    return indicator == LsFormat.Indicator.CLASSIFY;
  }

  private boolean isLong() {
    return layout == LsFormat.Layout.LONG;
  }

  @Override
  void run(Session session) throws IOException, InterruptedException {
    LsFormat format = format(session);
    Aio aio = session.aio();
    List<LsEntry> files = new ArrayList<>();
    List<LsEntry> pending = new ArrayList<>();
    for (String operand : operands) {
      try {
        LsEntry entry = operand(aio, operand);
        (entry.type == FileType.DIRECTORY && !directories ? pending : files).add(entry);
      } catch (IOException e) {
        session.error("cannot access " + Quoting.always(operand), e);
        session.fail(SERIOUS);
      }
    }
    sort(files);
    sort(pending);
    if (!files.isEmpty()) {
      format.write(files);
      first = false;
    }
    Deque<Pending> stack = new ArrayDeque<>();
    for (LsEntry each : pending) {
      stack.addLast(new Pending(each.text, null));
    }
    boolean headers = operands.size() > 1 || recursive;
    while (!stack.isEmpty()) {
      list(session, aio, format, stack, headers);
    }
  }

  private LsEntry operand(Aio aio, String operand) throws IOException, InterruptedException {
    Path path = Operands.path(operand);
    FileStat stat = (follow ? aio.stat(path) : aio.lstat(path)).await();
    if (stat.isSymbolicLink() && !isLong() && !directories && !classify()) {
      try { // a link that is given stands for a directory it leads to
        FileStat target = aio.stat(path).await();
        stat = target.isDirectory() ? target : stat;
      } catch (IOException e) {
        stat = aio.lstat(path).await(); // it leads nowhere: the link itself is shown
      }
    }
    var entry = new LsEntry(path, operand, stat.type(), stat.ino());
    entry.stat(stat);
    if (isLong() && stat.isSymbolicLink()) {
      entry.target = Names.text(aio.readlinkBytes(path).await());
    }
    if (stat.isSymbolicLink() && tellsTargets()) {
      lookBehind(entry, aio.stat(path));
    }
    return entry;
  }

  private void sort(List<LsEntry> entries) {
    order().sort(entries, reverse, time());
  }

  private void list(
      Session session, Aio aio, LsFormat format, Deque<Pending> stack, boolean headers)
      throws InterruptedException {
    Pending directory = stack.removeFirst();
    List<LsEntry> entries;
    try {
      entries = read(session, aio, directory);
    } catch (IOException e) {
      session.error("cannot open directory " + Quoting.always(directory.text), e);
      session.fail(directory.given ? SERIOUS : 1);
      return;
    }
    if (directory.isInItself()) {
      session.error(Quoting.inFront(directory.text) + ": not listing already-listed directory");
      session.fail(SERIOUS);
      return;
    }
    sort(entries);
    if (headers) {
      session.out.put(first ? "" : "\n").put(format.header(directory.text)).put(":\n");
    }
    first = false;
    format.total(entries);
    format.write(entries);
    if (recursive) {
      for (LsEntry each : entries.reversed()) {
        if (each.type == FileType.DIRECTORY && !each.text.equals(".") && !each.text.equals("..")) {
          stack.addFirst(new Pending(Names.join(directory.text, each.text), directory));
        }
      }
    }
  }

  private List<LsEntry> read(Session session, Aio aio, Pending pending)
      throws IOException, InterruptedException {
    String text = pending.text;
    List<LsEntry> entries = new ArrayList<>();
    try (AsyncDirectory directory = aio.openDirectory(Operands.path(text)).await()) {
      if (recursive && follow) {
        pending.key = directory.stat().await().fileKey();
        if (pending.isInItself()) {
          return entries;
        }
      }
      if (all) {
        entries.add(new LsEntry(Path.of("."), ".", FileType.DIRECTORY, 0));
        entries.add(new LsEntry(Path.of(".."), "..", FileType.DIRECTORY, 0));
      }
      if (needsStat()) {
        add(entries, directory.readdirplus(Integer.MAX_VALUE).await());
      } else {
        for (List<DirEntry> some = directory.readdir(Integer.MAX_VALUE).await();
            !some.isEmpty();
            some = directory.readdir(Integer.MAX_VALUE).await()) {
          add(entries, some);
        }
      }
      complete(session, aio.at(directory), entries, text);
    }
    return entries;
  }

  private boolean needsStat() {
    LsOrder by = order();
    boolean sorted = by == LsOrder.TIME || by == LsOrder.SIZE;
    return isLong() || blocks || sorted || classify() || colors != null;
  }

  private void add(List<LsEntry> entries, List<DirEntry> listed) {
    for (int i = 0; i < listed.size(); i++) {
      DirEntry each = listed.get(i);
      String name = Names.text(each.name());
      if (all || almostAll || !name.startsWith(".")) {
        var entry = new LsEntry(each.name(), name, each.type(), each.ino());
        FileStat stat = listed instanceof DirListing listing ? listing.stat(i) : null;
        if (stat != null) {
          entry.stat(stat);
        }
        entries.add(entry);
      }
    }
  }

  /** A link may well lead nowhere; then nothing is said of where it leads. */
  private static void lookBehind(LsEntry link, Request<FileStat> target)
      throws InterruptedException {
    try {
      link.targetStat = target.await();
    } catch (IOException e) {
      link.targetStat = null;
    }
  }

  private boolean isFollowed(LsEntry entry) {
    return follow
        && (entry.type == FileType.SYMLINK || entry.type == FileType.UNKNOWN)
        && (needsStat() || inodes || recursive || indicator != LsFormat.Indicator.NONE);
  }

  /** Asks for the attributes that are to be shown or to be sorted by, all at a time. */
  private void complete(Session session, AsyncFiles at, List<LsEntry> entries, String directory)
      throws InterruptedException {
    List<@Nullable Request<FileStat>> stats = new ArrayList<>(entries.size());
    List<@Nullable Request<byte[]>> targets = new ArrayList<>(entries.size());
    for (LsEntry each : entries) {
      boolean ask =
          each.stat == null
              && (needsStat() || each.type == FileType.UNKNOWN || (inodes && each.inode == 0));
      if (isFollowed(each)) {
        each.stat = null;
        each.inode = 0; // those of the link are not wanted
        stats.add(at.stat(each.path));
      } else {
        stats.add(ask ? at.lstat(each.path) : null);
      }
      boolean shown = isLong() && !follow && each.type == FileType.SYMLINK;
      targets.add(shown ? at.readlinkBytes(each.path) : null);
    }
    for (int i = 0; i < entries.size(); i++) {
      LsEntry entry = entries.get(i);
      try {
        Request<FileStat> stat = stats.get(i);
        if (stat != null) {
          entry.stat(stat.await());
        }
        Request<byte[]> target = targets.get(i);
        if (target != null) {
          entry.target = Names.text(target.await());
        }
        if (entry.type == FileType.SYMLINK && tellsTargets()) {
          lookBehind(entry, at.stat(entry.path));
        }
      } catch (IOException e) {
        session.error("cannot access " + Quoting.always(Names.join(directory, entry.text)), e);
      }
    }
  }
}
