package dev.jaio.internal.posix;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.Statfs;
import dev.jaio.internal.abi.Statx;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which mounts are of a local file system, so that the attributes of what is in its caches are read
 * without waiting for anything.
 *
 * <p>A mount is known by the number that the kernel never uses again (since Linux 6.8; before,
 * nothing is ever known). Who may not block asks for what it would like to know, who may block
 * learns it. Remembered in a table of which one entry takes the place of another: each entry is
 * true by itself, so races only cost a look.
 */
public final class Mounts {

  private static final int SIZE = 64;

  /** Twice the number of a mount, plus 1 if it is local. */
  private static final AtomicLongArray KNOWN = new AtomicLongArray(SIZE);

  private static volatile long wanted; // a mount that somebody would like to know of, or 0

  private Mounts() {}

  private static int slot(long mount) {
    return (int) mount & (SIZE - 1);
  }

  /** The mount of the last answer to statx(2), or 0. */
  private static long mount(Scratch s) {
    int mask = Memory.getInt(s.statx() + Statx.STX_MASK);
    boolean unique = (mask & Statx.STATX_MNT_ID_UNIQUE) != 0;
    return unique ? Memory.getLong(s.statx() + Statx.STX_MNT_ID) : 0;
  }

  /** Whether the last answer to statx(2) came from a mount that is known to be local. */
  public static boolean isLocal(Scratch s) {
    long mount = mount(s);
    if (mount == 0) {
      return false;
    }
    long known = KNOWN.get(slot(mount));
    if (known >>> 1 != mount) {
      wanted = mount;
    }
    return known == (mount << 1 | 1);
  }

  /** Whether the last answer to statx(2) came from a mount of which somebody would like to know. */
  public static boolean isWanted(Scratch s) {
    long w = wanted;
    return w != 0 && w == mount(s);
  }

  /**
   * Learns what the mount is of that the last answer to statx(2) came from. May block.
   *
   * @param fd the file that statx(2) was asked for
   */
  public static void learn(Kernel kernel, Scratch s, int fd) {
    long mount = mount(s);
    int result;
    do {
      result = kernel.fstatfs(s, fd, s.statfs());
    } while (result == -Errno.EINTR);
    if (mount != 0 && result == 0) {
      boolean local = Statfs.isLocal(Memory.getLong(s.statfs() + Statfs.F_TYPE));
      KNOWN.set(slot(mount), mount << 1 | (local ? 1 : 0));
      wanted = 0; // should another one have been wanted meanwhile, it will be again
    }
  }
}
