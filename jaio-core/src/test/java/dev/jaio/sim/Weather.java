package dev.jaio.sim;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUring;
import dev.jaio.internal.abi.IoUringOp;
import java.util.BitSet;
import java.util.Random;

/**
 * What kind of kernel a seed makes: how slow it is, how often it disturbs, what it lacks. Chances
 * are of a thousand.
 *
 * @param interrupts of an enter, and of those after it
 * @param busy of an enter: EAGAIN, EBUSY or ENOMEM
 * @param partial of an enter that it takes only a part
 * @param wakes of a wait that it ends for no reason
 * @param shorts of a transfer that it moves less
 * @param transients of an entry: what says nothing about it
 * @param errors of an entry: what it fails with
 * @param strays of a completion that it comes once more
 * @param atOnce of an entry that it is complete when it has been taken
 * @param early of an entry that it is carried out at once and completes later
 * @param cancels of a cancel that it stops what it has found
 * @param slowest the longest latency in nanoseconds
 * @param room for how many completions, at most
 * @param entries how many entries memory suffices for
 * @param refused flags of the setup that it does not know
 * @param missing opcodes that it does not know
 * @param life how many enters it lives
 * @param death what they answer then
 */
record Weather(
    int interrupts,
    int busy,
    int partial,
    int wakes,
    int shorts,
    int transients,
    int errors,
    int strays,
    int atOnce,
    int early,
    int cancels,
    long slowest,
    int room,
    int entries,
    int refused,
    BitSet missing,
    long life,
    int death) {

  private static final int[] DEATHS = {
    Errno.EBADF, Errno.EBADFD, Errno.ENXIO, Errno.EEXIST, Errno.EBADR, Errno.EPERM
  };

  private static final int[] MAY_BE_MISSING = {
    IoUringOp.IORING_OP_READ,
    IoUringOp.IORING_OP_WRITE,
    IoUringOp.IORING_OP_READV,
    IoUringOp.IORING_OP_WRITEV,
    IoUringOp.IORING_OP_READ_FIXED,
    IoUringOp.IORING_OP_WRITE_FIXED,
    IoUringOp.IORING_OP_FSYNC,
    IoUringOp.IORING_OP_FADVISE,
    IoUringOp.IORING_OP_FTRUNCATE,
    IoUringOp.IORING_OP_OPENAT,
    IoUringOp.IORING_OP_OPENAT2,
    IoUringOp.IORING_OP_CLOSE,
    IoUringOp.IORING_OP_STATX,
    IoUringOp.IORING_OP_UNLINKAT,
    IoUringOp.IORING_OP_RENAMEAT,
    IoUringOp.IORING_OP_MKDIRAT,
    IoUringOp.IORING_OP_SYMLINKAT,
    IoUringOp.IORING_OP_LINKAT,
    IoUringOp.IORING_OP_ASYNC_CANCEL
  };

  private static final int[] MAY_BE_REFUSED = {
    IoUring.IORING_SETUP_NO_SQARRAY,
    IoUring.IORING_SETUP_NO_SQARRAY | IoUring.IORING_SETUP_COOP_TASKRUN,
    IoUring.IORING_SETUP_NO_SQARRAY
        | IoUring.IORING_SETUP_COOP_TASKRUN
        | IoUring.IORING_SETUP_SUBMIT_ALL
  };

  /** Latencies and another order, nothing else. */
  static Weather calm() {
    return new Weather(
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        300,
        300,
        500,
        200_000,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        0,
        new BitSet(),
        Long.MAX_VALUE,
        0);
  }

  /** What a seed brings: each disturbance in some seeds, so that each is seen with few others. */
  static Weather of(Random r) {
    var missing = new BitSet();
    if (r.nextInt(6) == 0) {
      missing.set(MAY_BE_MISSING[r.nextInt(MAY_BE_MISSING.length)]);
    }
    boolean dies = r.nextInt(15) == 0;
    return new Weather(
        sometimes(r, 4, 150),
        sometimes(r, 4, 300),
        sometimes(r, 3, 500),
        sometimes(r, 3, 300),
        sometimes(r, 2, 300),
        sometimes(r, 3, 300),
        sometimes(r, 3, 100),
        sometimes(r, 4, 100),
        r.nextInt(1000),
        r.nextInt(1000),
        r.nextInt(1000),
        1_000L << r.nextInt(15),
        r.nextInt(3) == 0 ? 2 + r.nextInt(30) : Integer.MAX_VALUE,
        r.nextInt(2) == 0 ? 8 << r.nextInt(4) : Integer.MAX_VALUE,
        r.nextInt(4) == 0 ? MAY_BE_REFUSED[r.nextInt(MAY_BE_REFUSED.length)] : 0,
        missing,
        dies ? 2 + r.nextInt(600) : Long.MAX_VALUE,
        DEATHS[r.nextInt(DEATHS.length)]);
  }

  private static int sometimes(Random r, int oneIn, int most) {
    int chance = 1 + r.nextInt(most);
    return r.nextInt(oneIn) == 0 ? chance : 0;
  }
}
