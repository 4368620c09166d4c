package dev.jaio.internal.abi;

/** Flags of {@code preadv2} and {@code pwritev2}: {@code int}, {@code <linux/fs.h>}. */
public final class Rwf {

  public static final int RWF_HIPRI = 0x1;
  public static final int RWF_DSYNC = 0x2;
  public static final int RWF_SYNC = 0x4;

  /** {@code EAGAIN} instead of waiting, though not on a file opened with {@code O_DIRECT}. */
  public static final int RWF_NOWAIT = 0x8;

  public static final int RWF_APPEND = 0x10;

  private Rwf() {}
}
