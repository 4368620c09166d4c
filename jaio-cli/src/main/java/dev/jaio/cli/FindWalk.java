package dev.jaio.cli;

import dev.jaio.AsyncFiles;
import dev.jaio.DirEntry;
import dev.jaio.DirListing;
import dev.jaio.FileStat;
import dev.jaio.FileType;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all files of a tree, in the order of the directories, a directory before its content or
 * after it, as the expression says.
 */
final class FindWalk extends TreeWalk<FindNode> {

  private static final int MAX_ACTIVE = 32;

  private final Session session;
  private final FindTest test;
  private final FindExpression expression;
  private final boolean follow;
  private final boolean needsStat;
  private final boolean needsContent;
  private final boolean prunes;
  private final boolean depthFirst;
  private final boolean oneFileSystem;
  private final int minDepth;
  private final int maxDepth;
  private @Nullable FindNode current;
  private long device;

  FindWalk(
      AsyncFiles through,
      Session session,
      FindTest test,
      FindExpression expression,
      boolean follow) {
    super(through, MAX_ACTIVE);
    this.session = session;
    this.test = test;
    this.expression = expression;
    this.follow = follow;
    this.needsStat = expression.needsStat();
    this.needsContent = expression.needsContent();
    this.prunes = expression.prunes();
    this.depthFirst = expression.isDepthFirst();
    this.oneFileSystem = expression.oneFileSystem();
    this.minDepth = expression.minDepth();
    this.maxDepth = expression.maxDepth();
  }

  /** Begins with a file that was given. */
  void startAt(Path path, String text, FileStat stat) {
    var root = new FindNode(null, path, text);
    root.closed = !stat.isDirectory() || !isEntered(root, stat);
    if (stat.isDirectory() && (needsContent || !root.closed)) {
      current = root;
      start(root);
    } else {
      look(0, text, Names.lastComponent(text), stat.type(), stat, false);
    }
  }

  private void look(
      int level, String path, String name, FileType type, @Nullable FileStat stat, boolean empty) {
    if (level >= minDepth) {
      test.matches(new FindTest.Candidate(path, name, type, stat, empty, false));
    }
  }

  /** The node of a directory that has to be opened, or null if it need not be. */
  private @Nullable FindNode child(FindNode node, Path name, @Nullable FileStat stat) {
    var child = new FindNode(node, name, null);
    child.stat = stat;
    child.closed = !isEntered(child, stat);
    return child.closed && !needsContent ? null : child;
  }

  /**
   * Whether a directory is gone into. Directories are read before it is their turn, so what the
   * expression will say of this one is asked now; nothing in it depends on when that is.
   */
  private boolean isEntered(FindNode node, @Nullable FileStat stat) {
    if (node.level >= maxDepth) {
      return false;
    }
    if (!prunes || node.level < minDepth || (needsStat && stat == null)) {
      return true;
    }
    FileType type = stat == null ? FileType.DIRECTORY : stat.type();
    String text = node.text();
    var asked = new FindTest.Candidate(text, name(node, text), type, stat, false, true);
    test.matches(asked);
    return !asked.isPruned();
  }

  private static String name(FindNode node, String text) {
    return node.parent == null ? Names.lastComponent(text) : Names.text(node.name);
  }

  @Override
  protected boolean follows(FindNode node) {
    return follow || node.parent == null; // its type was looked at as the options say
  }

  @Override
  protected boolean entered(FindNode node, FileStat stat) {
    node.stat = stat;
    if (node.parent == null) {
      device = stat.dev();
    }
    for (FindNode above = node.parent; follow && above != null; above = above.parent) {
      if (above.inode == stat.ino() && above.device == stat.dev()) {
        node.gone = true;
        node.complaint =
            "File system loop detected; "
                + Quoting.always(node.text())
                + " is part of the same file system loop as "
                + Quoting.always(above.text())
                + ".";
        return false;
      }
    }
    if (oneFileSystem && stat.dev() != device) {
      node.closed = true;
      return needsContent;
    }
    return true;
  }

  @Override
  protected boolean wantsAttributes() {
    return needsStat;
  }

  @Override
  protected void listed(FindNode node, List<DirEntry> entries) {
    if (isForContentOnly(node, entries)) {
      return;
    }
    for (DirEntry each : entries) {
      found(node, each, each.type(), null);
    }
  }

