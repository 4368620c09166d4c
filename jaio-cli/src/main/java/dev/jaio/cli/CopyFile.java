package dev.jaio.cli;

import dev.jaio.AsyncFile;
import dev.jaio.AsyncFile.Whence;
import dev.jaio.Backend;
import dev.jaio.FileStat;
import dev.jaio.FileTimes;
import dev.jaio.OpenFlag;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies the content of one file, holes as holes. Until the copy is complete it is known to {@link
 * CopyRun} as partial, and removed when the copy fails or is interrupted.
 */
final class CopyFile {

  /** What is moved by one request: small enough that Ctrl-C need not wait. */
  private static final long CHUNK = 8 << 20;

  private static final int BLOCK = 512;
  private static final int PERMISSIONS = 0777;
  private static final int DEFAULT_MODE = 0666;
  private static final int OWNER = 0700;
  private static final int SET_ID = 06000;
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

  private final CopyJob job;
  private FileStat stat;
  private @Nullable AsyncFile from;
  private @Nullable AsyncFile to;
  private @Nullable Throwable failure;
  private String failed = "";
  private boolean existed;
  private @Nullable CopySparse sparse;

  /** Whether the target is a device, a pipe, or behind a link: not to be removed. */
  private boolean foreign;

  private long position;

  CopyFile(CopyJob job, FileStat stat) {
    this.job = job;
    this.stat = stat;
  }

  void start() {
    job.run().links().first(job, stat, this::openSource);
  }

  private void openSource() {
    Set<OpenOption> options = new HashSet<>();
    options.add(StandardOpenOption.READ);
    boolean follow = job.options().followAll() || (job.isGiven() && job.options().followOperands());
    if (!follow) {
      options.add(LinkOption.NOFOLLOW_LINKS);
    }
    if (stat.isRegularFile() && job.run().aio().backend().backend() != Backend.NIO) {
      options.add(OpenFlag.NONBLOCK); // should somebody swap it for a FIFO
    }
    if (isStream()) {
      job.run().mayHaveToWait();
    }
    job.source()
        .files()
        .open(job.source().name(), options, 0)
        .onComplete((file, error) -> {
          if (file == null) {
            job.fail("cannot open " + job.source().quoted() + " for reading", error);
          } else {
            from = file.via(job.run().files()); // or a cancel of the run would not reach it
            file.stat().onComplete(this::sourceOpened);
          }
        });
  }

  private void sourceOpened(@Nullable FileStat now, @Nullable Throwable error) {
    if (now == null) {
      give("cannot fstat " + job.source().quoted(), error);
    } else if (stat.isRegularFile() && (now.ino() != stat.ino() || now.dev() != stat.dev())) {
      give(
          "skipping file " + job.source().quoted() + ", as it was replaced while being copied",
          null);
    } else {
      stat = now;
      create(job.isFresh());
    }
  }

  // ------------------------------------------------------------------ the target

  private void create(boolean last) {
    job.run().partial(this);
    CopyOptions.Preserve preserve = job.options().preserve();
    int kept = stat.permissionBits() & (preserve.mode() ? OWNER : PERMISSIONS);
    int mode = preserve.defaultMode() ? DEFAULT_MODE : kept;
    job.target()
        .files()
        .open(job.target().name(), NEW, mode)
        .onComplete((file, error) -> {
          if (file != null) {
            foreign = false;
            targetOpened(file);
          } else {
            job.run().notPartial(this);
            if (Reasons.errno(error) == Reasons.EEXIST && !last) {
              lookAtTarget();
            } else {
              give("cannot create regular file " + job.target().quoted(), error);
            }
          }
        });
  }

  /** Whether the partial target may be removed though nobody knows whether it was made. */
  boolean isOurs() {
    return existed || to != null || job.isFresh();
  }

  Place target() {
    return job.target();
  }

  private void lookAtTarget() {
    job.target()
        .files()
        .lstat(job.target().name())
        .onComplete((there, error) -> {
          if (there == null) {
            give("cannot stat " + job.target().quoted(), error);
          } else if (there.isSymbolicLink()) {
            targetIsLink(there);
          } else {
            overwrite(there, false);
          }
        });
  }

