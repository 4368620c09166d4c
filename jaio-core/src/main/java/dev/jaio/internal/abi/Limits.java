package dev.jaio.internal.abi;

/** Limits of the system, {@code <linux/limits.h>} and {@code <linux/uio.h>}. */
public final class Limits {

  /** The most bytes a path takes, its NUL included. */
  public static final int PATH_MAX = 4096;

  /** The most bytes a name takes, without NUL. */
  public static final int NAME_MAX = 255;

  /** The most {@code struct iovec} a call takes. */
  public static final int IOV_MAX = 1024;

  /** The largest page either architecture is built with, for alignment; it is in no header. */
  public static final int PAGE_SIZE_MAX = 65536;

  private Limits() {}
}
