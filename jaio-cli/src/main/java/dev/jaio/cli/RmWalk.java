package dev.jaio.cli;

import dev.jaio.AsyncFiles;
import dev.jaio.DirEntry;
import dev.jaio.DirListing;
import dev.jaio.FileStat;
import dev.jaio.FileType;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Removes trees. If the user is to be asked about what is write-protected, one directory after the
 * other, so that nothing else goes on while the user thinks.
 */
final class RmWalk extends TreeWalk<RmNode> {

  private static final int MAX_ACTIVE = 32;

  private final Session session;
  private final Progress progress;
  private final boolean force;
  private final boolean verbose;
  private final boolean oneFileSystem;
  private final boolean careful;

  /**
   * Prepares a removal.
   *
   * @param careful whether the user is asked about what is write-protected
   */
  RmWalk(
      AsyncFiles through,
      Session session,
      Progress progress,
      boolean force,
      boolean verbose,
      boolean oneFileSystem,
      boolean careful) {
    super(through, careful ? 1 : MAX_ACTIVE);
    this.careful = careful;
    this.oneFileSystem = oneFileSystem;
    this.session = session;
    this.progress = progress;
    this.force = force;
    this.verbose = verbose;
  }

  @Override
  protected boolean keepsDirectories() {
    return true;
  }

  @Override
  protected boolean wantsAttributes() {
    return careful;
  }

  @Override
  protected boolean entered(RmNode node, FileStat stat) {
    RmNode parent = node.parent;
    node.stat = stat;
    if (oneFileSystem && parent != null && stat.dev() != parent.device) {
      session.error(elsewhere(node.text()));
      node.stays = true;
      return false;
    }
    return true;
  }

  /** What is said of a directory that is left as it is on another file system. */
  static String elsewhere(String text) {
    return "skipping " + Quoting.always(text) + ", since it's on a different device";
  }

  @Override
  protected void listed(RmNode node, List<DirEntry> entries) {
    for (DirEntry each : entries) {
      if (each.type() == FileType.DIRECTORY) {
        add(node, new RmNode(node, each.name(), null));
      } else {
        begin(node);
        unlink(node, each.name());
      }
    }
  }

  @Override
  protected void listed(RmNode node, DirListing entries, int @Nullable [] order) {
    if (!mayDescend(node)) {
      return;
    }
    for (int i = 0; i < entries.size(); i++) {
      Path name = entries.get(i).name();
      FileStat stat = entries.stat(i);
      if (entries.type(i) == FileType.DIRECTORY) {
        var child = new RmNode(node, name, null);
        child.stat = stat;
        add(node, child);
      } else if (mayRemove(stat, () -> node.text(name))) {
        begin(node);
        unlink(node, name);
      }
    }
  }

  private boolean mayRemove(@Nullable FileStat stat, Supplier<String> text) {
    return !careful
        || stat == null
        || !session.privileges().isProtected(stat)
        || RmAsking.mayRemove(session, stat, text.get());
  }

  /** Whether what is in a directory may be removed; asks once. */
  private boolean mayDescend(RmNode node) {
    FileStat stat = node.stat;
    if (careful && !node.asked && stat != null && session.privileges().isProtected(stat)) {
      node.declined = !RmAsking.mayDescend(session, stat, node.text());
      node.stays |= node.declined;
    }
    node.asked = true;
    return !node.declined;
  }

  private void unlink(RmNode node, Path name) {
    node.files()
        .unlink(name)
        .onComplete((_, error) -> {
          if (error == null) {
            removed("removed ", node, name);
          } else if (Reasons.errno(error) == Reasons.EISDIR) {
            add(node, new RmNode(node, name, null));
          } else if (!isForgiven(error)) {
            session.error("cannot remove " + Quoting.always(node.text(name)), error);
            node.stays = true;
          }
          end(node);
        });
  }

  /** With -f it is no failure when somebody else was faster. */
  private boolean isForgiven(Throwable error) {
    return force && Reasons.errno(error) == Reasons.ENOENT;
  }

  private void removed(String what, RmNode node, @Nullable Path name) {
    progress.done(1, 0);
    if (verbose) {
      String text = name == null ? node.text() : node.text(name);
      session.out.put(what).put(Quoting.always(text)).put('\n');
    }
  }

  @Override
  protected void failed(RmNode node, Throwable error) {
    int errno = Reasons.errno(error);
    RmNode parent = node.parent;
    if (node.directory == null && parent != null && node.busy > 0) {
      if (errno == Reasons.ENOTDIR || errno == Reasons.ELOOP) { // swapped for something else
        node.gone = true;
        begin(parent);
        unlink(parent, node.name);
        return;
      }
    }
    if (errno == Reasons.EACCES && node.directory == null) {
      node.unreadable = error; // it may be empty, and then be removed
      mayDescend(node);
      return;
    }
    node.stays = true;
    if (!isForgiven(error)) {
      session.error("cannot remove " + Quoting.always(node.text()), error);
    } else {
      node.gone = true;
    }
  }

  @Override
  protected void left(RmNode node) {
    RmNode parent = node.parent;
    if (node.gone) {
      ended(node);
    } else if (node.stays) {
      keepParent(node);
      ended(node);
    } else if (parent != null && parent.directory == null) {
      keepParent(node); // it was moved away meanwhile, which has been said
      ended(node);
    } else if (!mayRemove(node.stat, node::text)) {
      ended(node);
    } else {
      AsyncFiles at = parent == null ? files() : parent.files();
      at.rmdir(node.name).onComplete((_, error) -> removed(node, error));
    }
  }

  private void removed(RmNode node, @Nullable Throwable error) {
    if (error == null) {
      removed("removed directory ", node, null);
    } else if (!isForgiven(error)) {
      Throwable first = node.unreadable;
      session.error("cannot remove " + Quoting.always(node.text()), first == null ? error : first);
      keepParent(node);
    }
    ended(node);
  }

  private static void keepParent(RmNode node) {
    RmNode parent = node.parent;
    if (parent != null) {
      parent.stays = true;
    }
  }
}
