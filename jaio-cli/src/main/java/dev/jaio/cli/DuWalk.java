package dev.jaio.cli;

import dev.jaio.AsyncFiles;
import dev.jaio.DirEntry;
import dev.jaio.DirListing;
import dev.jaio.FileStat;
import dev.jaio.FileType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the space of trees. What runs in parallel is settled in the order of the directories, for
 * the output, and because of several names of one file the first one counts. A summary needs no
 * order.
 */
final class DuWalk extends TreeWalk<DuNode> {

  private static final int BLOCK = 512;
  private static final int MAX_ACTIVE = 32;

  /** What to count and what to print. */
  record Options(
      boolean everything,
      int maxDepth,
      boolean apparent,
      boolean countLinks,
      boolean follow,
      boolean oneFileSystem,
      boolean separate,
      boolean several,
      SizeFormat format,
      DuFilter filter,
      FindTime time,
      @Nullable DateTimeFormatter timeFormat,
      char terminator) {}

  private final Session session;
  private final Options options;
  private final boolean inOrder;
  private final boolean hashAll;
  private final InodeSet files = new InodeSet();
  private final InodeSet directories = new InodeSet();
  private @Nullable DuNode current;
  private long device;
  private final DuSum total = new DuSum();

  DuWalk(AsyncFiles through, Session session, Options options) {
    super(through, options.follow ? 1 : MAX_ACTIVE);
    this.session = session;
    this.options = options;
    this.hashAll = !options.countLinks && (options.several || options.follow);
    this.inOrder = options.everything || options.separate || options.maxDepth > 0 || hashAll;
  }

  /** The space of everything so far. */
  DuSum total() {
    return total;
  }

  /** Begins with a directory that was given. */
  DuNode startAt(Path path, String text) {
    var root = new DuNode(null, path, text);
    current = root;
    start(root);
    return root;
  }

  /** Prints what a directory that was given has come to. */
  void finish(DuNode root) {
    if (!inOrder) {
      print(root);
    }
  }

  /** Counts something that was given and is no directory. */
  void single(FileStat stat, String text) {
    if (isFirst(stat)) {
      total.add(size(stat), stat, options.time);
      print(sum(stat), text);
    }
  }

  @Override
  protected boolean follows(DuNode node) {
    return options.follow;
  }

  private long size(FileStat stat) {
    return options.apparent ? Math.max(0, stat.size()) : Math.max(0, stat.blocks()) * BLOCK;
  }

  /** Whether a file, no directory, has not been counted by another name. */
  private boolean isFirst(FileStat stat) {
    return options.countLinks
        || (!hashAll && stat.nlink() < 2)
        || files.add(stat.dev(), stat.ino());
  }

  // ------------------------------------------------------------------ counting

  @Override
  protected boolean entered(DuNode node, FileStat stat) {
    if (node.parent == null) {
      device = stat.dev();
    }
    if ((options.oneFileSystem && stat.dev() != device)
        || (hashAll && !directories.add(stat.dev(), stat.ino()))) {
      node.excluded = true;
      return false;
    }
    countDirectory(node, stat);
    return true;
  }

  private void countDirectory(DuNode node, FileStat stat) {
    node.own.add(size(stat), stat, options.time);
    if (!inOrder) {
      total.add(size(stat), stat, options.time);
      add(node, stat);
    }
  }

  /** Without order all sums go to the directory given; -S wants only its own files. */
  private void add(DuNode node, FileStat stat) {
    DuNode root = current;
    if (root != null && node != root) {
      root.ofDirectories.add(size(stat), stat, options.time);
    }
  }

  private DuSum sum(FileStat stat) {
    var sum = new DuSum();
    sum.add(size(stat), stat, options.time);
    return sum;
  }

  @Override
  protected boolean wantsAttributes() {
    return true;
  }

  @Override
  protected void listed(DuNode node, List<DirEntry> entries) {
    throw new UnsupportedOperationException("not without attributes");
  }

