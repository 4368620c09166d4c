package dev.jaio.cli;

import dev.jaio.AsyncFiles;
import dev.jaio.FileStat;
import dev.jaio.FileTimes;
import dev.jaio.FileType;
import java.nio.file.LinkOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies one entry that is no directory: what kind it is decides how. Every step is the callback of
 * the one before; the end is told to {@link CopyRun}.
 */
final class CopyJob {

  private static final int ID_BITS = 07000;
  private static final int OWNER = 0700;

  private final CopyRun run;
  private final Place source;
  private final Place target;
  private final boolean given;
  private final boolean fresh;
  private final Runnable then;

  /**
   * Prepares a copy.
   *
   * @param given whether it was named on the command line, so that a link as target is followed
   * @param fresh whether the target's directory is new and empty
   * @param then what to do at the end, good or bad
   */
  CopyJob(CopyRun run, Place source, Place target, boolean given, boolean fresh, Runnable then) {
    this.run = run;
    this.source = source;
    this.target = target;
    this.given = given;
    this.fresh = fresh;
    this.then = then;
  }

  CopyRun run() {
    return run;
  }

  CopyOptions options() {
    return run.options();
  }

  Place source() {
    return source;
  }

  Place target() {
    return target;
  }

  boolean isGiven() {
    return given;
  }

  boolean isFresh() {
    return fresh;
  }

  /** Begins, not knowing what it is. */
  void start() {
    boolean follow = options().followAll() || (given && options().followOperands());
    AsyncFiles files = source.files();
    (follow ? files.stat(source.name()) : files.lstat(source.name()))
        .onComplete((stat, error) -> {
          if (stat == null) {
            fail("cannot stat " + source.quoted(), error);
          } else {
            start(stat);
          }
        });
  }

  /** Begins, knowing what it is. */
  void start(FileStat stat) {
    if (options().how() != CopyOptions.How.CONTENT) {
      new CopyAsLink(this, stat).start();
      return;
    }
    boolean asContent = !options().recursive() && stat.type() != FileType.SYMLINK;
    if (stat.type() == FileType.REGULAR || asContent) {
      new CopyFile(this, stat).start();
      return;
    }
    switch (stat.type()) {
      case SYMLINK -> link(stat);
      case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> special(stat);
      default -> fail(source.quoted() + " has unknown file type", null);
    }
  }

  // ------------------------------------------------------------------ links and special files

  private void link(FileStat stat) {
    source
        .files()
        .readlinkBytes(source.name())
        .onComplete((text, error) -> {
          if (text == null) {
            fail("cannot read symbolic link " + source.quoted(), error);
          } else {
            run.links().first(this, stat, () -> create(stat, text));
          }
        });
  }

  private void special(FileStat stat) {
    run.links().first(this, stat, () -> create(stat, null));
  }

  private void create(FileStat stat, byte @Nullable [] text) {
    create(stat, text, fresh);
  }

  private void create(FileStat stat, byte @Nullable [] text, boolean cleared) {
    AsyncFiles files = target.files();
    int mode = stat.permissionBits() & ~ID_BITS;
    var request =
        text != null
            ? files.symlink(text, target.name())
            : files.mknod(
                target.name(),
                stat.type(),
                options().preserve().mode() ? mode & OWNER : mode,
                isDevice(stat) ? stat.rdev() : 0);
    request.onComplete((_, error) -> {
      if (error == null) {
        preserve(stat, text != null);
      } else if (Reasons.errno(error) == Reasons.EEXIST && !cleared) {
        clear(stat, () -> create(stat, text, true));
      } else {
        String what = text != null ? "symbolic link " : "special file ";
        fail("cannot create " + what + target.quoted(), error);
      }
    });
  }

  private static boolean isDevice(FileStat stat) {
    return stat.type() == FileType.CHARACTER_DEVICE || stat.type() == FileType.BLOCK_DEVICE;
  }

  /** Removes what is in the way of something that is not written into. */
  void clear(FileStat stat, Runnable next) {
    target
        .files()
        .lstat(target.name())
        .onComplete((there, error) -> {
          if (there == null) {
            fail("cannot stat " + target.quoted(), error);
          } else if (mayReplace(stat, there)) {
            removeOld(next);
          }
        });
  }

