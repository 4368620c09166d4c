package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.DirEntry;
import dev.jaio.DirListing;
import dev.jaio.FileStat;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Walks trees, many directories at a time, without recursion, on the thread that delivers.
 *
 * <p><b>Never by a path.</b> A directory is opened by its name relative to the open directory above
 * it, without following a link, and everything in it is done relative to it. Whoever swaps a
 * directory for a link meanwhile makes a request fail, never leave the tree.
 *
 * <p><b>Order.</b> Directories wait in a list that is in pre-order, and the first of them is
 * started first; one that is started keeps its place, where its children go, until it has been
 * listed. So what runs at one time lies close together, and output in order hardly waits.
 *
 * <p><b>Descriptors.</b> A directory is open while something needs it: its own requests, children
 * that are not open yet and, where the command {@linkplain #keepsDirectories says so}, any child.
 * When the budget is used up an ancestor that only waits for its children is closed. The child that
 * ends opens it again as its own "..", and device and inode number must be those it had; a tree
 * that was moved apart meanwhile is reported, not followed. The child is open at that time: it was
 * busy last, or was itself opened again by the last of its children.
 *
 * @param <N> the node of the command
 */
abstract class TreeWalk<N extends TreeNode<N>> {

  private static final LinkOption[] NOFOLLOW = {LinkOption.NOFOLLOW_LINKS};
  private static final Path UP = Path.of("..");

  /** As GNU's fts: a directory is read in pieces of this size. */
  private static final int PIECE = 100_000;

  /** As GNU's fts: from here on entries are sorted by inode number, where that saves seeks. */
  private static final int SORT_BY_INODE = 10_000;

  /** How many waiting directories are looked at for one that can be started. */
  private static final int LOOK_AHEAD = 256;

  private final AsyncFiles files;
  private final int maxActive;
  private final ArrayDeque<N> finished = new ArrayDeque<>();
  private final WaitingList<N> list = new WaitingList<>();
  private int active;
  private int live;
  private int open;
  private boolean draining;

  /**
   * Prepares a walk.
   *
   * @param files through which everything is submitted
   * @param maxActive how many directories are opened, listed and worked on at a time
   */
  TreeWalk(AsyncFiles files, int maxActive) {
    this.files = files;
    this.maxActive = maxActive;
  }

  // ------------------------------------------------------------------ for the command

  /** A directory is open. False: it is left alone. */
  protected abstract boolean entered(N node, FileStat stat);

  /** Entries have been read: the command submits its requests and adds children. */
  protected abstract void listed(N node, List<DirEntry> entries);

  /**
   * Entries have been read with their attributes, as the command {@linkplain #wantsAttributes
   * wants}.
   *
   * @param order in which order to look at the entries; null: in theirs
   */
  protected void listed(N node, DirListing entries, int @Nullable [] order) {
    throw new UnsupportedOperationException("attributes are not wanted");
  }

  /** Whether the attributes of all entries are needed. */
  protected boolean wantsAttributes() {
    return false;
  }

  /** A directory cannot be opened or read. It ends; what has been read counts. */
  protected abstract void failed(N node, Throwable error);

  /** A directory has been read to its end, and all that was begun in it has ended. */
  protected void known(N node) {}

  /** Everything in a directory has ended; the command calls {@link #ended} at last. */
  protected void left(N node) {
    ended(node);
  }

  /** Whether a directory is needed, open, until all its children have ended. */
  protected boolean keepsDirectories() {
    return false;
  }

  /** Whether a symbolic link in the place of the directory is followed. */
  protected boolean follows(N node) {
    return false;
  }

  /** Whether entries may be sorted by inode number. */
  protected boolean sortsByInode(N node) {
    return true;
  }

  /** How many descriptors a directory takes. */
  protected int descriptorsPerDirectory() {
    return 1;
  }

  /** Opens what the command has beside the directory; by default nothing. */
  protected void reopened(N node, N child, Runnable then) {
    then.run();
  }

  /** Closes what the command has beside a directory that was closed for the budget. */
  protected void evicted(N node) {}

  final AsyncFiles files() {
    return files;
  }

  /** Starts with a directory. */
  final void start(N root) {
    live++;
    list.insert(root, null);
    schedule();
  }

  /** Adds a directory found in another that has not been left. */
  final void add(N parent, N child) {
    live++;
    parent.children++;
    parent.waiting++;
    list.insert(child, parent.inList ? parent : null);
  }

  /** Begins a request that needs the open directory. */
  final void begin(N node) {
    if (node.busy++ == 0) {
      active++;
    }
  }

  /** Ends a request that needs the open directory. */
  final void end(N node) {
    if (--node.busy == 0) {
      active--;
      idle(node);
      schedule();
    }
  }

  /** Polls until all directories have ended. */
  final void run(Aio aio) throws InterruptedException {
    while (live > 0) {
      if (aio.pollWait() == 0 && live > 0) {
        throw new IllegalStateException(live + " directories are left and nothing is outstanding");
      }
    }
  }

  /** Whether all directories have ended. */
  final boolean isOver() {
    return live == 0;
  }

  // ------------------------------------------------------------------ what waits

  /** Starts directories while there is room. */
  final void schedule() {
    int looked = 0;
    N node = list.first();
    while (node != null && active < maxActive && looked < LOOK_AHEAD) {
      N following = node.next;
      N parent = node.parent;
      if (!node.started && (parent == null || parent.directory != null)) {
        if (open >= budget() && !evictAbove(node) && active > 0) {
          return;
        }
        open(node);
      } else {
        looked++;
      }
      node = following;
    }
  }

  // ------------------------------------------------------------------ opening and reading

  private void open(N node) {
    node.started = true;
    N parent = node.parent;
    if (parent != null) {
      parent.waiting--;
      parent.opening++;
    }
    begin(node);
    open++;
    AsyncFiles from = parent == null ? files : parent.files();
    LinkOption[] options = follows(node) ? new LinkOption[0] : NOFOLLOW;
    from.openDirectory(node.name, options)
        .onComplete((directory, error) -> opened(node, directory, error));
  }

  private void opened(N node, @Nullable AsyncDirectory directory, @Nullable Throwable error) {
    if (directory == null) {
      open--;
      stop(node, error);
      isOpened(node);
    } else {
      node.open(directory, files);
      node.batch = new ArrayList<>();
      begin(node);
      FileStat known = node.stat;
      if (known == null) {
        directory.stat().onComplete((stat, e) -> entered(node, stat, e));
      } else {
        entered(node, known, null);
      }
      if (node.batch != null) {
        read(node);
      }
    }
    end(node);
  }

  private void entered(N node, @Nullable FileStat stat, @Nullable Throwable error) {
    if (stat == null) {
      stop(node, error);
    } else {
      node.device = stat.dev();
      node.inode = stat.ino();
      if (!entered(node, stat)) {
        node.listed = true;
        node.batch = null;
      }
    }
    isOpened(node);
    end(node);
  }

  /** From now on the parent may be closed. */
  private void isOpened(N node) {
    N parent = node.parent;
    if (parent != null) {
      parent.opening--;
      if (parent.busy == 0) {
        idle(parent);
      }
    }
  }

  private void read(N node) {
    AsyncDirectory directory = node.directory;
    if (directory == null) {
      throw new IllegalStateException("read while closed");
    }
    begin(node);
    if (wantsAttributes()) {
      directory.readdirplus(PIECE).onComplete((entries, error) -> read(node, entries, error));
    } else {
      directory.readdir(PIECE).onComplete((entries, error) -> read(node, entries, error));
    }
  }

  private void read(N node, @Nullable List<DirEntry> entries, @Nullable Throwable error) {
    List<DirEntry> batch = node.batch;
    if (batch != null) {
      if (entries == null) {
        stop(node, error);
      } else if (entries instanceof DirListing) {
        node.batch = entries;
        node.listed = entries.size() < PIECE;
      } else if (entries.isEmpty()) {
        node.listed = true;
      } else if (batch.isEmpty()) {
        node.batch = entries;
      } else {
        var joined = new ArrayList<DirEntry>(batch.size() + entries.size());
        joined.addAll(batch);
        joined.addAll(entries);
        node.batch = joined;
      }
      List<DirEntry> now = node.batch;
      if (!node.listed && now != null && now.size() < PIECE) {
        read(node);
      }
    }
    end(node);
  }

  private void stop(N node, @Nullable Throwable error) {
    node.listed = true;
    failed(node, error == null ? new IOException("no result") : error);
  }

  /** Nothing is outstanding in a directory: what was read is handed over, or more is read. */
  private void idle(N node) {
    List<DirEntry> batch = node.batch;
    if (batch != null) {
      node.batch = null;
      if (!batch.isEmpty()) {
        begin(node);
        if (batch instanceof DirListing listing) {
          listed(node, listing, order(node, listing));
        } else {
          listed(node, sorted(node, batch));
        }
        end(node);
        return;
      }
    }
    if (!node.listed) {
      if (node.waiting == 0 && node.opening == 0 && node.directory != null) {
        node.batch = new ArrayList<>();
        read(node);
      }
      return;
    }
    list.remove(node);
    if (!node.known) {
      node.known = true;
      known(node);
    }
    if (node.children == 0) {
      if (!node.finishing) {
        node.finishing = true;
        finish(node);
      }
    } else if (node.opening == 0 && !isNeeded(node)) {
      shut(node);
    }
  }

  private List<DirEntry> sorted(N node, List<DirEntry> entries) {
    if (entries.size() <= SORT_BY_INODE || !sortsByInode(node)) {
      return entries;
    }
    var sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(DirEntry::ino));
    return sorted;
  }

  private int @Nullable [] order(N node, DirListing entries) {
    if (entries.size() <= SORT_BY_INODE || !sortsByInode(node)) {
      return null;
    }
    long[] numbers = entries.stream().mapToLong(DirEntry::ino).toArray();
    return IntStream.range(0, numbers.length)
        .boxed()
        .sorted(Comparator.comparingLong(i -> numbers[i]))
        .mapToInt(i -> i)
        .toArray();
  }

  // ------------------------------------------------------------------ ending

  private void finish(N node) {
    N parent = node.parent;
    if (parent != null && parent.directory == null && isNeeded(parent)) {
      reopen(parent, node);
    } else {
      left(node);
    }
  }

  /** The command is done with a directory. */
  final void ended(N node) {
    shut(node);
    finished.add(node);
    if (draining) {
      return;
    }
    draining = true;
    for (N each = finished.poll(); each != null; each = finished.poll()) {
      live--;
      N parent = each.parent;
      if (parent != null) {
        parent.children--;
        if (parent.busy == 0) {
          idle(parent);
        }
      }
    }
    draining = false;
    schedule();
  }

  private void shut(N node) {
    AsyncDirectory directory = node.close();
    if (directory != null) {
      open--;
      directory.closeAsync();
    }
  }

  // ------------------------------------------------------------------ the budget

  /** Whether a directory has to be open, or opened again, when a child of it has ended. */
  private boolean isNeeded(N node) {
    if (keepsDirectories()) {
      return true;
    }
    for (N each = node; each != null; each = each.parent) {
      if (each.waiting > 0 || !each.listed) {
        return true;
      }
      N parent = each.parent;
      if (parent == null || parent.directory != null) {
        return false;
      }
    }
    return false;
  }

  private int budget() {
    int each = descriptorsPerDirectory();
    return Math.max(2, Descriptors.budget(open * each) / each);
  }

  /** Closes the highest directory above one that does nothing but wait for its children. */
  private boolean evictAbove(N node) {
    N parent = node.parent;
    N candidate = null;
    for (N each = parent == null ? null : parent.parent; each != null; each = each.parent) {
      if (each.directory != null
          && each.busy == 0
          && each.opening == 0
          && each.reopening == null
          && !each.finishing) {
        candidate = each;
      }
    }
    if (candidate == null) {
      return false;
    }
    shut(candidate);
    evicted(candidate);
    return true;
  }

  /** Opens a directory again as the ".." of a child. */
  private void reopen(N node, N child) {
    ArrayDeque<N> others = node.reopening;
    if (others != null) {
      others.add(child);
      return;
    }
    var waiters = new ArrayDeque<N>();
    waiters.add(child);
    node.reopening = waiters;
    if (child.directory == null) {
      reopened(node, child, null, new FileSystemException("..", null, "Stale file handle"));
      return;
    }
    open++;
    child
        .files()
        .openDirectory(UP, NOFOLLOW)
        .onComplete((directory, error) -> reopened(node, child, directory, error));
  }

  private void reopened(
      N node, N child, @Nullable AsyncDirectory directory, @Nullable Throwable error) {
    if (directory == null) {
      open--;
      lost(node, error);
      return;
    }
    directory
        .stat()
        .onComplete((stat, e) -> {
          if (stat != null && stat.ino() == node.inode && stat.dev() == node.device) {
            reopened(
                node,
                child,
                () -> {
                  node.open(directory, files);
                  goOn(node);
                });
          } else {
            open--;
            directory.closeAsync();
            lost(node, e);
          }
        });
  }

  private void lost(N node, @Nullable Throwable error) {
    Throwable reason =
        error != null ? error : new FileSystemException("..", null, "moved while it was in use");
    node.listed = true;
    for (N each = list.first(); each != null; ) {
      N following = each.next;
      if (!each.started && isIn(node, each)) {
        list.remove(each);
        node.waiting--;
        node.children--;
        live--;
      }
      each = following;
    }
    failed(node, reason);
    goOn(node);
  }

  @SuppressWarnings("ReferenceEquality") // a node is that directory and no other
  private static <N extends TreeNode<N>> boolean isIn(N node, N child) {
    return child.parent == node;
  }

  private void goOn(N node) {
    ArrayDeque<N> waiters = node.reopening;
    node.reopening = null;
    if (waiters != null) {
      for (N each : waiters) {
        left(each);
      }
    }
    schedule();
  }
}
