package dev.jaio.internal.abi;

/**
 * File types and permission bits of a {@code mode_t}, {@code <linux/stat.h>} and {@code
 * <sys/stat.h>}.
 */
public final class FileMode {

  /** The mask of the type. */
  public static final int S_IFMT = 0170000;

  public static final int S_IFSOCK = 0140000;
  public static final int S_IFLNK = 0120000;
  public static final int S_IFREG = 0100000;
  public static final int S_IFBLK = 060000;
  public static final int S_IFDIR = 040000;
  public static final int S_IFCHR = 020000;
  public static final int S_IFIFO = 010000;
  public static final int S_ISUID = 04000;
  public static final int S_ISGID = 02000;
  public static final int S_ISVTX = 01000;
  public static final int S_IRWXU = 0700;
  public static final int S_IRWXG = 070;
  public static final int S_IRWXO = 07;

  private FileMode() {}
}
