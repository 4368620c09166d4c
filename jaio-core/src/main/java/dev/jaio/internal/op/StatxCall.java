package dev.jaio.internal.op;

import dev.jaio.FileStat;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;

/** Calls statx(2) and makes a {@link FileStat} of what it left in the scratch memory. */
final class StatxCall {

  /** All that a {@link FileStat} holds. */
  static final int MASK = Statx.STATX_BASIC_STATS | Statx.STATX_BTIME | Statx.STATX_MNT_ID_UNIQUE;

  /** What of a {@code struct statx} is kept, in longs. */
  static final int LONGS = (Statx.STX_DEV_MINOR + Integer.BYTES) / Long.BYTES;

  private StatxCall() {}

  /** Asks for all that a {@link FileStat} holds. */
  static int call(Posix p, int dirfd, long name, int flags) {
    return p.kernel().statx(p.scratch(), dirfd, name, flags, MASK, p.scratch().statx());
  }

  /** The answer to the last call. */
  static FileStat decode(Posix p) {
    return decode(p.scratch().statx());
  }

  /** The answer at an address. */
  static FileStat decode(long s) {
    boolean born = (Memory.getInt(s + Statx.STX_MASK) & Statx.STATX_BTIME) != 0;
    return new FileStat(
        device(Memory.getInt(s + Statx.STX_DEV_MAJOR), Memory.getInt(s + Statx.STX_DEV_MINOR)),
        Memory.getLong(s + Statx.STX_INO),
        Short.toUnsignedInt(Memory.getShort(s + Statx.STX_MODE)),
        Memory.getInt(s + Statx.STX_NLINK),
        Memory.getInt(s + Statx.STX_UID),
        Memory.getInt(s + Statx.STX_GID),
        device(Memory.getInt(s + Statx.STX_RDEV_MAJOR), Memory.getInt(s + Statx.STX_RDEV_MINOR)),
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

  /** Keeps the answer to the last call, {@link #LONGS} long, in an array. */
  static void copy(Posix p, long[] to, int at) {
    Memory.copy(p.scratch().statx(), to, at, LONGS);
  }

  /** An answer that was kept. */
  static FileStat decode(long[] s, int at) {
    boolean born = (getInt(s, at, Statx.STX_MASK) & Statx.STATX_BTIME) != 0;
    return new FileStat(
        device(getInt(s, at, Statx.STX_DEV_MAJOR), getInt(s, at, Statx.STX_DEV_MINOR)),
        getLong(s, at, Statx.STX_INO),
        mode(s, at),
        getInt(s, at, Statx.STX_NLINK),
        getInt(s, at, Statx.STX_UID),
        getInt(s, at, Statx.STX_GID),
        device(getInt(s, at, Statx.STX_RDEV_MAJOR), getInt(s, at, Statx.STX_RDEV_MINOR)),
        getLong(s, at, Statx.STX_SIZE),
        getLong(s, at, Statx.STX_BLOCKS),
        getInt(s, at, Statx.STX_BLKSIZE),
        getLong(s, at, Statx.STX_ATIME + Statx.TV_SEC),
        getInt(s, at, Statx.STX_ATIME + Statx.TV_NSEC),
        getLong(s, at, Statx.STX_MTIME + Statx.TV_SEC),
        getInt(s, at, Statx.STX_MTIME + Statx.TV_NSEC),
        getLong(s, at, Statx.STX_CTIME + Statx.TV_SEC),
        getInt(s, at, Statx.STX_CTIME + Statx.TV_NSEC),
        born ? getLong(s, at, Statx.STX_BTIME + Statx.TV_SEC) : 0,
        born ? getInt(s, at, Statx.STX_BTIME + Statx.TV_NSEC) : -1);
  }

  /** The mode in an answer that was kept. */
  static int mode(long[] s, int at) {
    return Short.toUnsignedInt((short) getInt(s, at, Statx.STX_MODE));
  }

  private static long getLong(long[] s, int at, int offset) {
    return s[at + (offset >> 3)];
  }

  /** 32 bits within a row of longs; all architectures that are supported are little-endian. */
  private static int getInt(long[] s, int at, int offset) {
    return (int) (s[at + (offset >> 3)] >>> (8 * (offset & 7)));
  }

  /** As {@code gnu_dev_makedev} of {@code <sys/sysmacros.h>}: what {@code st_dev} would be. */
  private static long device(int majorNumber, int minorNumber) {
    long major = majorNumber;
    long minor = minorNumber;
    return (major & 0xfff) << 8
        | (major & 0xfffff000L) << 32
        | (minor & 0xff)
        | (minor & 0xffffff00L) << 12;
  }
}
