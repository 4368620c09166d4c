package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.DirEntry;
import dev.jaio.DirListing;
import dev.jaio.FileStat;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
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
 * <p>{@link TreeReader} reads what is in a directory, {@link OpenDirectories} knows how many are
 * open and closes some for a while.
 *
 * @param <N> the node of the command
 */
abstract class TreeWalk<N extends TreeNode<N>> {

  private static final LinkOption[] NOFOLLOW = {LinkOption.NOFOLLOW_LINKS};

  /** How many waiting directories are looked at for one that can be started. */
  private static final int LOOK_AHEAD = 256;

  private final AsyncFiles files;
  private final int maxActive;
  private final ArrayDeque<N> finished = new ArrayDeque<>();
  private final WaitingList<N> list = new WaitingList<>();
  private final TreeReader<N> reader = new TreeReader<>(this);
  private final OpenDirectories<N> directories = new OpenDirectories<>(this);
  private int active;
  private int live;
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
        if (!directories.hasRoomFor(node) && active > 0) {
          return;
        }
        open(node);
      } else {
        looked++;
      }
      node = following;
    }
  }

  // ------------------------------------------------------------------ opening

  private void open(N node) {
    node.started = true;
    N parent = node.parent;
    if (parent != null) {
      parent.waiting--;
      parent.opening++;
    }
    begin(node);
    directories.opening();
    AsyncFiles from = parent == null ? files : parent.files();
    LinkOption[] options = follows(node) ? new LinkOption[0] : NOFOLLOW;
    from.openDirectory(node.name, options)
        .onComplete((directory, error) -> opened(node, directory, error));
  }

  private void opened(N node, @Nullable AsyncDirectory directory, @Nullable Throwable error) {
    if (directory == null) {
      directories.notOpened();
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
        reader.read(node);
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

  /** A directory ends, as it cannot be opened or read. */
  final void stop(N node, @Nullable Throwable error) {
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
        reader.handOver(node, batch);
        end(node);
        return;
      }
    }
    if (!node.listed) {
      if (node.waiting == 0 && node.opening == 0 && node.directory != null) {
        node.batch = new ArrayList<>();
        reader.read(node);
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
    } else if (node.opening == 0 && !directories.isNeeded(node)) {
      directories.shut(node);
    }
  }

  // ------------------------------------------------------------------ ending

  private void finish(N node) {
    N parent = node.parent;
    if (parent != null && parent.directory == null && directories.isNeeded(parent)) {
      directories.reopen(parent, node);
    } else {
      left(node);
    }
  }

  /** The command is done with a directory. */
  final void ended(N node) {
    directories.shut(node);
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

  /** What is in a directory that was not started, and cannot be reached any more, is given up. */
  final void giveUp(N node) {
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
  }

  @SuppressWarnings("ReferenceEquality") // a node is that directory and no other
  private static <N extends TreeNode<N>> boolean isIn(N node, N child) {
    return child.parent == node;
  }
}
