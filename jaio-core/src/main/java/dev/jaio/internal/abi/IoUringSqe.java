package dev.jaio.internal.abi;

/**
 * {@code struct io_uring_sqe}, {@code <linux/io_uring.h>}: offsets in bytes, and the bits of {@code
 * flags}. {@code addr2} lies at {@link #OFF}; the flags of every operation lie at {@link
 * #RW_FLAGS}.
 */
public final class IoUringSqe {

  /** {@code __u8 opcode} */
  public static final int OPCODE = 0;

  /** {@code __u8 flags} */
  public static final int FLAGS = 1;

  /** {@code __u16 ioprio} */
  public static final int IOPRIO = 2;

  /** {@code __s32 fd} */
  public static final int FD = 4;

  /** {@code __u64 off} */
  public static final int OFF = 8;

  /** {@code __u64 addr} */
  public static final int ADDR = 16;

  /** {@code __u32 len} */
  public static final int LEN = 24;

  /** {@code __u32 rw_flags} */
  public static final int RW_FLAGS = 28;

  /** {@code __u64 user_data} */
  public static final int USER_DATA = 32;

  /** {@code __u16 buf_index} */
  public static final int BUF_INDEX = 40;

  /** {@code __u16 personality} */
  public static final int PERSONALITY = 42;

  /** {@code __u32 file_index} */
  public static final int FILE_INDEX = 44;

  /** {@code __u64 addr3} */
  public static final int ADDR3 = 48;

  /** {@code sizeof(struct io_uring_sqe)} */
  public static final int SIZE = 64;

  public static final int IOSQE_FIXED_FILE = 1;
  public static final int IOSQE_IO_LINK = 4;
  public static final int IOSQE_ASYNC = 0x10;

  private IoUringSqe() {}
}
