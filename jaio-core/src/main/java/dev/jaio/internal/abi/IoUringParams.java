package dev.jaio.internal.abi;

/** {@code struct io_uring_params}, {@code <linux/io_uring.h>}: offsets in bytes. */
public final class IoUringParams {

  /** {@code __u32 sq_entries} */
  public static final int SQ_ENTRIES = 0;

  /** {@code __u32 cq_entries} */
  public static final int CQ_ENTRIES = 4;

  /** {@code __u32 flags} */
  public static final int FLAGS = 8;

  /** {@code __u32 features} */
  public static final int FEATURES = 20;

  /** {@code __u32 wq_fd} */
  public static final int WQ_FD = 24;

  /** {@code __u32 sq_off.head} */
  public static final int SQ_OFF_HEAD = 40;

  /** {@code __u32 sq_off.tail} */
  public static final int SQ_OFF_TAIL = 44;

  /** {@code __u32 sq_off.ring_mask} */
  public static final int SQ_OFF_RING_MASK = 48;

  /** {@code __u32 sq_off.ring_entries} */
  public static final int SQ_OFF_RING_ENTRIES = 52;

  /** {@code __u32 sq_off.flags} */
  public static final int SQ_OFF_FLAGS = 56;

  /** {@code __u32 sq_off.dropped} */
  public static final int SQ_OFF_DROPPED = 60;

  /** {@code __u32 sq_off.array} */
  public static final int SQ_OFF_ARRAY = 64;

  /** {@code __u32 cq_off.head} */
  public static final int CQ_OFF_HEAD = 80;

  /** {@code __u32 cq_off.tail} */
  public static final int CQ_OFF_TAIL = 84;

  /** {@code __u32 cq_off.ring_mask} */
  public static final int CQ_OFF_RING_MASK = 88;

  /** {@code __u32 cq_off.ring_entries} */
  public static final int CQ_OFF_RING_ENTRIES = 92;

  /** {@code __u32 cq_off.overflow} */
  public static final int CQ_OFF_OVERFLOW = 96;

  /** {@code __u32 cq_off.cqes} */
  public static final int CQ_OFF_CQES = 100;

  /** {@code __u32 cq_off.flags} */
  public static final int CQ_OFF_FLAGS = 104;

  /** {@code sizeof(struct io_uring_params)} */
  public static final int SIZE = 120;

  private IoUringParams() {}
}
