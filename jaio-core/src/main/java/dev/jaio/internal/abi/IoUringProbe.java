package dev.jaio.internal.abi;

/**
 * {@code struct io_uring_probe} and {@code struct io_uring_probe_op}, {@code <linux/io_uring.h>}:
 * offsets in bytes.
 */
public final class IoUringProbe {

  /** {@code __u8 last_op} */
  public static final int LAST_OP = 0;

  /** {@code __u8 ops_len} */
  public static final int OPS_LEN = 1;

  /** {@code struct io_uring_probe_op[] ops} */
  public static final int OPS = 16;

  /** {@code sizeof(struct io_uring_probe)} */
  public static final int SIZE = 16;

  /** {@code __u16 flags} */
  public static final int OP_FLAGS = 2;

  /** {@code sizeof(struct io_uring_probe_op)} */
  public static final int OP_SIZE = 8;

  public static final int IO_URING_OP_SUPPORTED = 1;

  private IoUringProbe() {}
}
