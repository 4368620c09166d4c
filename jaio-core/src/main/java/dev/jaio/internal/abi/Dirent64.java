package dev.jaio.internal.abi;

/**
 * {@code struct linux_dirent64}, a record of {@code getdents64}, as offsets in bytes ({@code
 * <linux/dirent.h>}, {@code struct dirent64} of {@code <dirent.h>}), and the values of {@code
 * d_type}.
 */
public final class Dirent64 {

  /** {@code __u64 d_ino}. */
  public static final int D_INO = 0;

  /** {@code __s64 d_off}. */
  public static final int D_OFF = 8;

  /** {@code unsigned short d_reclen}. */
  public static final int D_RECLEN = 16;

  /** {@code unsigned char d_type}. */
  public static final int D_TYPE = 18;

  /** {@code char d_name[]}. */
  public static final int D_NAME = 19;

  /** The file system does not say; {@code statx} does. */
  public static final int DT_UNKNOWN = 0;

  public static final int DT_FIFO = 1;
  public static final int DT_CHR = 2;
  public static final int DT_DIR = 4;
  public static final int DT_BLK = 6;
  public static final int DT_REG = 8;
  public static final int DT_LNK = 10;
  public static final int DT_SOCK = 12;

  private Dirent64() {}
}
