package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.DirEntry;
import dev.jaio.FileStat;
import dev.jaio.FileType;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all files of a tree with an expression that deletes or runs commands.
 *
 * <p>What an expression says of a file depends on what it has done before, so this goes one by one,
 * and opens a directory only after it has looked at it, or at its content if that comes first. As
 * in {@link TreeWalk}, everything is done by name relative to an open directory and never through a
 * link, and when the budget of descriptors is used up the highest directory is closed, to be opened
 * again as the ".." of its child.
 */
final class StepWalk {

  private static final LinkOption[] NOFOLLOW = {LinkOption.NOFOLLOW_LINKS};
  private static final LinkOption[] FOLLOW = {};
  private static final Path UP = Path.of("..");

  private final Aio aio;
  private final Session session;
  private final FindTest test;
  private final FindExpression expression;
  private final boolean followGiven;
  private int open;
  private long device;
  private boolean interrupted;

  /** A directory that is gone into. */
  private static final class Node extends TreeNode<Node> {
    private final @Nullable String rootText;
    private boolean read;
    private int position;

    Node(@Nullable Node parent, Path name, @Nullable String rootText, @Nullable FileStat stat) {
      super(parent, name);
      this.rootText = rootText;
      this.stat = stat;
    }

    @Override
    String rootText() {
      return Objects.requireNonNull(rootText);
    }
  }

  /**
   * Prepares a walk.
   *
   * @param followGiven whether a link that was given is followed
   */
  StepWalk(
      Aio aio, Session session, FindTest test, FindExpression expression, boolean followGiven) {
    this.aio = aio;
    this.session = session;
    this.test = test;
    this.expression = expression;
    this.followGiven = followGiven;
  }

  /** Goes through what was given, with the attributes it had. */
  void walk(Path path, String text, FileStat stat) throws InterruptedException {
    // "x/." leads through a link, but it is "x" that can be deleted
    Path name = Names.path(Operands.withoutSlashes(text));
    var root = new Node(null, name, text, stat);
    if (!stat.isDirectory() || expression.maxDepth() == 0) {
      look(null, name, text, Names.lastComponent(text), stat.type(), stat);
      return;
    }
    Node node = isEntered(root) && enter(root, path) ? root : null;
    try {
      while (node != null) {
        DirEntry entry = next(node);
        node = entry == null ? leave(node) : found(node, entry);
        if (interrupted) {
          throw new InterruptedException();
        }
      }
    } finally {
      for (; node != null; node = node.parent) {
        shut(node); // the search may have been ended in the middle
      }
    }
  }

  // ------------------------------------------------------------------ down

  /** Looks at an entry, or goes into it; returns where to go on. */
  private Node found(Node node, DirEntry entry) throws InterruptedException {
    Path name = entry.name();
    FileType type = entry.type();
    FileStat stat = null;
    if (expression.needsStat() || type == FileType.UNKNOWN) {
      try { // not with the listing: what was changed since then might not be meant any more
        stat = node.files().lstat(name).await();
      } catch (IOException e) {
        session.error(Quoting.always(node.text(name)), e);
        return node;
      }
    }
    type = stat == null ? type : stat.type();
    if (type == FileType.DIRECTORY && node.level + 1 < expression.maxDepth()) {
      var child = new Node(node, name, null, stat);
      return isEntered(child) && enter(child, name) ? child : node;
    }
    look(node, name, node.text(name), Names.text(name), type, stat);
    return node;
  }

  /** Looks at a directory if that comes before its content; whether it is then gone into. */
  private boolean isEntered(Node node) throws InterruptedException {
    return expression.isDepthFirst() || !look(node);
  }

  /** Opens a directory. One that cannot be read may still be what is to be deleted. */
  private boolean enter(Node node, Path path) throws InterruptedException {
    Node parent = node.parent;
    try {
      makeRoom(parent);
      boolean follow = parent == null && followGiven;
      AsyncFiles from = parent == null ? aio : parent.files();
      node.open(from.openDirectory(path, follow ? FOLLOW : NOFOLLOW).await(), aio);
      open++;
      if (expression.oneFileSystem() && isElsewhere(node)) {
        shut(node);
        lookAfterwards(node);
        return false;
      }
      return true;
    } catch (IOException e) {
      session.error(Quoting.always(node.text()), e);
      if (Reasons.errno(e) != Reasons.ENOENT) {
        lookAfterwards(node);
      }
      return false;
    }
  }

  /** Whether a directory is on another device than what was given. */
  private boolean isElsewhere(Node node) throws IOException, InterruptedException {
    long found = Objects.requireNonNull(node.directory).stat().await().dev();
    if (node.parent == null) {
      device = found;
    }
    return found != device;
  }

