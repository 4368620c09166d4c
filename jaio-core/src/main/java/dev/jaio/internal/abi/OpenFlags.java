package dev.jaio.internal.abi;

/**
 * Flags of {@code openat} and {@code openat2}: {@code int} and {@code __u64}, {@code
 * <asm/fcntl.h>}. Four of them differ between the architectures.
 */
public final class OpenFlags {

  public static final int O_RDONLY = 0x0;
  public static final int O_WRONLY = 0x1;
  public static final int O_RDWR = 0x2;
  public static final int O_ACCMODE = 0x3;
  public static final int O_CREAT = 0x40;
  public static final int O_EXCL = 0x80;
  public static final int O_NOCTTY = 0x100;
  public static final int O_TRUNC = 0x200;
  public static final int O_APPEND = 0x400;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_DSYNC = 0x1000;
  public static final int O_SYNC = 0x101000;
  public static final int O_DIRECTORY = Arch.pick(0x10000, 0x4000);
  public static final int O_NOFOLLOW = Arch.pick(0x20000, 0x8000);
  public static final int O_DIRECT = Arch.pick(0x4000, 0x10000);

  /** The kernel adds it by itself in a 64-bit process. */
  public static final int O_LARGEFILE = Arch.pick(0x8000, 0x20000);

  public static final int O_NOATIME = 0x40000;
  public static final int O_CLOEXEC = 0x80000;
  public static final int O_PATH = 0x200000;

  /** Contains {@link #O_DIRECTORY}, so it differs as well. */
  public static final int O_TMPFILE = Arch.pick(0x410000, 0x404000);

  private OpenFlags() {}
}
