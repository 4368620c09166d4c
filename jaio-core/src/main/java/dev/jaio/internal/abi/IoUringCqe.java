package dev.jaio.internal.abi;

/**
 * {@code struct io_uring_cqe}, {@code <linux/io_uring.h>}: offsets in bytes, and a bit of {@code
 * flags}.
 */
public final class IoUringCqe {

  /** {@code __u64 user_data} */
  public static final int USER_DATA = 0;

  /** {@code __s32 res} */
  public static final int RES = 8;

  /** {@code __u32 flags} */
  public static final int FLAGS = 12;

  /** {@code sizeof(struct io_uring_cqe)} */
  public static final int SIZE = 16;

  public static final int IORING_CQE_F_MORE = 2;

  private IoUringCqe() {}
}