  /**
   * A link that was given is written through, if it is not to be removed; one in a tree could lead
   * anywhere, and is replaced.
   */
  private void targetIsLink(FileStat link) {
    if (job.options().keepExisting()) {
      closeSource(job::skip);
    } else if (!job.isGiven() || job.options().removeDestination()) {
      if (job.mayReplace(stat, link)) {
        replace();
      } else {
        closeSource(() -> {});
      }
    } else {
      job.target()
          .files()
          .stat(job.target().name())
          .onComplete((there, error) -> {
            if (there != null) {
              overwrite(there, true);
            } else if (Reasons.errno(error) == Reasons.ENOENT) {
              give("not writing through dangling symlink " + job.target().quoted(), null);
            } else {
              give("cannot stat " + job.target().quoted(), error);
            }
          });
    }
  }

  private void overwrite(FileStat there, boolean follow) {
    if (!job.mayReplace(stat, there)) {
      closeSource(() -> {});
      return;
    }
    if (job.options().removeDestination()
        || (job.options().preserve().links() && there.nlink() > 1)) {
      replace(); // the other names of it are not meant
      return;
    }
    existed = there.isRegularFile() && !follow;
    foreign = !existed;
    Set<OpenOption> options = new HashSet<>();
    options.add(StandardOpenOption.WRITE);
    options.add(StandardOpenOption.TRUNCATE_EXISTING);
    if (!follow) {
      options.add(LinkOption.NOFOLLOW_LINKS);
    }
    job.target()
        .files()
        .open(job.target().name(), options, 0)
        .onComplete((file, error) -> {
          if (file != null) {
            if (existed) {
              job.run().partial(this);
            }
            targetOpened(file);
          } else if (job.options().force()) {
            replace();
          } else {
            give("cannot create regular file " + job.target().quoted(), error);
          }
        });
  }

  private void replace() {
    job.removeOld(
        () -> create(true), error -> give("cannot remove " + job.target().quoted(), error));
  }

  private void targetOpened(AsyncFile file) {
    to = file.via(job.run().files());
    CopyOptions.Sparse holes = job.options().sparse();
    if (holes == CopyOptions.Sparse.ALWAYS && !foreign) {
      sparse = new CopySparse(from(), to());
    }
    if (isStream()) {
      stream();
    } else if (stat.blocks() >= 0
        && stat.blocks() * BLOCK < stat.size()
        && holes != CopyOptions.Sparse.NEVER) {
      nextData();
    } else {
      copy(Long.MAX_VALUE);
    }
  }

  // ------------------------------------------------------------------ the content

  private AsyncFile from() {
    return java.util.Objects.requireNonNull(from);
  }

  private AsyncFile to() {
    return java.util.Objects.requireNonNull(to);
  }

  /** Whether it has no positions, and who reads it may have to wait. */
  private boolean isStream() {
    return switch (stat.type()) {
      case FIFO, CHARACTER_DEVICE, SOCKET -> true;
      default -> false;
    };
  }

  private void stream() {
    new CopyStream(
            from(),
            to(),
            bytes -> job.run().progress().done(0, bytes),
            (reading, error) -> {
              if (error == null) {
                finish();
              } else if (reading) {
                broken("error reading " + job.source().quoted(), error);
              } else {
                broken("error writing " + job.target().quoted(), error);
              }
            })
        .start();
  }

  /** Goes on behind a hole. */
  private void nextData() {
    from()
        .seek(position, Whence.DATA)
        .onComplete((data, error) -> {
          if (data != null) {
            endOfData(data);
          } else if (Reasons.errno(error) == Reasons.ENXIO) {
            extend(stat.size());
          } else {
            copy(Long.MAX_VALUE); // no holes are known here
          }
        });
  }

  private void endOfData(long data) {
    from()
        .seek(data, Whence.HOLE)
        .onComplete((hole, error) -> {
          if (hole == null) {
            broken("error reading " + job.source().quoted(), error);
            return;
          }
          position = data;
          to().seek(data, Whence.SET)
              .onComplete((_, e) -> {
                if (e != null) {
                  broken("error writing " + job.target().quoted(), e);
                } else {
                  copy(hole);
                }
              });
        });
  }