  /** Whether what is there may be replaced or overwritten; if not, the copy has ended. */
  boolean mayReplace(FileStat stat, FileStat there) {
    if (options().keepExisting()) {
      skip();
    } else if (there.isDirectory()) {
      fail("cannot overwrite directory " + target.quoted() + " with non-directory", null);
    } else if (there.dev() == stat.dev() && there.ino() == stat.ino()) {
      fail(source.quoted() + " and " + target.quoted() + " are the same file", null);
    } else if (options().update() && there.mtime().compareTo(stat.mtime()) >= 0) {
      skip();
    } else if (options().overwrite() == Overwrite.ASK
        && !Overwrite.isGranted(run.session(), there, target.text().get(), isRemoved())) {
      skip();
    } else {
      return true;
    }
    return false;
  }

  private boolean isRemoved() {
    return options().force() || options().removeDestination();
  }

  /** Removes what was there before. */
  void removeOld(Runnable next) {
    removeOld(next, error -> fail("cannot remove " + target.quoted(), error));
  }

  /** Removes what was there before, and says so. */
  void removeOld(Runnable next, Consumer<Throwable> otherwise) {
    Runnable removed =
        () -> {
          if (options().verbose()) {
            run.session().out.put("removed ").put(target.quoted()).put('\n');
          }
          next.run();
        };
    remove(removed, otherwise);
  }

  /** Removes what is there. */
  void remove(Runnable next) {
    remove(next, error -> fail("cannot remove " + target.quoted(), error));
  }

  private void remove(Runnable next, Consumer<Throwable> otherwise) {
    target
        .files()
        .unlink(target.name())
        .onComplete((_, error) -> {
          if (error != null && Reasons.errno(error) != Reasons.ENOENT) {
            otherwise.accept(error);
          } else {
            next.run();
          }
        });
  }

  private void preserve(FileStat stat, boolean isLink) {
    if (!options().preserve().ownership()) {
      preserveTimes(stat, isLink, false);
      return;
    }
    target
        .files()
        .chown(target.name(), stat.uid(), stat.gid(), LinkOption.NOFOLLOW_LINKS)
        .onComplete((_, refused) -> preserveTimes(stat, isLink, refused != null));
  }

  private void preserveTimes(FileStat stat, boolean isLink, boolean ownerRefused) {
    if (!options().preserve().timestamps()) {
      preserveMode(stat, isLink, ownerRefused);
      return;
    }
    target
        .files()
        .utimes(
            target.name(),
            FileTimes.of(stat.atimeSeconds(), stat.atimeNanos()),
            FileTimes.of(stat.mtimeSeconds(), stat.mtimeNanos()),
            LinkOption.NOFOLLOW_LINKS)
        .onComplete((_, error) -> {
          if (error != null) {
            fail("preserving times for " + target.quoted(), error);
          } else {
            preserveMode(stat, isLink, ownerRefused);
          }
        });
  }

  private void preserveMode(FileStat stat, boolean isLink, boolean ownerRefused) {
    if (isLink || !options().preserve().mode()) {
      succeed(stat);
    } else {
      chmod(stat, ownerRefused);
    }
  }

  private void chmod(FileStat stat, boolean ownerRefused) {
    int mode = ownerRefused ? stat.permissionBits() & ~ID_BITS : stat.permissionBits();
    target
        .files()
        .chmod(target.name(), mode, LinkOption.NOFOLLOW_LINKS)
        .onComplete((_, error) -> {
          if (error != null) {
            fail("preserving permissions for " + target.quoted(), error);
          } else {
            succeed(stat);
          }
        });
  }

  // ------------------------------------------------------------------ the end

  /** The copy is there. */
  void succeed(FileStat stat) {
    if (options().verbose()) {
      run.session().out.put(source.quoted()).put(" -> ").put(target.quoted()).put('\n');
    }
    run.progress().done(1, 0);
    run.links().made(this, stat, then);
  }

  /** There is nothing to copy, and nothing wrong. */
  void skip() {
    run.links().failed(this);
    then.run();
  }

  /** The copy is not there. */
  void fail(String what, @Nullable Throwable error) {
    if (error == null) {
      run.session().error(what);
    } else {
      run.session().error(what, error);
    }
    run.failed();
    run.links().failed(this);
    then.run();
  }

  /** Looks whether the copy is a hard link that somebody has put in the way; see CopyLinks. */
  void targetStat(Consumer<@Nullable FileStat> use) {
    target.files().lstat(target.name()).onComplete((stat, _) -> use.accept(stat));
  }
}
