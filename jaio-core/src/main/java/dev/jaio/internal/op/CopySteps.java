package dev.jaio.internal.op;

import dev.jaio.AsyncFile;
import dev.jaio.AsyncFiles;
import dev.jaio.ErrnoException;
import dev.jaio.FileStat;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Failures;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The steps of copying: what files and symbolic links have in common.
 *
 * <p>Without replacing, the target is created under its own name, so that what exists is never
 * touched; nobody may read it before it is complete. With replacing it is written under a temporary
 * name beside the target and renamed over it. Creating cannot be cancelled, since it must be known
 * whether there is something to remove.
 */
final class CopySteps extends Steps<Long> {

  private final Path source;
  private final CopyTarget target;
  private final boolean follow;
  private final boolean durable;
  private @Nullable AsyncFile in;
  private @Nullable AsyncFile out;
  private boolean created;

  CopySteps(
      AsyncFiles files,
      Path source,
      Path target,
      boolean replace,
      boolean follow,
      boolean durable) {
    super(files, Copy.TYPE, source, target);
    this.source = source;
    this.target = new CopyTarget(this, source, target, replace);
    this.follow = follow;
    this.durable = durable;
  }

  Path source() {
    return source;
  }

  CopyTarget target() {
    return target;
  }

  /** Whether a symbolic link as the source is followed. */
  boolean follows() {
    return follow;
  }

  /** Whether the copy must be on the device, since something is going to be lost after it. */
  boolean mustBeDurable() {
    return durable || target.replaces();
  }

  @Override
  void begin() {
    group().cleanup(this::cleanUp);
    if (follow) {
      new CopyFile(this).begin();
    } else {
      submit(new Stat(source, false), then(this::choose));
    }
  }

  private void choose(FileStat s) {
    if (s.isSymbolicLink()) {
      new CopyLink(this, s).begin();
    } else {
      new CopyFile(this).begin();
    }
  }

  /** The source is open. */
  void opened(AsyncFile file) {
    in = file;
  }

  /** There is something under the name that is written to. */
  void created(@Nullable AsyncFile file) {
    out = file;
    created = true;
  }

  private void cleanUp(AsyncFiles shielded, @Nullable Throwable failure) {
    close(in, shielded);
    close(out, shielded);
    if (failure != null && created) {
      shielded.unlink(target.written());
    }
  }

  private static void close(@Nullable AsyncFile file, AsyncFiles shielded) {
    if (file != null) {
      file.via(shielded).closeAsync();
    }
  }

  /** What fails on the target fails under the name the caller knows, not a temporary one. */
  @Override
  void failed(Throwable t) {
    boolean named = (created || isOfTarget(t)) && t instanceof ErrnoException e && e.errno() != 0;
    super.failed(named ? Failures.of(((ErrnoException) t).errno(), source, target.path()) : t);
  }

  private boolean isOfTarget(Throwable t) {
    return t instanceof FileSystemException x && target.written().toString().equals(x.getFile());
  }

  /** Whether an attribute that could not be set makes the copy fail. */
  static boolean matters(Throwable t) {
    return !isUnsupported(t)
        && !isErrno(t, Errno.EPERM, Errno.EINVAL, Errno.ENOSYS, Errno.EOPNOTSUPP);
  }

  /** The last step: the copy gets its name. */
  void complete(long size) {
    if (target.isTemporary()) {
      group()
          .rename(target.written(), target.path())
          .onComplete(
              then(() -> {
                created = false;
                group().result(size);
              }));
    } else {
      group().result(size);
    }
  }
}
