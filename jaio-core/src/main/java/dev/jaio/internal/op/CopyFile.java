package dev.jaio.internal.op;

import dev.jaio.AsyncFile;
import dev.jaio.FileStat;
import dev.jaio.FileTimes;
import dev.jaio.OpenFlag;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.FileMode;
import dev.jaio.internal.engine.Failures;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Copies a regular file: open, create, content, owner, mode, times, close. */
final class CopyFile {

  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

  private static final int WRITE_ONLY = 0200;
  private static final int READ_BY_OWNER = 0400;
  private static final int SET_ID = FileMode.S_ISUID | FileMode.S_ISGID;

  private final CopySteps steps;

  CopyFile(CopySteps steps) {
    this.steps = steps;
  }

  /** Opens without waiting, should it be a FIFO; where that is not to be had, looks first. */
  void begin() {
    steps.submit(
        opening(OpenFlag.NONBLOCK), steps.either(this::stat, Steps::isUnsupported, this::look));
  }

  private Open opening(OpenOption... more) {
    var options = new HashSet<OpenOption>(List.of(more));
    options.add(StandardOpenOption.READ);
    if (!steps.follows()) {
      options.add(LinkOption.NOFOLLOW_LINKS);
    }
    return new Open(steps.source(), options, 0);
  }

  private void look() {
    var group = steps.group();
    var look = steps.follows() ? group.stat(steps.source()) : group.lstat(steps.source());
    look.onComplete(
        steps.<FileStat>then(s -> {
          if (isFile(s)) {
            steps.submit(opening(), steps.then(this::stat));
          }
        }));
  }

  private void stat(AsyncFile file) {
    steps.opened(file);
    AsyncFile in = file.via(steps.group());
    in.stat()
        .onComplete(
            steps.<FileStat>then(s -> {
              if (isFile(s)) {
                steps.target().choose(s, () -> create(in, s));
              }
            }));
  }

  private boolean isFile(FileStat s) {
    if (s.isDirectory()) {
      steps.failed(Failures.of(Errno.EISDIR, steps.source(), null));
    } else if (!s.isRegularFile()) {
      steps.failed(
          Failures.because(Errno.EINVAL, steps.source(), null, "the source is no regular file"));
    }
    return s.isRegularFile();
  }

  private void create(AsyncFile in, FileStat s) {
    var creating = new Open(steps.target().written(), CREATE, WRITE_ONLY).shielded();
    steps.submit(creating, steps.then(file -> fill(in, s, file)));
  }

  private void fill(AsyncFile in, FileStat s, AsyncFile file) {
    steps.created(file);
    AsyncFile out = file.via(steps.group());
    new CopyContent(steps, in, out, s, size -> own(out, s, size)).begin();
  }

  /** Before the mode is set, since changing the owner clears set-id bits. */
  private void own(AsyncFile out, FileStat s, long size) {
    out.chown(s.uid(), s.gid())
        .onComplete((_, error) ->
            steps
                .unless(CopySteps::matters, () -> setMode(out, s, error == null, size))
                .accept(null, error));
  }

  /** What runs as the owner of the source must not run as another one. */
  private void setMode(AsyncFile out, FileStat s, boolean owned, long size) {
    int mode = s.permissionBits() & (owned ? ~0 : ~SET_ID);
    out.chmod(mode)
        .onComplete((_, error) -> {
          if (error == null || CopySteps.matters(error)) {
            steps.then(() -> setTimes(out, s, size)).accept(null, error);
          } else {
            steps.attempt(() -> lookAtMode(out, s, error, size));
          }
        });
  }

  /** A file system that sets no modes has none, as a rule. Else the copy could not be read. */
  private void lookAtMode(AsyncFile out, FileStat s, Throwable error, long size) {
    out.stat()
        .onComplete(
            steps.<FileStat>then(now -> {
              if ((s.permissionBits() & ~now.permissionBits() & READ_BY_OWNER) != 0) {
                steps.failed(error);
              } else {
                setTimes(out, s, size);
              }
            }));
  }

  private void setTimes(AsyncFile out, FileStat s, long size) {
    out.utimes(
            FileTimes.of(s.atimeSeconds(), s.atimeNanos()),
            FileTimes.of(s.mtimeSeconds(), s.mtimeNanos()))
        .onComplete(steps.unless(CopySteps::matters, () -> sync(out, size)));
  }

  private void sync(AsyncFile out, long size) {
    if (steps.mustBeDurable()) {
      out.fsync().onComplete(steps.then(() -> close(out, size)));
    } else {
      close(out, size);
    }
  }

  private void close(AsyncFile out, long size) {
    out.closeAsync().onComplete(steps.then(() -> steps.complete(size)));
  }
}
