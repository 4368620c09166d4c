package dev.jaio.internal.posix;

import dev.jaio.internal.abi.At;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.abi.OpenHow;
import dev.jaio.internal.engine.Calls;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.Task;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One thread's way to the POSIX calls: the kernel, the thread's scratch memory, and the step that
 * all operations on paths share, resolving a path to a directory descriptor and an encoded name.
 * The POSIX form of an operation gets it as its only argument.
 */
public final class Posix implements Calls {

  /** After how many renames that disturbed one look-up the caller is told EAGAIN. */
  private static final int MAX_RENAME_RACES = 100;

  private final Kernel kernel;
  private final Scratch scratch;
  private final Place first;
  private final Place second;

  /** Bundles a kernel and the calling thread's scratch memory. */
  public Posix(Kernel kernel, Scratch scratch) {
    this.kernel = kernel;
    this.scratch = scratch;
    this.first = new Place(scratch.path());
    this.second = new Place(scratch.path2());
  }

  /** The system. */
  public Kernel kernel() {
    return kernel;
  }

  /** The memory of this thread. */
  public Scratch scratch() {
    return scratch;
  }

  @Override
  public int carryOut(Task<?> task) {
    return task.callPosix(this);
  }

  @Override
  public int tryNow(Task<?> task) {
    return task.callTryNow(this);
  }

  @Override
  public void close() {}

  // ------------------------------------------------------------------ paths

  /**
   * Resolves the first path of an operation: afterwards {@link #dirfd()} and {@link #name()} are
   * the arguments for its system call, and {@link #done()} must be called when that has returned.
   *
   * @param directory where relative paths start, or null
   * @param beneath whether the path must stay beneath the directory
   * @param follow whether the system call follows a symbolic link in the last place
   * @return 0 or a negated errno
   */
  public int resolve(Path path, @Nullable Handle directory, boolean beneath, boolean follow) {
    return first.resolve(path, directory, beneath, follow);
  }

  /** As {@link #resolve}, for the second path. */
  public int resolveSecond(Path path, @Nullable Handle directory, boolean beneath) {
    return second.resolve(path, directory, beneath, false);
  }

  /** The directory descriptor of the first path. */
  public int dirfd() {
    return first.dirfd;
  }

  /** The address of the name of the first path. */
  public long name() {
    return first.name;
  }

  /** The directory descriptor of the second path. */
  public int secondDirfd() {
    return second.dirfd;
  }

  /** The address of the name of the second path. */
  public long secondName() {
    return second.name;
  }

  /** Closes what resolving has opened. */
  public void done() {
    first.done();
    second.done();
  }

  /** A path that is resolved to a directory descriptor and a name relative to it. */
  private final class Place {
    private final long slot;
    private int dirfd;
    private long name;
    private int opened = -1;

    Place(long slot) {
      this.slot = slot;
    }

    int resolve(Path path, @Nullable Handle directory, boolean beneath, boolean follow) {
      name = slot;
      dirfd = directory == null ? At.AT_FDCWD : directory.fd();
      int length =
          directory == null ? PathBytes.encode(path, slot) : PathBytes.encodeAt(path, slot);
      if (length < 0) {
        return length;
      }
      return beneath ? confine(length, follow) : 0;
    }

    /**
     * Only openat2 can keep a path beneath a directory. What it opens, with O_PATH, is either the
     * file itself, then reached through /proc/self/fd, or the directory that holds the name.
     */
    private int confine(int length, boolean follow) {
      int cut = length;
      while (cut > 0 && Memory.getByte(slot + cut - 1) != '/') {
        cut--;
      }
      boolean dots = isDots(cut, length);
      if (follow || dots) {
        int fd = openPath(slot);
        if (fd < 0) {
          return fd;
        }
        setName("/proc/self/fd/" + fd + (dots ? "/." : ""));
        dirfd = At.AT_FDCWD;
        return 0;
      }
      if (cut == 0) {
        return 0;
      }
      if (cut == 1) {
        return -Errno.EXDEV; // "/name": absolute
      }
      Memory.putByte(slot + cut - 1, (byte) 0);
      int fd = openPath(slot);
      if (fd < 0) {
        return fd;
      }
      dirfd = fd;
      name = slot + cut;
      return 0;
    }

