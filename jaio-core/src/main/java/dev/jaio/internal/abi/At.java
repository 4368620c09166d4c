package dev.jaio.internal.abi;

/**
 * Descriptors and flags of the calls whose names end in {@code at}: {@code int}, {@code
 * <linux/fcntl.h>}. {@link #AT_REMOVEDIR} and {@link #AT_EACCESS} share a number.
 */
public final class At {

  /** Stands for the working directory. */
  public static final int AT_FDCWD = -100;

  public static final int AT_SYMLINK_NOFOLLOW = 0x100;
  public static final int AT_EACCESS = 0x200;
  public static final int AT_REMOVEDIR = 0x200;
  public static final int AT_SYMLINK_FOLLOW = 0x400;
  public static final int AT_NO_AUTOMOUNT = 0x800;
  public static final int AT_EMPTY_PATH = 0x1000;
  public static final int AT_STATX_SYNC_AS_STAT = 0x0;
  public static final int AT_STATX_FORCE_SYNC = 0x2000;
  public static final int AT_STATX_DONT_SYNC = 0x4000;

  private At() {}
}
