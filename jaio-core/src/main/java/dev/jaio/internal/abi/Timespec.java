package dev.jaio.internal.abi;

/**
 * {@code struct timespec}, {@code <linux/time.h>}: offsets in bytes, and the special values {@code
 * utimensat} takes in {@code tv_nsec} ({@code <sys/stat.h>}).
 */
public final class Timespec {

  /** {@code __kernel_old_time_t tv_sec}. */
  public static final int TV_SEC = 0;

  /** {@code long tv_nsec}. */
  public static final int TV_NSEC = 8;

  /** {@code sizeof(struct timespec)}. */
  public static final int SIZE = 16;

  /** Set to the present time. */
  public static final long UTIME_NOW = 0x3fffffffL;

  /** Leave as it is. */
  public static final long UTIME_OMIT = 0x3ffffffeL;

  private Timespec() {}
}