    private boolean isDots(int from, int to) {
      int n = to - from;
      return n == 0
          || (n <= 2 && Memory.getByte(slot + from) == '.' && Memory.getByte(slot + to - 1) == '.');
    }

    private int openPath(long path) {
      int fd = openBeneath(dirfd, path, OpenFlags.O_PATH | OpenFlags.O_CLOEXEC, 0);
      if (fd >= 0) {
        opened = fd;
      }
      return fd;
    }

    private void setName(String ascii) {
      for (int i = 0; i < ascii.length(); i++) {
        Memory.putByte(slot + i, (byte) ascii.charAt(i));
      }
      Memory.putByte(slot + ascii.length(), (byte) 0);
    }

    void done() {
      if (opened >= 0) {
        kernel.close(scratch, opened);
        opened = -1;
      }
    }
  }

  /**
   * Opens a path with O_PATH as far as it is in the caches, openat2(2). What is found there and
   * what is not there is known without waiting.
   *
   * @return a descriptor, or a negated errno: EAGAIN or another one if it is not in the caches
   */
  public int openCached(Path path, @Nullable Handle directory, boolean beneath, boolean follow) {
    long name = scratch.path();
    int length = directory == null ? PathBytes.encode(path, name) : PathBytes.encodeAt(path, name);
    if (length < 0) {
      return length;
    }
    long resolve = OpenHow.RESOLVE_CACHED;
    if (beneath) {
      resolve |= OpenHow.RESOLVE_BENEATH | OpenHow.RESOLVE_NO_MAGICLINKS;
    }
    int dirfd = directory == null ? At.AT_FDCWD : directory.fd();
    return openPath(dirfd, name, follow ? 0 : OpenFlags.O_NOFOLLOW, resolve);
  }

  /** Opens a path with O_PATH, openat2(2). */
  public int openPath(int dirfd, long name, int flags, long resolve) {
    long how = scratch.openHow();
    putHow(how, OpenFlags.O_PATH | OpenFlags.O_CLOEXEC | flags, 0, resolve);
    return kernel.openat2(scratch, dirfd, name, how, OpenHow.SIZE);
  }

  /** Opens a path that must stay beneath a directory, openat2(2). */
  public int openBeneath(int dirfd, long path, int flags, int mode) {
    long how = scratch.openHow();
    putHowBeneath(how, flags, mode);
    for (int tries = 0; ; tries++) {
      int fd = kernel.openat2(scratch, dirfd, path, how, OpenHow.SIZE);
      // EAGAIN: a rename somewhere in the system while ".." was looked up
      if (fd != -Errno.EINTR && (fd != -Errno.EAGAIN || tries >= MAX_RENAME_RACES)) {
        return fd;
      }
    }
  }

  /** Fills a {@code struct open_how} for a path that must stay beneath a directory. */
  public static void putHowBeneath(long how, int flags, int mode) {
    boolean creates = (flags & (OpenFlags.O_CREAT | OpenFlags.O_TMPFILE)) != 0;
    long resolve = OpenHow.RESOLVE_BENEATH | OpenHow.RESOLVE_NO_MAGICLINKS;
    putHow(how, flags, creates ? mode : 0, resolve);
  }

  /**
   * Fills a {@code struct open_how} so that nothing is opened for which a directory would have to
   * be read: then EAGAIN.
   */
  public static void putHowCached(long how, int flags, boolean beneath) {
    long within = OpenHow.RESOLVE_BENEATH | OpenHow.RESOLVE_NO_MAGICLINKS;
    putHow(how, flags, 0, OpenHow.RESOLVE_CACHED | (beneath ? within : 0));
  }

  private static void putHow(long how, int flags, int mode, long resolve) {
    Memory.putLong(how + OpenHow.FLAGS, Integer.toUnsignedLong(flags));
    Memory.putLong(how + OpenHow.MODE, mode);
    Memory.putLong(how + OpenHow.RESOLVE, resolve);
  }
}