  @Override
  protected void listed(DuNode node, DirListing entries, int @Nullable [] order) {
    if (inOrder) {
      node.pieces.add(new Piece(entries, order));
    }
    for (int k = 0; k < entries.size(); k++) {
      int i = order == null ? k : order[k];
      FileType type = entries.type(i);
      if (isExcluded(node, entries, i)) {
        continue;
      }
      FileStat stat = inOrder && type != FileType.DIRECTORY ? null : entries.stat(i);
      if (type == FileType.DIRECTORY && stat != null) {
        var child = new DuNode(node, entries.get(i).name(), null);
        child.stat = stat;
        if (inOrder) {
          node.special.add(child);
        }
        add(node, child);
      } else if (isFollowed(type)) {
        var link = new Link(node, entries.get(i).name());
        if (inOrder) {
          node.special.add(link);
        }
        begin(node);
        node.files().stat(link.name).onComplete(link);
      } else if (!inOrder) {
        settle(node, entries, i);
      }
    }
  }

  private boolean isExcluded(DuNode node, DirListing entries, int i) {
    return options.filter.excludesAny()
        && options.filter.excludes(node.text(entries.get(i).name()));
  }

  private boolean isFollowed(FileType type) {
    return options.follow && type == FileType.SYMLINK;
  }

  /** Entries that were read at one time, and how far they have been settled. */
  static final class Piece {
    private final DirListing entries;
    private final int @Nullable [] order;
    private int next;

    Piece(DirListing entries, int @Nullable [] order) {
      this.entries = entries;
      this.order = order;
    }

    private boolean isSettled() {
      return next == entries.size();
    }

    private int take() {
      int k = next++;
      return order == null ? k : order[k];
    }
  }

  /** A symbolic link that is followed. */
  private final class Link implements BiConsumer<@Nullable FileStat, @Nullable Throwable> {
    private final DuNode node;
    private final Path name;
    private @Nullable FileStat stat;
    private @Nullable Throwable error;
    private @Nullable DuNode child;

    Link(DuNode node, Path name) {
      this.node = node;
      this.name = name;
    }

    @Override
    public void accept(@Nullable FileStat found, @Nullable Throwable failure) {
      if (found != null && found.isDirectory()) {
        var directory = new DuNode(node, name, null);
        child = directory;
        add(node, directory);
      } else {
        stat = found;
        error = failure;
        if (!inOrder) {
          settle();
        }
      }
      end(node);
    }

    private void settle() {
      DuWalk.this.settle(node, name, stat, error);
    }
  }

  /** Counts an entry that is no directory. */
  private void settle(DuNode node, DirListing entries, int i) {
    FileStat stat = entries.stat(i);
    if (stat == null || options.everything) {
      settle(node, entries.get(i).name(), stat, entries.error(i));
    } else if (isCounted(stat)) {
      count(node, stat);
    }
  }

  private void settle(
      DuNode node, Path name, @Nullable FileStat stat, @Nullable Throwable failure) {
    if (stat == null) {
      Throwable reason = failure == null ? new IOException("no result") : failure;
      session.error("cannot access " + Quoting.always(node.text(name)), reason);
    } else if (isCounted(stat)) {
      count(node, stat);
      if (options.everything && node.level < options.maxDepth) {
        print(sum(stat), node.text(name));
      }
    }
  }

  private boolean isCounted(FileStat stat) {
    return (!options.oneFileSystem || stat.dev() == device) && isFirst(stat);
  }

  private void count(DuNode node, FileStat stat) {
    node.ofFiles.add(size(stat), stat, options.time);
    total.add(size(stat), stat, options.time);
    if (!inOrder) {
      add(node, stat);
    }
  }

