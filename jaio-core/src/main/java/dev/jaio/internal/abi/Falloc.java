package dev.jaio.internal.abi;

/** Modes of {@code fallocate}: {@code int}, {@code <linux/falloc.h>}. */
public final class Falloc {

  public static final int FALLOC_FL_KEEP_SIZE = 0x1;
  public static final int FALLOC_FL_PUNCH_HOLE = 0x2;
  public static final int FALLOC_FL_COLLAPSE_RANGE = 0x8;
  public static final int FALLOC_FL_ZERO_RANGE = 0x10;
  public static final int FALLOC_FL_INSERT_RANGE = 0x20;
  public static final int FALLOC_FL_UNSHARE_RANGE = 0x40;

  private Falloc() {}
}
