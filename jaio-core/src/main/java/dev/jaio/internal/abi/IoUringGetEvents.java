package dev.jaio.internal.abi;

/** {@code struct io_uring_getevents_arg}, {@code <linux/io_uring.h>}: offsets in bytes. */
public final class IoUringGetEvents {

  /** {@code __u64 sigmask} */
  public static final int SIGMASK = 0;

  /** {@code __u32 sigmask_sz} */
  public static final int SIGMASK_SZ = 8;

  /** {@code __u64 ts} */
  public static final int TS = 16;

  /** {@code sizeof(struct io_uring_getevents_arg)} */
  public static final int SIZE = 24;

  private IoUringGetEvents() {}
}
