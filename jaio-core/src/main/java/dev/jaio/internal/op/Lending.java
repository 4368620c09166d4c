package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.FileMode;
import dev.jaio.internal.abi.Statfs;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;

/**
 * Whether a call on a file may work on memory of the caller directly. A request that has lent
 * memory cannot end before the call does, so where that may take for ever the memory is not lent
 * but copied.
 */
public final class Lending {

  /** Up to this size copying costs less than asking. */
  public static final int SMALL = 16 << 10;

  private Lending() {}

  /**
   * Whether a file is a regular one, since a read of a FIFO or terminal waits for someone, on a
   * file system that waits for a local device at most. Asks fstatfs(2) and statx(2).
   */
  public static boolean isAllowed(Posix p, int fd) {
    long statfs = p.scratch().statfs();
    int result;
    do {
      result = p.kernel().fstatfs(p.scratch(), fd, statfs);
    } while (result == -Errno.EINTR);
    return result == 0
        && Statfs.isLocal(Memory.getLong(statfs + Statfs.F_TYPE))
        && isRegular(p, fd);
  }

  private static boolean isRegular(Posix p, int fd) {
    if (Fstat.statx(p, fd) < 0) {
      return false;
    }
    int mode = Memory.getShort(p.scratch().statx() + Statx.STX_MODE);
    return (mode & FileMode.S_IFMT) == FileMode.S_IFREG;
  }
}
