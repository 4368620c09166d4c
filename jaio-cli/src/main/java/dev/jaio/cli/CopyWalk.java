package dev.jaio.cli;

import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.DirEntry;
import dev.jaio.FileStat;
import dev.jaio.FileTimes;
import dev.jaio.FileType;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies trees: to every directory that is open belongs its copy, open as well. */
final class CopyWalk extends TreeWalk<CopyNode> {

  private static final int MAX_ACTIVE = 16;
  private static final int PERMISSIONS = 01777;
  private static final int DEFAULT_MODE = 0777;
  private static final int OWNER = 0700;
  private static final int ID_BITS = 07000;
  private static final Path UP = Path.of("..");
  private static final Path ITSELF = Path.of(".");

  private final CopyRun run;
  private final CopyOptions options;

  CopyWalk(CopyRun run) {
    super(run.files(), MAX_ACTIVE);
    this.run = run;
    this.options = run.options();
  }

  @Override
  protected boolean keepsDirectories() {
    return true;
  }

  @Override
  protected int descriptorsPerDirectory() {
    return 2;
  }

  @Override
  protected boolean follows(CopyNode node) {
    return options.followAll() || (node.parent == null && options.followOperands());
  }

  // ------------------------------------------------------------------ the directory

  @Override
  protected boolean entered(CopyNode node, FileStat stat) {
    node.stat = stat;
    if (node.parent != null && node.parent.target == null) {
      node.skipped = true; // the copy of the parent is lost, which has been said
      return false;
    }
    CopyNode root = node;
    for (CopyNode above = node.parent; above != null; above = above.parent) {
      root = above;
      if (options.followAll() && above.inode == stat.ino() && above.device == stat.dev()) {
        fail(node, "cannot copy cyclic symbolic link " + Quoting.always(node.text()));
        return false;
      }
    }
    if (root != node && root.targetInode == stat.ino() && root.targetDevice == stat.dev()) {
      node.skipped = true; // the copy itself; CopyRun says so
      return false;
    }
    create(node, stat);
    return !options.oneFileSystem() || root == node || stat.dev() == root.device;
  }

  private void fail(CopyNode node, String message) {
    node.skipped = true;
    run.session().error(message);
    run.failed();
  }

  private AsyncFiles targetParent(CopyNode node) {
    CopyNode parent = node.parent;
    return parent == null ? files() : parent.targetFiles();
  }

  /** Makes or finds the copy of a directory; the parent stays open until it is open. */
  private void create(CopyNode node, FileStat stat) {
    CopyNode parent = node.parent;
    begin(node);
    if (parent != null) {
      begin(parent);
    }
    CopyOptions.Preserve preserve = options.preserve();
    int kept = stat.permissionBits() & (preserve.mode() ? OWNER : PERMISSIONS);
    int mode = (preserve.defaultMode() ? DEFAULT_MODE : kept) | OWNER;
    targetParent(node)
        .mkdir(node.targetName, mode)
        .onComplete((_, error) -> {
          node.created = error == null;
          if (error == null || Reasons.errno(error) == Reasons.EEXIST) {
            openTarget(node);
          } else {
            fail(
                node,
                "cannot create directory "
                    + Quoting.always(node.targetText())
                    + ": "
                    + Reasons.of(error));
            created(node);
          }
        });
  }

  private void openTarget(CopyNode node) {
    targetParent(node)
        .openDirectory(node.targetName, LinkOption.NOFOLLOW_LINKS)
        .onComplete((directory, error) -> {
          if (directory != null) {
            directory.stat().onComplete((stat, e) -> targetOpened(node, directory, stat, e));
            return;
          }
          int errno = Reasons.errno(error);
          if (errno == Reasons.ENOTDIR || errno == Reasons.ELOOP) {
            fail(
                node,
                "cannot overwrite non-directory "
                    + Quoting.always(node.targetText())
                    + " with directory "
                    + Quoting.always(node.text()));
          } else {
            failOnTarget(node, error);
          }
          created(node);
        });
  }

  private void failOnTarget(CopyNode node, @Nullable Throwable error) {
    String reason = error == null ? "no result" : Reasons.of(error);
    fail(node, "cannot access " + Quoting.always(node.targetText()) + ": " + reason);
  }

  private void targetOpened(
      CopyNode node, AsyncDirectory directory, @Nullable FileStat stat, @Nullable Throwable error) {
    node.openTarget(directory, files());
    if (stat == null) {
      failOnTarget(node, error);
    } else {
      node.targetDevice = stat.dev();
      node.targetInode = stat.ino();
      node.createdMode = stat.permissionBits();
      if (options.verbose() && node.created) {
        run.session()
            .out
            .put(Quoting.always(node.text()))
            .put(" -> ")
            .put(Quoting.always(node.targetText()))
            .put('\n');
      }
    }
    created(node);
  }

  private void created(CopyNode node) {
    CopyNode parent = node.parent;
    if (parent != null) {
      end(parent);
    }
    end(node);
  }