  /** The next entry of a directory, null at its end. */
  private @Nullable DirEntry next(Node node) throws InterruptedException {
    List<DirEntry> batch = node.batch;
    while (batch == null || node.position == batch.size()) {
      if (node.read) {
        return null;
      }
      AsyncDirectory directory = Objects.requireNonNull(node.directory);
      try {
        batch = directory.readdir(TreeReader.piece()).await();
        node.read = batch.isEmpty();
        node.batch = batch;
        node.position = 0;
        if (expression.executes()) {
          readToTheEnd(node, directory); // what commands put into it is not looked at
          batch = node.batch;
        }
      } catch (IOException e) {
        session.error(Quoting.always(node.text()), e);
        node.read = true;
        return null;
      }
    }
    return batch.get(node.position++);
  }

  // ------------------------------------------------------------------ up

  /** Looks at a directory when all that was in it has been looked at; returns where to go on. */
  private @Nullable Node leave(Node node) throws InterruptedException {
    Node parent = node.parent;
    boolean reached = true;
    if (parent != null && parent.directory == null) {
      try {
        reopen(parent, node);
      } catch (IOException e) {
        session.error(Quoting.always(parent.text()), e);
        reached = false; // and neither is anything above it, which was closed before
      }
    }
    shut(node);
    if (!reached) {
      return null;
    }
    lookAfterwards(node);
    return parent;
  }

  private void reopen(Node node, Node child) throws IOException, InterruptedException {
    AsyncDirectory directory = child.files().openDirectory(UP, NOFOLLOW).await();
    open++;
    node.open(directory, aio);
    FileStat stat = directory.stat().await();
    if (stat.ino() != node.inode || stat.dev() != node.device) {
      shut(node);
      throw new FileSystemException("..", null, "moved while it was in use");
    }
  }

  private void shut(Node node) {
    AsyncDirectory directory = node.close();
    if (directory != null) {
      open--;
      directory.closeAsync();
    }
  }

  /** Closes a directory far above if too many are open. Its entries have to be known by then. */
  private void makeRoom(@Nullable Node parent) throws IOException, InterruptedException {
    if (open < Descriptors.budget(open)) {
      return;
    }
    Node highest = null;
    for (Node each = parent == null ? null : parent.parent; each != null; each = each.parent) {
      if (each.directory != null) {
        highest = each;
      }
    }
    if (highest == null) {
      return;
    }
    AsyncDirectory directory = Objects.requireNonNull(highest.directory);
    FileStat stat = directory.stat().await();
    highest.inode = stat.ino();
    highest.device = stat.dev();
    readToTheEnd(highest, directory);
    shut(highest);
  }

  private void readToTheEnd(Node node, AsyncDirectory directory)
      throws IOException, InterruptedException {
    List<DirEntry> left = new ArrayList<>();
    while (!node.read) {
      List<DirEntry> more = directory.readdir(TreeReader.piece()).await();
      node.read = more.isEmpty();
      left.addAll(more);
    }
    List<DirEntry> batch = node.batch;
    if (!left.isEmpty() && batch != null) {
      left.addAll(0, batch.subList(node.position, batch.size()));
      node.batch = left;
      node.position = 0;
    }
  }

  // ------------------------------------------------------------------ the expression

  private void lookAfterwards(Node node) throws InterruptedException {
    if (expression.isDepthFirst()) {
      look(node);
    }
  }

  /** Looks at a directory; whether it shall not be gone into. */
  private boolean look(Node node) throws InterruptedException {
    String text = node.text();
    Node parent = node.parent;
    String last = parent == null ? Names.lastComponent(text) : Names.text(node.name);
    return look(parent, node.name, text, last, FileType.DIRECTORY, node.stat);
  }

  private boolean look(
      @Nullable Node parent,
      Path name,
      String text,
      String last,
      FileType type,
      @Nullable FileStat stat)
      throws InterruptedException {
    int level = parent == null ? 0 : parent.level + 1;
    if (level < expression.minDepth()) {
      return false;
    }
    AsyncFiles at = parent == null ? aio : parent.files();
    boolean empty =
        expression.needsContent() && type == FileType.DIRECTORY && isEmpty(at, name, text);
    var file =
        new FindTest.Candidate(text, last, type, stat, empty, () -> delete(at, name, type, text));
    test.matches(file);
    return file.isPruned();
  }

  /** Whether nothing is in a directory any more. */
  private boolean isEmpty(AsyncFiles at, Path name, String text) throws InterruptedException {
    try (AsyncDirectory directory = at.openDirectory(name, NOFOLLOW).await()) {
      return directory.readdir(1).await().isEmpty();
    } catch (IOException e) {
      session.error(Quoting.always(text), e);
      return false;
    }
  }

  private boolean delete(AsyncFiles at, Path name, FileType type, String text) {
    if (text.equals(".")) {
      return true; // so that it can be said without harm
    }
    try {
      if (type != FileType.DIRECTORY) {
        try {
          at.unlink(name).await();
          return true;
        } catch (IOException e) {
          if (Reasons.errno(e) != Reasons.EISDIR) {
            throw e;
          }
        }
      }
      at.rmdir(name).await();
      return true;
    } catch (IOException e) {
      session.error("cannot delete " + Quoting.always(text), e);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    return false;
  }
}
