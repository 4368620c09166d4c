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
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
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
  private List<String> operands = List.of(".");

  private enum Order {
    NAME,
    TIME,
    SIZE,
    EXTENSION,
    NONE
  }

  private @Nullable Order order;
  private LsFormat.@Nullable Layout layout;
  private boolean numeric;

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

  private void columns() {
    layout = LsFormat.Layout.COLUMNS;
  }

  private void withoutOwner() {
    layout = LsFormat.Layout.LONG;
    withoutOwner = true;
  }

  private void withoutGroup() {
    layout = LsFormat.Layout.LONG;
    withoutGroup = true;
  }

  private void sort(String by) {
    List<List<String>> words =
        List.of(List.of("none"), List.of("time"), List.of("size"), List.of("extension"));
    order =
        switch (Choice.of("--sort", by, words)) {
          case 0 -> Order.NONE;
          case 1 -> Order.TIME;
          case 2 -> Order.SIZE;
          default -> Order.EXTENSION;
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

  private void indicate(String style) {
    List<List<String>> words =
        List.of(List.of("none"), List.of("slash"), List.of("file-type"), List.of("classify"));
    indicator =
        switch (Choice.of("--indicator-style", style, words)) {
          case 0 -> LsFormat.Indicator.NONE;
          case 1 -> LsFormat.Indicator.SLASH;
          case 2 -> LsFormat.Indicator.FILE_TYPE;
          default -> LsFormat.Indicator.CLASSIFY;
        };
  }

  private FindTime time() {
    FindTime given = time;
    return given == null ? FindTime.MODIFICATION : given;
  }

  /** By name, but by a time that was asked for and is not shown. */
  private Order order() {
    Order given = order;
    return given != null ? given : time != null && !isLong() ? Order.TIME : Order.NAME;
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
        .flag("Add a sign for the type: / @ | = *", () -> indicate("classify"), "-F", "--classify")
        .flag("As -F without *.", () -> indicate("file-type"), "--file-type")
        .flag("Add a slash to directories.", () -> indicate("slash"), "-p")
        .value(
            "STYLE",
            "Add no sign, a slash as -p, or as --file-type or -F: none, slash, file-type, classify.",
            this::indicate,
            "--indicator-style")
        .flag("Follow symbolic links.", () -> follow = true, "-L", "--dereference")
        .flag("Show the space that files take.", () -> blocks = true, "-s", "--size")
        .flag("Show mode, links, owner, size and time.", this::detailed, "-l")
        .flag("As -l, with numbers for owners.", this::numeric, "-n", "--numeric-uid-gid")
        .flag("As -l without the owner.", this::withoutOwner, "-g")
        .flag("As -l without the group.", this::withoutGroup, "-o")
        .flag("Show no group.", () -> withoutGroup = true, "-G", "--no-group")
        .flag("Show one file to a line.", this::onePerLine, "-1")
        .flag("Show columns.", this::columns, "-C")
        .flag("Sort by time of modification, newest first.", () -> order = Order.TIME, "-t")
        .flag("Sort by size, largest first.", () -> order = Order.SIZE, "-S")
        .flag("Sort by what follows the last dot.", () -> order = Order.EXTENSION, "-X")
        .flag("Do not sort.", () -> order = Order.NONE, "-U")
        .value("WORD", "Sort by time, size, extension, or not: none.", this::sort, "--sort")
        .flag("Take the time of change; sort by it without -l.", () -> time("ctime"), "-c")
        .flag("Take the time of access; sort by it without -l.", () -> time("atime"), "-u")
        .value("WORD", "Take this time: atime, ctime, birth.", this::time, "--time")
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
            terminal ? Terminal.width() : 0));
  }

  private boolean tellsTargets() {
    return classify() || indicator == LsFormat.Indicator.FILE_TYPE;
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
      if (tellsTargets()) {
        lookBehind(entry, aio.stat(path));
      }
    }
    return entry;
  }

  private void sort(List<LsEntry> entries) {
    Comparator<LsEntry> byName = (a, b) -> Names.compare(a.text, b.text);
    Comparator<LsEntry> comparator =
        switch (order()) {
          case NAME -> byName;
          case TIME ->
              Comparator.comparing((LsEntry e) -> e.time(time())).reversed().thenComparing(byName);
          case SIZE -> Comparator.comparingLong(LsEntry::size).reversed().thenComparing(byName);
          case EXTENSION ->
              Comparator.comparing((LsEntry e) -> extension(e.text), Names::compare)
                  .thenComparing(byName);
          case NONE -> null;
        };
    if (comparator != null) {
      entries.sort(reverse ? comparator.reversed() : comparator);
    }
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot);
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
      session.out.put(first ? "" : "\n").put(directory.text).put(":\n");
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
    Order by = order();
    return isLong() || blocks || by == Order.TIME || by == Order.SIZE || classify();
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
          if (tellsTargets()) {
            lookBehind(entry, at.stat(entry.path));
          }
        }
      } catch (IOException e) {
        session.error("cannot access " + Quoting.always(Names.join(directory, entry.text)), e);
      }
    }
  }
}
