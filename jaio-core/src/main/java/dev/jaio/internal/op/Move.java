package dev.jaio.internal.op;

import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.Request;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Failures;
import dev.jaio.internal.engine.OpType;
import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves a file: rename(2), or across file systems a copy that is made durable before the source is
 * unlinked. Two names of one file are left as rename(2) leaves them: both stay.
 */
public final class Move extends Steps<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("move");

  private final Path source;
  private final Path target;
  private final boolean replace;
  private final boolean atomic;
  private @Nullable AsyncDirectory directory;

  private Move(AsyncFiles files, Path source, Path target, List<CopyOption> options) {
    super(files, TYPE, source, target);
    this.source = source;
    this.target = target;
    this.atomic = options.contains(StandardCopyOption.ATOMIC_MOVE);
    this.replace = atomic || options.contains(StandardCopyOption.REPLACE_EXISTING);
  }

  /** Starts it. */
  public static Request<@Nullable Void> submit(
      AsyncFiles files, Path source, Path target, CopyOption... options) {
    PathTask.check(source);
    PathTask.check(target);
    var all = List.of(options);
    for (CopyOption option : all) {
      if (option == StandardCopyOption.COPY_ATTRIBUTES
          || !(option instanceof StandardCopyOption || option instanceof LinkOption)) {
        throw new UnsupportedOperationException(option + " is not supported by move");
      }
    }
    return new Move(files, source, target, all).start();
  }

  @Override
  void begin() {
    group().cleanup((shielded, _) -> closeDirectory(shielded)); // a cancel waits for the copy's
    rename(replace ? Rename.REPLACE : Rename.NO_REPLACE);
  }

  private void rename(int flags) {
    submit(
        new Rename(source, target, flags),
        (_, error) -> renamed(error, flags == Rename.NO_REPLACE));
  }

  private void renamed(@Nullable Throwable error, boolean mayLackFlag) {
    if (error == null) {
      return;
    }
    if (mayLackFlag && isErrno(error, Errno.EINVAL, Errno.ENOSYS)) {
      attempt(this::look);
    } else if (!atomic && isErrno(error, Errno.EXDEV)) {
      attempt(this::copy);
    } else {
      failed(error);
    }
  }

  /** Where the file system cannot refuse to replace: what appears after the look is replaced. */
  private void look() {
    group()
        .lstat(target)
        .onComplete(
            either(
                _ -> failed(Failures.of(Errno.EEXIST, source, target)),
                e -> isErrno(e, Errno.ENOENT),
                () -> rename(Rename.REPLACE)));
  }

  private void copy() {
    Copy.submit(group(), source, target, replace).onComplete(then(_ -> openDirectory()));
  }

  /** To make the new name durable. A directory that may not be read cannot be asked to be. */
  private void openDirectory() {
    Path parent = target.getParent();
    group()
        .openDirectory(parent == null ? Path.of("") : parent)
        .onComplete(either(this::sync, e -> isErrno(e, Errno.EACCES), this::unlink));
  }

  private void sync(AsyncDirectory opened) {
    directory = opened;
    opened
        .via(group())
        .fsync()
        .onComplete(unless(e -> !isUnsupported(e) && !isErrno(e, Errno.EINVAL), this::unlink));
  }

  private void unlink() {
    group().unlink(source).onComplete(then(() -> {}));
  }

  private void closeDirectory(AsyncFiles shielded) {
    AsyncDirectory d = directory;
    if (d != null) {
      d.via(shielded).closeAsync();
    }
  }
}