  /** Copies from the position to an end, or to the end of the file. */
  private void copy(long end) {
    long count = Math.min(CHUNK, end - position);
    if (sparse != null) {
      sparse.copy(
          position,
          count,
          (moved, reading, error) -> {
            if (error == null) {
              copied(moved, count, end);
            } else if (reading) {
              broken("error reading " + job.source().quoted(), error);
            } else {
              broken("error writing " + job.target().quoted(), error);
            }
          });
      return;
    }
    from()
        .sendfile(position, count, to())
        .onComplete((moved, error) -> {
          if (moved == null) {
            broken(whatFailed(Reasons.errno(error)), error);
          } else {
            copied(moved, count, end);
          }
        });
  }

  private void copied(long moved, long count, long end) {
    position += moved;
    job.run().progress().done(0, moved);
    if (moved == 0 || (moved < count && stat.size() > 0 && position >= stat.size())) {
      if (sparse == null) {
        finish();
      } else {
        extend(position);
      }
    } else if (position < end) {
      copy(end);
    } else {
      nextData();
    }
  }

  /** One call moves it; the reason mostly tells on which side it has failed. */
  private String whatFailed(int errno) {
    return switch (errno) {
      case Reasons.ENOSPC, Reasons.EDQUOT, Reasons.EFBIG ->
          "error writing " + job.target().quoted();
      default -> "error copying " + job.source().quoted() + " to " + job.target().quoted();
    };
  }

  /** Ends with a hole. */
  private void extend(long size) {
    to().truncate(size)
        .onComplete((_, error) -> {
          if (error != null) {
            broken("failed to extend " + job.target().quoted(), error);
          } else {
            finish();
          }
        });
  }

  // ------------------------------------------------------------------ attributes

  private void finish() {
    if (!job.options().preserve().ownership()) {
      times(false);
      return;
    }
    to().chown(stat.uid(), stat.gid()).onComplete((_, refused) -> times(refused != null));
  }

  private void times(boolean ownerRefused) {
    if (!job.options().preserve().timestamps()) {
      permissions(ownerRefused);
      return;
    }
    to().utimes(
            FileTimes.of(stat.atimeSeconds(), stat.atimeNanos()),
            FileTimes.of(stat.mtimeSeconds(), stat.mtimeNanos()))
        .onComplete((_, error) -> {
          if (error != null) {
            failed = "preserving times for " + job.target().quoted();
            failure = error;
          }
          permissions(ownerRefused);
        });
  }

  private void permissions(boolean ownerRefused) {
    if (!job.options().preserve().mode()) {
      close();
      return;
    }
    int mode = stat.permissionBits();
    to().chmod(ownerRefused ? mode & ~SET_ID : mode)
        .onComplete((_, error) -> {
          if (error != null) {
            failed = "preserving permissions for " + job.target().quoted();
            failure = error;
          }
          close();
        });
  }

  // ------------------------------------------------------------------ the end

  private void close() {
    to().closeAsync()
        .onComplete((_, error) -> {
          if (error != null) {
            failed = "failed to close " + job.target().quoted();
            failure = error;
          }
          closeSource(this::end);
        });
  }

  private void end() {
    job.run().notPartial(this);
    if (failure == null) {
      job.succeed(stat);
    } else {
      job.fail(failed, failure);
    }
  }

  private void closeSource(Runnable next) {
    AsyncFile file = from;
    if (file == null) {
      next.run();
    } else {
      file.closeAsync().onComplete((_, _) -> next.run()); // it was only read
    }
  }

  /** The copy ends before there is a target. */
  private void give(String what, @Nullable Throwable error) {
    closeSource(() -> job.fail(what, error));
  }

  /** The copy ends with a part of the target, which is removed. */
  private void broken(String what, @Nullable Throwable error) {
    to().closeAsync().onComplete((_, _) -> closeSource(() -> removeTarget(what, error)));
  }

  private void removeTarget(String what, @Nullable Throwable error) {
    if (foreign) {
      job.fail(what, error);
      return;
    }
    job.target()
        .files()
        .unlink(job.target().name())
        .onComplete((_, _) -> {
          job.run().notPartial(this);
          job.fail(what, error);
        });
  }
}