  @Override
  protected void failed(CopyNode node, Throwable error) {
    CopyNode parent = node.parent;
    if (node.directory != null || node.busy == 0) {
      fail(node, "cannot read directory " + Quoting.always(node.text()) + ": " + Reasons.of(error));
      return;
    }
    run.session().error("cannot access " + Quoting.always(node.text()), error);
    run.failed();
    node.skipped = true;
    if (Reasons.errno(error) == Reasons.EACCES) { // it is copied all the same, empty
      begin(node);
      if (parent != null) {
        begin(parent);
      }
      (parent == null ? files() : parent.files())
          .lstat(node.name)
          .onComplete((stat, _) -> {
            if (stat != null && stat.isDirectory()) {
              node.stat = stat;
              create(node, stat);
            }
            created(node);
          });
    }
  }

  // ------------------------------------------------------------------ what is in it

  @Override
  protected void listed(CopyNode node, List<DirEntry> entries) {
    if (node.skipped) {
      return;
    }
    for (DirEntry each : entries) {
      if (each.type() == FileType.DIRECTORY) {
        add(node, new CopyNode(node, each.name()));
      } else {
        begin(node);
        run.queue(() -> entry(node, each));
      }
    }
  }

  private void entry(CopyNode node, DirEntry entry) {
    Path name = entry.name();
    var source = new Place(node.files(), node.directory, name, () -> node.text(name));
    var target = new Place(node.targetFiles(), node.target, name, () -> node.targetText(name));
    Runnable then =
        () -> {
          run.dequeue();
          end(node);
        };
    var job = new CopyJob(run, source, target, false, node.created, then);
    boolean mayBeDirectory =
        entry.type() == FileType.UNKNOWN
            || (options.followAll() && entry.type() == FileType.SYMLINK);
    if (!mayBeDirectory) {
      job.start();
      return;
    }
    AsyncFiles at = node.files();
    (options.followAll() ? at.stat(name) : at.lstat(name))
        .onComplete((stat, error) -> {
          if (stat == null) {
            job.fail("cannot stat " + source.quoted(), error);
          } else if (stat.isDirectory()) {
            add(node, new CopyNode(node, name));
            then.run();
          } else {
            job.start(stat);
          }
        });
  }

  // ------------------------------------------------------------------ the end

  @Override
  protected void left(CopyNode node) {
    FileStat stat = node.stat;
    run.progress().done(1, 0);
    if (node.target == null || stat == null) {
      close(node);
    } else if (options.preserve().ownership()) {
      AsyncFiles at = node.targetFiles();
      at.chown(ITSELF, stat.uid(), stat.gid())
          .onComplete((_, refused) -> preserveTimes(node, stat, refused != null));
    } else {
      preserveTimes(node, stat, false);
    }
  }

  private void preserveTimes(CopyNode node, FileStat stat, boolean ownerRefused) {
    if (!options.preserve().timestamps()) {
      preserveMode(node, stat, ownerRefused);
      return;
    }
    node.targetFiles()
        .utimes(
            ITSELF,
            FileTimes.of(stat.atimeSeconds(), stat.atimeNanos()),
            FileTimes.of(stat.mtimeSeconds(), stat.mtimeNanos()))
        .onComplete((_, error) -> {
          if (error != null) {
            fail(
                node,
                "preserving times for "
                    + Quoting.always(node.targetText())
                    + ": "
                    + Reasons.of(error));
          }
          preserveMode(node, stat, ownerRefused);
        });
  }

  private void preserveMode(CopyNode node, FileStat stat, boolean ownerRefused) {
    CopyOptions.Preserve preserve = options.preserve();
    int mode = stat.permissionBits();
    if (preserve.mode()) {
      chmod(node, ownerRefused ? mode & ~ID_BITS : mode);
    } else if (node.created && !preserve.defaultMode() && (mode & OWNER) != OWNER) {
      chmod(node, node.createdMode & (mode | ~OWNER));
    } else {
      close(node);
    }
  }

  private void chmod(CopyNode node, int mode) {
    node.targetFiles()
        .chmod(ITSELF, mode)
        .onComplete((_, error) -> {
          if (error != null) {
            fail(
                node,
                "preserving permissions for "
                    + Quoting.always(node.targetText())
                    + ": "
                    + Reasons.of(error));
          }
          close(node);
        });
  }

  private void close(CopyNode node) {
    node.closeTarget();
    ended(node);
  }

  // ------------------------------------------------------------------ the budget

  @Override
  protected void evicted(CopyNode node) {
    node.closeTarget();
  }

  @Override
  protected void reopened(CopyNode node, CopyNode child, Runnable then) {
    if (child.target == null) {
      lostTarget(node, null);
      then.run();
      return;
    }
    child
        .targetFiles()
        .openDirectory(UP, LinkOption.NOFOLLOW_LINKS)
        .onComplete((directory, error) -> {
          if (directory == null) {
            lostTarget(node, error);
            then.run();
            return;
          }
          directory
              .stat()
              .onComplete((stat, e) -> {
                if (stat != null
                    && stat.ino() == node.targetInode
                    && stat.dev() == node.targetDevice) {
                  node.openTarget(directory, files());
                } else {
                  directory.closeAsync();
                  lostTarget(node, e);
                }
                then.run();
              });
        });
  }

  private void lostTarget(CopyNode node, @Nullable Throwable error) {
    failOnTarget(
        node,
        error != null ? error : new FileSystemException("..", null, "moved while it was in use"));
  }
}
