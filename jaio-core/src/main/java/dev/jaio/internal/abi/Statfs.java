package dev.jaio.internal.abi;

/**
 * {@code struct statfs}, {@code <asm/statfs.h>}: offsets in bytes, the numbers of file systems in
 * {@code f_type} ({@code <linux/magic.h>}) and the bits of {@code f_flags} ({@code
 * <sys/statvfs.h>}).
 */
public final class Statfs {

  /** {@code __kernel_long_t f_type}. */
  public static final int F_TYPE = 0;

  /** {@code __kernel_long_t f_bsize}. */
  public static final int F_BSIZE = 8;

  /** {@code __u64 f_blocks}. */
  public static final int F_BLOCKS = 16;

  /** {@code __u64 f_bfree}. */
  public static final int F_BFREE = 24;

  /** {@code __u64 f_bavail}. */
  public static final int F_BAVAIL = 32;

  /** {@code __u64 f_files}. */
  public static final int F_FILES = 40;

  /** {@code __u64 f_ffree}. */
  public static final int F_FFREE = 48;

  /** {@code __kernel_fsid_t f_fsid}. */
  public static final int F_FSID = 56;

  /** {@code __kernel_long_t f_namelen}. */
  public static final int F_NAMELEN = 64;

  /** {@code __kernel_long_t f_frsize}. */
  public static final int F_FRSIZE = 72;

  /** {@code __kernel_long_t f_flags}. */
  public static final int F_FLAGS = 80;

  /** {@code sizeof(struct statfs)}. */
  public static final int SIZE = 120;

  /** Shared by ext2, ext3 and ext4. */
  public static final long EXT4_SUPER_MAGIC = 0x0000ef53L;

  public static final long XFS_SUPER_MAGIC = 0x58465342L;
  public static final long BTRFS_SUPER_MAGIC = 0x9123683eL;
  public static final long F2FS_SUPER_MAGIC = 0xf2f52010L;
  public static final long TMPFS_MAGIC = 0x01021994L;
  public static final long RAMFS_MAGIC = 0x858458f6L;
  public static final long OVERLAYFS_SUPER_MAGIC = 0x794c7630L;
  public static final long NFS_SUPER_MAGIC = 0x00006969L;
  public static final long FUSE_SUPER_MAGIC = 0x65735546L;
  public static final int ST_RDONLY = 0x1;
  public static final int ST_NOSUID = 0x2;

  /** OpenZFS, {@code <sys/fs/zfs.h>}; it is no part of Linux. */
  public static final long ZFS_SUPER_MAGIC = 0x2fc12fc1L;

  private Statfs() {}

  /**
   * Whether a file system is known to keep its data in this machine, so that a call on it waits for
   * a local device at most. Everything else may wait for a process or for a peer that never answers
   * (FUSE, NFS, CIFS, 9P, Ceph), some of them inside the very call that submits a request, and so
   * may what is not known here.
   *
   * <p>An overlay is not on the list although its layers are local as a rule: {@code statfs} does
   * not tell what it lies upon, which may be NFS or FUSE.
   *
   * @param type {@code f_type}
   */
  public static boolean isLocal(long type) {
    return type == EXT4_SUPER_MAGIC
        || type == XFS_SUPER_MAGIC
        || type == BTRFS_SUPER_MAGIC
        || type == F2FS_SUPER_MAGIC
        || type == ZFS_SUPER_MAGIC
        || type == TMPFS_MAGIC
        || type == RAMFS_MAGIC;
  }
}
