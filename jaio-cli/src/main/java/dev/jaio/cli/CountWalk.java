package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.AsyncFiles;
import dev.jaio.DirEntry;
import dev.jaio.DirListing;
import dev.jaio.FileStat;
import dev.jaio.FileType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts files and bytes in trees, for the time that is left. What it cannot read it leaves out.
 */
final class CountWalk extends TreeWalk<CountWalk.Node> {

  private static final int MAX_ACTIVE = 32;

  private final Progress progress;
  private final boolean sizes;
  private final @Nullable Privileges privileges;
  private boolean anyProtected;

  /** A directory in which files are counted. */
  static final class Node extends TreeNode<Node> {
    Node(@Nullable Node parent, Path name) {
      super(parent, name);
    }

    @Override
    String rootText() {
      return Objects.toString(name);
    }
  }

  private CountWalk(
      AsyncFiles through, boolean sizes, @Nullable Privileges privileges, Progress progress) {
    super(through, MAX_ACTIVE);
    this.sizes = sizes;
    this.privileges = privileges;
    this.progress = progress;
  }

  /** Counts what is named on a command line, and waits for it. */
  static void count(Aio aio, List<String> operands, boolean sizes, Progress progress)
      throws InterruptedException {
    count(new CountWalk(aio, sizes, null, progress), aio, operands);
  }

  /** Counts without the sizes; returns whether anything is write-protected. */
  static boolean findProtected(
      Aio aio, List<String> operands, Privileges privileges, Progress progress)
      throws InterruptedException {
    var walk = new CountWalk(aio, false, privileges, progress);
    count(walk, aio, operands);
    return walk.anyProtected;
  }

  private static void count(CountWalk walk, Aio aio, List<String> operands)
      throws InterruptedException {
    Progress progress = walk.progress;
    for (String operand : operands) {
      try {
        Path path = Operands.path(operand);
        FileStat stat = aio.stat(path).await();
        walk.look(stat);
        if (stat.isDirectory()) {
          walk.start(new Node(null, path));
        } else {
          progress.expect(1, walk.sizes && stat.isRegularFile() ? stat.size() : 0);
        }
      } catch (IOException e) {
        progress.expect(1, 0); // the command will say so
      }
    }
    walk.run(aio);
    progress.totalIsKnown();
  }

  @Override
  protected boolean entered(Node node, FileStat stat) {
    progress.expect(1, 0);
    return true;
  }

  @Override
  protected boolean wantsAttributes() {
    return sizes || privileges != null;
  }

  @Override
  protected void listed(Node node, List<DirEntry> entries) {
    for (DirEntry each : entries) {
      found(node, each, each.type());
    }
  }

  @Override
  protected void listed(Node node, DirListing entries, int @Nullable [] order) {
    for (int i = 0; i < entries.size(); i++) {
      found(node, entries.get(i), entries.type(i));
      FileStat stat = entries.stat(i);
      if (stat != null) {
        look(stat);
        progress.expect(0, sizes && stat.isRegularFile() ? stat.size() : 0);
      }
    }
  }

  private void look(FileStat stat) {
    anyProtected |= privileges != null && privileges.isProtected(stat);
  }

  private void found(Node node, DirEntry entry, FileType type) {
    if (type == FileType.DIRECTORY) {
      add(node, new Node(node, entry.name()));
    } else {
      progress.expect(1, 0);
    }
  }

  @Override
  protected void failed(Node node, Throwable error) {
    progress.expect(1, 0); // a file, or not readable, which the command will say
  }
}
