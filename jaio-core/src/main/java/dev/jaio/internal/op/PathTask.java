package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.engine.Admission;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.Location;
import dev.jaio.internal.engine.Task;
import dev.jaio.internal.posix.PathBytes;
import dev.jaio.internal.posix.Posix;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An operation on a path, which a directory view may make relative to an open directory. */
abstract class PathTask<T extends @Nullable Object> extends Task<T> {

  private final Path path;
  private @Nullable Handle directory;
  private boolean beneath;

  PathTask(Path path) {
    this.path = check(path);
  }

  /** Refuses paths of another provider: they cannot be encoded. */
  static Path check(Path path) {
    Objects.requireNonNull(path, "path");
    if (!FileSystems.getDefault().equals(path.getFileSystem())) {
      throw new ProviderMismatchException(
          "a path of the default file system is needed, not of " + path.getFileSystem());
    }
    return path;
  }

  /** Checks permission bits. */
  static int checkMode(int mode) {
    if ((mode & ~07777) != 0) {
      throw new IllegalArgumentException(
          "mode is not within 0 to 07777: 0" + Integer.toOctalString(mode));
    }
    return mode;
  }

  /** Whether a symbolic link in the last place is followed. */
  static boolean follows(LinkOption... options) {
    for (LinkOption option : options) {
      Objects.requireNonNull(option, "option");
    }
    return options.length == 0; // there is but one option, NOFOLLOW_LINKS
  }

  /** The reverse of {@link #follows}, for calls of java.nio. */
  static LinkOption[] links(boolean follow) {
    return follow ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
  }

  @Override
  public final Path path() {
    return path;
  }

  @Override
  protected final int touch() {
    return path.toString().length();
  }

  /** The directory that relative paths start at, or null. */
  public final @Nullable Handle directory() {
    return directory;
  }

  final boolean isBeneath() {
    return beneath;
  }

  /** Where what this opens is: without descriptors its path is used as a name. */
  final Location location() {
    return new Location(directory, path);
  }

  /**
   * Opens the path, openat(2) or openat2(2), close-on-exec and repeated when interrupted.
   *
   * @return a descriptor or a negated errno
   */
  final int open(Posix p, int flags, int mode) {
    return open(p, path, directory, beneath, flags, mode);
  }

  /** As {@link #open(Posix, int, int)}, for an operation of another kind. */
  static int open(Posix p, Path path, @Nullable Handle d, boolean beneath, int flags, int mode) {
    int all = flags | OpenFlags.O_CLOEXEC;
    if (d != null && beneath) {
      long name = p.scratch().path();
      int length = PathBytes.encodeAt(path, name);
      return length < 0 ? length : p.openBeneath(d.fd(), name, all, mode);
    }
    int fd = p.resolve(path, d, false, true);
    if (fd < 0) {
      return fd;
    }
    do {
      fd = p.kernel().openat(p.scratch(), p.dirfd(), p.name(), all, mode);
    } while (fd == -Errno.EINTR);
    p.done();
    return fd;
  }

  @Override
  public void resolveAt(Handle newDirectory, boolean newBeneath) {
    if (directory == null) {
      directory = newDirectory;
      beneath = newBeneath;
    } else {
      refuseToLeave(directory, beneath, newDirectory, newBeneath);
    }
  }

  /** Refuses an outer view beneath a directory where an inner view goes somewhere else. */
  static void refuseToLeave(Handle inner, boolean beneath, Handle outer, boolean outerBeneath) {
    if (outerBeneath && (inner != outer || !beneath)) {
      throw new IllegalArgumentException(
          "a view beneath " + outer.path() + " was left by a view at " + inner.path());
    }
  }

  @Override
  protected void checkEngine(Engine e) {
    Handle d = directory;
    if (d != null) {
      d.requireEngine(e);
    }
  }

  @Override
  protected Admission admit() {
    Handle d = directory;
    return d == null || d.acquire() ? Admission.QUEUE : Admission.CLOSED;
  }

  @Override
  protected void released() {
    Handle d = directory;
    if (d != null) {
      d.release();
    }
  }
}
