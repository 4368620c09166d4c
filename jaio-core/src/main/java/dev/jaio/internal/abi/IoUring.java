package dev.jaio.internal.abi;

/**
 * Constants of {@code io_uring_setup}, {@code _enter} and {@code _register}, {@code
 * <linux/io_uring.h>}.
 */
public final class IoUring {

  /** The size of the completion queue is given; since Linux 5.5. */
  public static final int IORING_SETUP_CQSIZE = 8;

  /** Sizes that are too large are cut; since Linux 5.6. */
  public static final int IORING_SETUP_CLAMP = 0x10;

  public static final int IORING_SETUP_R_DISABLED = 0x40;

  /** A rejected entry does not stop the submission of those after it; since Linux 5.18. */
  public static final int IORING_SETUP_SUBMIT_ALL = 0x80;

  /** No interrupt is sent to a submitter that runs; since Linux 5.19. */
  public static final int IORING_SETUP_COOP_TASKRUN = 0x100;

  public static final int IORING_SETUP_TASKRUN_FLAG = 0x200;
  public static final int IORING_SETUP_SINGLE_ISSUER = 0x1000;
  public static final int IORING_SETUP_DEFER_TASKRUN = 0x2000;

  /** No array of indices between submission queue and entries; since Linux 6.6. */
  public static final int IORING_SETUP_NO_SQARRAY = 0x10000;

  public static final int IORING_FEAT_SINGLE_MMAP = 1;

  /** Completions that find no room are kept; since Linux 5.5. */
  public static final int IORING_FEAT_NODROP = 2;

  public static final int IORING_FEAT_SUBMIT_STABLE = 4;

  /** An offset of -1 is the position of the file; since Linux 5.6. */
  public static final int IORING_FEAT_RW_CUR_POS = 8;

  /** Entering takes a time limit; since Linux 5.11. */
  public static final int IORING_FEAT_EXT_ARG = 0x100;

  /** What is punted runs on threads of this process; since Linux 5.12. */
  public static final int IORING_FEAT_NATIVE_WORKERS = 0x200;

  public static final int IORING_ENTER_GETEVENTS = 1;
  public static final int IORING_ENTER_EXT_ARG = 8;
  public static final int IORING_ENTER_REGISTERED_RING = 0x10;

  public static final long IORING_OFF_SQ_RING = 0L;
  public static final long IORING_OFF_CQ_RING = 0x8000000L;
  public static final long IORING_OFF_SQES = 0x10000000L;

  public static final int IORING_SQ_NEED_WAKEUP = 1;

  /** Completions are kept in the kernel until it is entered for events. */
  public static final int IORING_SQ_CQ_OVERFLOW = 2;

  public static final int IORING_SQ_TASKRUN = 4;
  public static final int IORING_REGISTER_BUFFERS = 0;
  public static final int IORING_UNREGISTER_BUFFERS = 1;
  public static final int IORING_REGISTER_FILES = 2;
  public static final int IORING_REGISTER_EVENTFD = 4;
  public static final int IORING_REGISTER_FILES_UPDATE = 6;
  public static final int IORING_REGISTER_PROBE = 8;
  public static final int IORING_REGISTER_RESTRICTIONS = 0xb;
  public static final int IORING_REGISTER_ENABLE_RINGS = 0xc;
  public static final int IORING_REGISTER_IOWQ_MAX_WORKERS = 0x13;
  public static final int IORING_REGISTER_RING_FDS = 0x14;

  public static final int IORING_RESTRICTION_REGISTER_OP = 0;
  public static final int IORING_RESTRICTION_SQE_OP = 1;

  private IoUring() {}
}
