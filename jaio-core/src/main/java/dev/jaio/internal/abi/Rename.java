package dev.jaio.internal.abi;

/** Flags of {@code renameat2}: {@code unsigned int}, {@code <linux/fs.h>}. */
public final class Rename {

  public static final int RENAME_NOREPLACE = 0x1;
  public static final int RENAME_EXCHANGE = 0x2;
  public static final int RENAME_WHITEOUT = 0x4;

  private Rename() {}
}
