package dev.jaio.internal.abi;

/**
 * {@code struct statx}, its mask and its attributes, {@code <linux/stat.h>}. The members are
 * offsets in bytes; a {@code struct statx_timestamp} has the offsets {@link #TV_SEC} and {@link
 * #TV_NSEC}.
 */
public final class Statx {

  /** {@code __u32 stx_mask}. */
  public static final int STX_MASK = 0;

  /** {@code __u32 stx_blksize}. */
  public static final int STX_BLKSIZE = 4;

  /** {@code __u64 stx_attributes}. */
  public static final int STX_ATTRIBUTES = 8;

  /** {@code __u32 stx_nlink}. */
  public static final int STX_NLINK = 16;

  /** {@code __u32 stx_uid}. */
  public static final int STX_UID = 20;

  /** {@code __u32 stx_gid}. */
  public static final int STX_GID = 24;

  /** {@code __u16 stx_mode}. */
  public static final int STX_MODE = 28;

  /** {@code __u64 stx_ino}. */
  public static final int STX_INO = 32;

  /** {@code __u64 stx_size}. */
  public static final int STX_SIZE = 40;

  /** {@code __u64 stx_blocks}. */
  public static final int STX_BLOCKS = 48;

  /** {@code __u64 stx_attributes_mask}. */
  public static final int STX_ATTRIBUTES_MASK = 56;

  /** {@code struct statx_timestamp stx_atime}. */
  public static final int STX_ATIME = 64;

  /** {@code struct statx_timestamp stx_btime}. */
  public static final int STX_BTIME = 80;

  /** {@code struct statx_timestamp stx_ctime}. */
  public static final int STX_CTIME = 96;

  /** {@code struct statx_timestamp stx_mtime}. */
  public static final int STX_MTIME = 112;

  /** {@code __u32 stx_rdev_major}. */
  public static final int STX_RDEV_MAJOR = 128;

  /** {@code __u32 stx_rdev_minor}. */
  public static final int STX_RDEV_MINOR = 132;

  /** {@code __u32 stx_dev_major}. */
  public static final int STX_DEV_MAJOR = 136;

  /** {@code __u32 stx_dev_minor}. */
  public static final int STX_DEV_MINOR = 140;

  /** {@code __u64 stx_mnt_id}. */
  public static final int STX_MNT_ID = 144;

  /** {@code __u32 stx_dio_mem_align}. */
  public static final int STX_DIO_MEM_ALIGN = 152;

  /** {@code __u32 stx_dio_offset_align}. */
  public static final int STX_DIO_OFFSET_ALIGN = 156;

  /** {@code __u32 stx_dio_read_offset_align}. */
  public static final int STX_DIO_READ_OFFSET_ALIGN = 180;

  /** {@code sizeof(struct statx)}. */
  public static final int SIZE = 256;

  /** {@code __s64 tv_sec}. */
  public static final int TV_SEC = 0;

  /** {@code __u32 tv_nsec}. */
  public static final int TV_NSEC = 8;

  public static final int STATX_TYPE = 0x1;
  public static final int STATX_MODE = 0x2;
  public static final int STATX_NLINK = 0x4;
  public static final int STATX_UID = 0x8;
  public static final int STATX_GID = 0x10;
  public static final int STATX_ATIME = 0x20;
  public static final int STATX_MTIME = 0x40;
  public static final int STATX_CTIME = 0x80;
  public static final int STATX_INO = 0x100;
  public static final int STATX_SIZE = 0x200;
  public static final int STATX_BLOCKS = 0x400;

  /** All that {@code struct stat} has. */
  public static final int STATX_BASIC_STATS = 0x7ff;

  public static final int STATX_BTIME = 0x800;
  public static final int STATX_MNT_ID = 0x1000;
  public static final int STATX_DIOALIGN = 0x2000;

  /** {@code stx_mnt_id} is never used again for another mount; since Linux 6.8. */
  public static final int STATX_MNT_ID_UNIQUE = 0x4000;

  /** {@code stx_dio_read_offset_align}, where it differs for reads; since Linux 6.14. */
  public static final int STATX_DIO_READ_ALIGN = 0x20000;

  public static final int STATX_ATTR_COMPRESSED = 0x4;
  public static final int STATX_ATTR_IMMUTABLE = 0x10;
  public static final int STATX_ATTR_APPEND = 0x20;
  public static final int STATX_ATTR_NODUMP = 0x40;
  public static final int STATX_ATTR_ENCRYPTED = 0x800;
  public static final int STATX_ATTR_AUTOMOUNT = 0x1000;
  public static final int STATX_ATTR_MOUNT_ROOT = 0x2000;
  public static final int STATX_ATTR_VERITY = 0x100000;
  public static final int STATX_ATTR_DAX = 0x200000;

  private Statx() {}
}