  @Override
  protected void failed(DuNode node, Throwable error) {
    if (node.directory != null) {
      say(node, "cannot read directory " + Quoting.always(node.text()) + ": " + Reasons.of(error));
      return;
    }
    DuNode parent = node.parent;
    if (node.started && node.busy > 0) { // it could not be opened, but it takes up space
      AsyncFiles at = parent == null ? files() : parent.files();
      begin(node);
      at.lstat(node.name).onComplete((stat, gone) -> unreadable(node, error, stat, gone));
    } else {
      say(node, Quoting.always(node.text()) + ": " + Reasons.of(error));
    }
  }

  private void unreadable(
      DuNode node, Throwable error, @Nullable FileStat stat, @Nullable Throwable gone) {
    if (stat == null) {
      node.excluded = true;
      String reason = Reasons.of(gone == null ? error : gone);
      say(node, "cannot access " + Quoting.always(node.text()) + ": " + reason);
    } else {
      countDirectory(node, stat);
      say(node, "cannot read directory " + Quoting.always(node.text()) + ": " + Reasons.of(error));
    }
    end(node);
  }

  private void say(DuNode node, String complaint) {
    if (inOrder) {
      node.complaint = complaint;
    } else {
      session.error(complaint);
    }
  }

  // ------------------------------------------------------------------ in order

  @Override
  protected void known(DuNode node) {
    node.complete = true;
    if (inOrder && node == current) {
      settle(node);
    }
  }

  /** Goes on in the order of the directories, as far as everything is known. */
  private void settle(DuNode from) {
    DuNode node = from;
    while (node.complete) {
      DuNode child = nextChild(node);
      if (child != null) {
        node = child;
        continue;
      }
      close(node);
      DuNode parent = node.parent;
      if (parent == null) {
        current = null;
        return;
      }
      node = parent;
    }
    current = node;
  }

  private @Nullable DuNode nextChild(DuNode node) {
    for (Piece piece = node.pieces.peek(); piece != null; piece = node.pieces.peek()) {
      if (piece.isSettled()) {
        node.pieces.remove();
        continue;
      }
      int i = piece.take();
      FileType type = piece.entries.type(i);
      if (isExcluded(node, piece.entries, i)) {
        continue;
      }
      if (type == FileType.DIRECTORY && piece.entries.error(i) == null) {
        return (DuNode) node.special.remove();
      }
      if (isFollowed(type)) {
        var link = (Link) node.special.remove();
        DuNode child = link.child;
        if (child != null) {
          return child;
        }
        link.settle();
      } else {
        settle(node, piece.entries, i);
      }
    }
    return null;
  }

  private void close(DuNode node) {
    String complaint = node.complaint;
    if (complaint != null) {
      session.error(complaint);
    }
    if (node.excluded) {
      return;
    }
    total.add(node.own);
    if (node.parent != null) {
      DuSum above = node.parent.ofDirectories;
      above.add(node.own);
      above.add(node.ofFiles);
      above.add(node.ofDirectories);
    }
    if (node.level <= options.maxDepth) {
      print(node);
    }
  }

  private void print(DuNode node) {
    var sum = new DuSum();
    sum.add(node.own);
    sum.add(node.ofFiles);
    if (!options.separate) {
      sum.add(node.ofDirectories);
    }
    print(sum, node.text());
  }

  private void print(DuSum sum, String text) {
    if (options.filter.shows(sum.bytes())) {
      print(session.out, options, sum, text);
    }
  }

  /** Prints a line. */
  static void print(ByteOutput out, Options options, DuSum sum, String text) {
    SizeFormat format = options.format;
    if (format.block() > 0 && format.suffix().isEmpty()) {
      out.put((sum.bytes() + format.block() - 1) / format.block());
    } else {
      out.put(format.format(sum.bytes()));
    }
    DateTimeFormatter times = options.timeFormat;
    if (times != null) {
      out.put('\t').put(sum.time(times));
    }
    out.put('\t').put(text).put(options.terminator);
  }
}
