package dev.jaio.cli;

import dev.jaio.AsyncDirectory;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Which directories of a walk are open, within a budget of descriptors.
 *
 * <p>A directory is open while something needs it: its own requests, children that are not open yet
 * and, where the command {@linkplain TreeWalk#keepsDirectories says so}, any child. When the budget
 * is used up an ancestor that only waits for its children is closed. The child that ends opens it
 * again as its own "..", and device and inode number must be those it had; a tree that was moved
 * apart meanwhile is reported, not followed. The child is open at that time: it was busy last, or
 * was itself opened again by the last of its children.
 *
 * <p>A directory of which more is to be read stays open, as in GNU's fts: opened again it would be
 * read from its beginning. When there is nothing to close the walk goes on all the same, with one
 * directory at a time.
 *
 * @param <N> the node of the command
 */
final class OpenDirectories<N extends TreeNode<N>> {

  private static final LinkOption[] NOFOLLOW = {LinkOption.NOFOLLOW_LINKS};
  private static final Path UP = Path.of("..");

  private final TreeWalk<N> walk;
  private int open;

  OpenDirectories(TreeWalk<N> walk) {
    this.walk = walk;
  }

  /** Counts one that is being opened. */
  void opening() {
    open++;
  }

  /** It could not be opened. */
  void notOpened() {
    open--;
  }

  /** Closes a directory, if it is open. */
  void shut(N node) {
    AsyncDirectory directory = node.close();
    if (directory != null) {
      open--;
      directory.closeAsync();
    }
  }

  /** Whether a directory has to be open, or opened again, when a child of it has ended. */
  boolean isNeeded(N node) {
    if (walk.keepsDirectories()) {
      return true;
    }
    for (N each = node; each != null; each = each.parent) {
      if (each.waiting > 0) {
        return true;
      }
      N parent = each.parent;
      if (parent == null || parent.directory != null) {
        return false;
      }
    }
    return false;
  }

  // ------------------------------------------------------------------ the budget

  /** Whether one more may be open, perhaps in place of one above it that is closed now. */
  boolean hasRoomFor(N node) {
    return open < budget() || evictAbove(node);
  }

  private int budget() {
    int each = walk.descriptorsPerDirectory();
    return Math.max(2, Descriptors.budget(open * each) / each);
  }

  /** Closes the highest directory above one that does nothing but wait for its children. */
  private boolean evictAbove(N node) {
    N parent = node.parent;
    N candidate = null;
    for (N each = parent == null ? null : parent.parent; each != null; each = each.parent) {
      if (each.directory != null
          && each.listed
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
    walk.evicted(candidate);
    return true;
  }

  // ------------------------------------------------------------------ opening again

  /** Opens a directory again as the ".." of a child, which is left when that is done. */
  void reopen(N node, N child) {
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
            walk.reopened(
                node,
                child,
                () -> {
                  node.open(directory, walk.files());
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
    walk.giveUp(node);
    walk.failed(node, reason);
    goOn(node);
  }

  private void goOn(N node) {
    ArrayDeque<N> waiters = node.reopening;
    node.reopening = null;
    if (waiters != null) {
      for (N each : waiters) {
        walk.left(each);
      }
    }
    walk.schedule();
  }
}
