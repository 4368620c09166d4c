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
  private boolean classify;
  private List<String> operands = List.of(".");

  private enum Order {
    NAME,
    TIME,
    SIZE,
    NONE
  }

  private Order order = Order.NAME;
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

  private void byTime() {
    order = Order.TIME;
  }

  private void bySize() {
    order = Order.SIZE;
  }

  private void unsorted() {
    order = Order.NONE;
  }

  /** A directory that is still to be shown. */
  private record Pending(String text, boolean given) {}

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
        .flag("Add a sign for the type: / @ | = *", () -> classify = true, "-F", "--classify")
        .flag("Show mode, links, owner, size and time.", this::detailed, "-l")
        .flag("As -l, with numbers for owners.", this::numeric, "-n", "--numeric-uid-gid")
        .flag("Show one file to a line.", this::onePerLine, "-1")
        .flag("Show columns.", this::columns, "-C")
        .flag("Sort by time of modification, newest first.", this::byTime, "-t")
        .flag("Sort by size, largest first.", this::bySize, "-S")
        .flag("Do not sort.", this::unsorted, "-U")
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
    int width = terminal ? Terminal.width() : 0;
    if (chosen == LsFormat.Layout.COLUMNS && width == 0) {
      return new LsFormat(session.out, chosen, inodes, numeric, human, classify, 80);
    }
    return new LsFormat(session.out, chosen, inodes, numeric, human, classify, width);
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
      stack.addLast(new Pending(each.text, true));
    }
    boolean headers = operands.size() > 1 || recursive;
    while (!stack.isEmpty()) {
      list(session, aio, format, stack, headers);
    }
  }

  private LsEntry operand(Aio aio, String operand) throws IOException, InterruptedException {
    Path path = Operands.path(operand);
    FileStat stat = aio.lstat(path).await();
    if (stat.isSymbolicLink() && !isLong() && !directories && !classify) {
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
      if (classify) {
        lookBehind(entry, aio.stat(path));
      }
    }
    return entry;
  }

  private void sort(List<LsEntry> entries) {
    Comparator<LsEntry> byName = (a, b) -> Names.compare(a.text, b.text);
    Comparator<LsEntry> comparator =
        switch (order) {
          case NAME -> byName;
          case TIME ->
              Comparator.comparingLong(LsEntry::mtimeSeconds)
                  .thenComparingInt(LsEntry::mtimeNanos)
                  .reversed()
                  .thenComparing(byName);
          case SIZE -> Comparator.comparingLong(LsEntry::size).reversed().thenComparing(byName);
          case NONE -> null;
        };
    if (comparator != null) {
      entries.sort(reverse ? comparator.reversed() : comparator);
    }
  }

  private void list(
      Session session, Aio aio, LsFormat format, Deque<Pending> stack, boolean headers)
      throws InterruptedException {
    Pending directory = stack.removeFirst();
    List<LsEntry> entries;
    try {
      entries = read(session, aio, directory.text);
    } catch (IOException e) {
      session.error("cannot open directory " + Quoting.always(directory.text), e);
      session.fail(directory.given ? SERIOUS : 1);
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
          stack.addFirst(new Pending(Names.join(directory.text, each.text), false));
        }
      }
    }
  }

  private List<LsEntry> read(Session session, Aio aio, String text)
      throws IOException, InterruptedException {
    List<LsEntry> entries = new ArrayList<>();
    try (AsyncDirectory directory = aio.openDirectory(Operands.path(text)).await()) {
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
    return isLong() || order == Order.TIME || order == Order.SIZE || classify;
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

  /** Asks for the attributes that are to be shown or to be sorted by, all at a time. */
  private void complete(Session session, AsyncFiles at, List<LsEntry> entries, String directory)
      throws InterruptedException {
    List<@Nullable Request<FileStat>> stats = new ArrayList<>(entries.size());
    List<@Nullable Request<byte[]>> targets = new ArrayList<>(entries.size());
    for (LsEntry each : entries) {
      boolean ask =
          each.stat == null
              && (needsStat() || each.type == FileType.UNKNOWN || (inodes && each.inode == 0));
      stats.add(ask ? at.lstat(each.path) : null);
      targets.add(isLong() && each.type == FileType.SYMLINK ? at.readlinkBytes(each.path) : null);
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
          if (classify) {
            lookBehind(entry, at.stat(entry.path));
          }
        }
      } catch (IOException e) {
        session.error("cannot access " + Quoting.always(Names.join(directory, entry.text)), e);
      }
    }
  }
}
