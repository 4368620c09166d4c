package dev.jaio.internal.abi;

/**
 * {@code struct open_how}, {@code <linux/openat2.h>}: offsets in bytes, and the bits of {@code
 * resolve}.
 */
public final class OpenHow {

  /** {@code __u64 flags}. */
  public static final int FLAGS = 0;

  /** {@code __u64 mode}. */
  public static final int MODE = 8;

  /** {@code __u64 resolve}. */
  public static final int RESOLVE = 16;

  /** {@code sizeof(struct open_how)}. */
  public static final int SIZE = 24;

  public static final long RESOLVE_NO_XDEV = 0x1L;
  public static final long RESOLVE_NO_MAGICLINKS = 0x2L;
  public static final long RESOLVE_NO_SYMLINKS = 0x4L;

  /** No step may leave the directory the path is relative to. */
  public static final long RESOLVE_BENEATH = 0x8L;

  public static final long RESOLVE_IN_ROOT = 0x10L;

  /** {@code EAGAIN} instead of waiting for a device; since Linux 5.12. */
  public static final long RESOLVE_CACHED = 0x20L;

  private OpenHow() {}
}