  @Override
  protected void listed(FindNode node, DirListing entries, int @Nullable [] order) {
    if (isForContentOnly(node, entries)) {
      return;
    }
    for (int k = 0; k < entries.size(); k++) {
      int i = order == null ? k : order[k];
      found(node, entries.get(i), entries.type(i), entries.stat(i));
    }
  }

  /** Whether a directory was opened only to find out whether something is in it. */
  private boolean isForContentOnly(FindNode node, List<DirEntry> entries) {
    node.empty &= entries.isEmpty();
    return node.closed;
  }

  private void found(FindNode node, DirEntry each, FileType type, @Nullable FileStat stat) {
    FindNode child = type == FileType.DIRECTORY ? child(node, each.name(), stat) : null;
    if (child != null) {
      node.items.add(child);
      add(node, child);
      return;
    }
    var entry = new Entry(node, each.name(), type, stat);
    node.items.add(entry);
    boolean followed = follow && type == FileType.SYMLINK;
    if (followed || (stat == null && (needsStat || type == FileType.UNKNOWN))) {
      begin(node);
      AsyncFiles at = node.files();
      (follow ? at.stat(each.name()) : at.lstat(each.name())).onComplete(entry);
    }
  }

  /** Something in a directory that need not be gone into. */
  private final class Entry implements BiConsumer<@Nullable FileStat, @Nullable Throwable> {
    private final FindNode node;
    private final Path name;
    private FileType type;
    private @Nullable FileStat stat;
    private @Nullable Throwable error;
    private @Nullable FindNode child;
    private boolean itself;

    Entry(FindNode node, Path name, FileType type, @Nullable FileStat stat) {
      this.node = node;
      this.name = name;
      this.type = type;
      this.stat = stat;
    }

    @Override
    public void accept(@Nullable FileStat found, @Nullable Throwable failure) {
      if (found == null && follow && !itself && Reasons.errno(failure) == Reasons.ENOENT) {
        itself = true; // a link that leads nowhere is a link
        node.files().lstat(name).onComplete(this);
        return;
      }
      stat = found;
      error = failure;
      if (found != null) {
        type = found.type();
        FindNode directory = type == FileType.DIRECTORY ? child(node, name, found) : null;
        child = directory;
        if (directory != null) {
          add(node, directory);
        }
      }
      end(node);
    }

    private void settle() {
      Throwable failure = error;
      if (failure != null) {
        session.error(Quoting.always(node.text(name)), failure);
      } else {
        look(node.level + 1, node.text(name), Names.text(name), type, stat, false);
      }
    }
  }

  @Override
  protected void failed(FindNode node, Throwable error) {
    node.complaint = Quoting.always(node.text()) + ": " + Reasons.of(error);
    if (node.directory == null && node.busy > 0) {
      FindNode parent = node.parent;
      AsyncFiles at = parent == null ? files() : parent.files();
      begin(node);
      at.lstat(node.name)
          .onComplete((stat, _) -> {
            node.stat = stat;
            node.gone = stat == null;
            end(node);
          });
    }
  }

  // ------------------------------------------------------------------ in order

  @Override
  protected void known(FindNode node) {
    node.complete = true;
    if (node == current && !expression.isOver()) {
      settle(node);
    }
  }

  private void settle(FindNode from) {
    FindNode node = from;
    while (node.complete) {
      FindNode child = nextChild(node);
      if (child != null) {
        node = child;
        continue;
      }
      if (depthFirst) {
        begin(node, node.stat);
      }
      FindNode parent = node.parent;
      if (parent == null) {
        current = null;
        return;
      }
      parent.items.set(parent.cursor - 1, ""); // for the collector
      node = parent;
    }
    current = node;
  }

  private @Nullable FindNode nextChild(FindNode node) {
    if (node.cursor < 0) {
      node.cursor = 0;
      if (!depthFirst) {
        begin(node, node.stat);
      }
    }
    while (node.cursor < node.items.size()) {
      Object item = node.items.get(node.cursor++);
      if (item instanceof FindNode child) {
        return child;
      }
      if (item instanceof Entry entry) {
        FindNode child = entry.child;
        if (child != null) {
          return child;
        }
        entry.settle();
      }
    }
    return null;
  }

  private void begin(FindNode node, @Nullable FileStat stat) {
    String complaint = node.complaint;
    if (!node.gone) {
      String text = node.text();
      FileType type = stat == null ? FileType.DIRECTORY : stat.type();
      if (stat != null || !needsStat) {
        look(node.level, text, name(node, text), type, stat, node.empty && complaint == null);
      }
    }
    if (complaint != null) {
      session.error(complaint);
    }
  }
}
