package dev.jaio.internal.abi;

/** Opcodes, {@code enum io_uring_op} of {@code <linux/io_uring.h>}, and flags of single ones. */
public final class IoUringOp {

  public static final int IORING_OP_NOP = 0;
  public static final int IORING_OP_READV = 1;
  public static final int IORING_OP_WRITEV = 2;
  public static final int IORING_OP_FSYNC = 3;
  public static final int IORING_OP_READ_FIXED = 4;
  public static final int IORING_OP_WRITE_FIXED = 5;
  public static final int IORING_OP_POLL_ADD = 6;
  public static final int IORING_OP_ASYNC_CANCEL = 0xe;
  public static final int IORING_OP_FALLOCATE = 0x11;
  public static final int IORING_OP_OPENAT = 0x12;
  public static final int IORING_OP_CLOSE = 0x13;
  public static final int IORING_OP_STATX = 0x15;
  public static final int IORING_OP_READ = 0x16;
  public static final int IORING_OP_WRITE = 0x17;
  public static final int IORING_OP_FADVISE = 0x18;
  public static final int IORING_OP_OPENAT2 = 0x1c;
  public static final int IORING_OP_SPLICE = 0x1e;
  public static final int IORING_OP_TEE = 0x21;
  public static final int IORING_OP_RENAMEAT = 0x23;
  public static final int IORING_OP_UNLINKAT = 0x24;
  public static final int IORING_OP_MKDIRAT = 0x25;
  public static final int IORING_OP_SYMLINKAT = 0x26;
  public static final int IORING_OP_LINKAT = 0x27;
  public static final int IORING_OP_FSETXATTR = 0x29;
  public static final int IORING_OP_SETXATTR = 0x2a;
  public static final int IORING_OP_FGETXATTR = 0x2b;
  public static final int IORING_OP_GETXATTR = 0x2c;

  /** Since Linux 6.9, and so in no header that is asked. */
  public static final int IORING_OP_FTRUNCATE = 55;

  /** Of {@code IORING_OP_FSYNC}: as fdatasync does. */
  public static final int IORING_FSYNC_DATASYNC = 1;

  /** Of {@code IORING_OP_ASYNC_CANCEL}: all that match; since Linux 5.19. */
  public static final int IORING_ASYNC_CANCEL_ALL = 1;

  /** Of {@code IORING_OP_ASYNC_CANCEL}: any request; since Linux 5.19. */
  public static final int IORING_ASYNC_CANCEL_ANY = 4;

  private IoUringOp() {}

  /** The name of an opcode, for people. */
  public static String name(int opcode) {
    return switch (opcode) {
      case IORING_OP_NOP -> "NOP";
      case IORING_OP_READV -> "READV";
      case IORING_OP_WRITEV -> "WRITEV";
      case IORING_OP_FSYNC -> "FSYNC";
      case IORING_OP_READ_FIXED -> "READ_FIXED";
      case IORING_OP_WRITE_FIXED -> "WRITE_FIXED";
      case IORING_OP_POLL_ADD -> "POLL_ADD";
      case IORING_OP_ASYNC_CANCEL -> "ASYNC_CANCEL";
      case IORING_OP_FALLOCATE -> "FALLOCATE";
      case IORING_OP_OPENAT -> "OPENAT";
      case IORING_OP_CLOSE -> "CLOSE";
      case IORING_OP_STATX -> "STATX";
      case IORING_OP_READ -> "READ";
      case IORING_OP_WRITE -> "WRITE";
      case IORING_OP_FADVISE -> "FADVISE";
      case IORING_OP_OPENAT2 -> "OPENAT2";
      case IORING_OP_SPLICE -> "SPLICE";
      case IORING_OP_TEE -> "TEE";
      case IORING_OP_RENAMEAT -> "RENAMEAT";
      case IORING_OP_UNLINKAT -> "UNLINKAT";
      case IORING_OP_MKDIRAT -> "MKDIRAT";
      case IORING_OP_SYMLINKAT -> "SYMLINKAT";
      case IORING_OP_LINKAT -> "LINKAT";
      case IORING_OP_FSETXATTR -> "FSETXATTR";
      case IORING_OP_SETXATTR -> "SETXATTR";
      case IORING_OP_FGETXATTR -> "FGETXATTR";
      case IORING_OP_GETXATTR -> "GETXATTR";
      case IORING_OP_FTRUNCATE -> "FTRUNCATE";
      default -> "opcode " + opcode;
    };
  }
}
