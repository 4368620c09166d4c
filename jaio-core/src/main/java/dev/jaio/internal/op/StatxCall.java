package dev.jaio.internal.op;

import dev.jaio.FileStat;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;

/** Calls statx(2) and makes a {@link FileStat} of what it left in the scratch memory. */
final class StatxCall {

  private static final int MASK =
      Statx.STATX_BASIC_STATS | Statx.STATX_BTIME | Statx.STATX_MNT_ID_UNIQUE;

  private StatxCall() {}

  /** Asks for all that a {@link FileStat} holds. */
  static int call(Posix p, int dirfd, long name, int flags) {
    return p.kernel().statx(p.scratch(), dirfd, name, flags, MASK, p.scratch().statx());
  }

  /** The answer to the last call. */
  static FileStat decode(Posix p) {
    long s = p.scratch().statx();
    boolean born = (Memory.getInt(s + Statx.STX_MASK) & Statx.STATX_BTIME) != 0;
    return new FileStat(
        device(s + Statx.STX_DEV_MAJOR, s + Statx.STX_DEV_MINOR),
        Memory.getLong(s + Statx.STX_INO),
        Short.toUnsignedInt(Memory.getShort(s + Statx.STX_MODE)),
        Memory.getInt(s + Statx.STX_NLINK),
        Memory.getInt(s + Statx.STX_UID),
        Memory.getInt(s + Statx.STX_GID),
        device(s + Statx.STX_RDEV_MAJOR, s + Statx.STX_RDEV_MINOR),
        Memory.getLong(s + Statx.STX_SIZE),
        Memory.getLong(s + Statx.STX_BLOCKS),
        Memory.getInt(s + Statx.STX_BLKSIZE),
        Memory.getLong(s + Statx.STX_ATIME + Statx.TV_SEC),
        Memory.getInt(s + Statx.STX_ATIME + Statx.TV_NSEC),
        Memory.getLong(s + Statx.STX_MTIME + Statx.TV_SEC),
        Memory.getInt(s + Statx.STX_MTIME + Statx.TV_NSEC),
        Memory.getLong(s + Statx.STX_CTIME + Statx.TV_SEC),
        Memory.getInt(s + Statx.STX_CTIME + Statx.TV_NSEC),
        born ? Memory.getLong(s + Statx.STX_BTIME + Statx.TV_SEC) : 0,
        born ? Memory.getInt(s + Statx.STX_BTIME + Statx.TV_NSEC) : -1);
  }

  /** As {@code gnu_dev_makedev} of {@code <sys/sysmacros.h>}: what {@code st_dev} would be. */
  private static long device(long majorAddress, long minorAddress) {
    long major = Memory.getInt(majorAddress);
    long minor = Memory.getInt(minorAddress);
    return (major & 0xfff) << 8
        | (major & 0xfffff000L) << 32
        | (minor & 0xff)
        | (minor & 0xffffff00L) << 12;
  }
}
