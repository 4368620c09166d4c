package dev.jaio.internal.uring;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUring;
import dev.jaio.internal.abi.IoUringCqe;
import dev.jaio.internal.abi.IoUringGetEvents;
import dev.jaio.internal.abi.IoUringParams;
import dev.jaio.internal.abi.IoUringSqe;
import dev.jaio.internal.abi.Iovec;
import dev.jaio.internal.abi.Timespec;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Scratch;
import java.util.BitSet;

/**
 * The two queues that the process shares with the kernel, and the calls that enter it. Knows
 * nothing of requests.
 *
 * <p>Entries are written, then {@code tail} is stored with release, which shows them to the kernel;
 * the kernel's tail of the completion queue is read with acquire, which shows what it completed;
 * our head is stored with release, since the kernel may overwrite what it has passed. Except for
 * {@link #await} and the looks that say so, only one thread at a time may call.
 */
final class Ring {

  private final Kernel kernel;
  private final int fd;
  private final int entries;
  private final int completions;
  private final BitSet opcodes;

  private final Mapping rings; // keeps both queues mapped

  private final Mapping sqes;
  private final long sqHead;
  private final long sqTail;
  private final long sqFlags;
  private final int sqMask;
  private final long cqHead;
  private final long cqTail;
  private final int cqMask;
  private final long cqes;
  private int tail; // of the submission queue
  private int taken; // its head when we last looked: the kernel may have taken more since
  private int head; // of the completion queue

  /** Takes charge of a ring that has been set up and mapped. */
  Ring(Kernel kernel, int fd, long params, Mapping mapping, Mapping sqes, BitSet opcodes) {
    this.kernel = kernel;
    this.fd = fd;
    this.opcodes = opcodes;
    this.rings = mapping;
    this.sqes = sqes;
    long rings = mapping.address();
    this.entries = Memory.getInt(params + IoUringParams.SQ_ENTRIES);
    this.completions = Memory.getInt(params + IoUringParams.CQ_ENTRIES);
    this.sqHead = rings + Memory.getInt(params + IoUringParams.SQ_OFF_HEAD);
    this.sqTail = rings + Memory.getInt(params + IoUringParams.SQ_OFF_TAIL);
    this.sqFlags = rings + Memory.getInt(params + IoUringParams.SQ_OFF_FLAGS);
    this.sqMask = Memory.getInt(rings + Memory.getInt(params + IoUringParams.SQ_OFF_RING_MASK));
    this.cqHead = rings + Memory.getInt(params + IoUringParams.CQ_OFF_HEAD);
    this.cqTail = rings + Memory.getInt(params + IoUringParams.CQ_OFF_TAIL);
    this.cqMask = Memory.getInt(rings + Memory.getInt(params + IoUringParams.CQ_OFF_RING_MASK));
    this.cqes = rings + Memory.getInt(params + IoUringParams.CQ_OFF_CQES);
  }

  /** How many completions have room. */
  int completionRoom() {
    return completions;
  }

  /** How many entries have room. */
  int entryRoom() {
    return entries;
  }

  /** Whether the kernel knows an opcode. */
  boolean supports(int opcode) {
    return opcodes.get(opcode);
  }

  /**
   * Registers buffers that stand one after the other, and so pins their memory. Any thread.
   *
   * @return empty, or why they are not registered
   */
  String register(long address, int size, int count) {
    Scratch s = Scratch.current();
    for (int i = 0; i < count; i++) {
      long vector = s.iovecs() + (long) i * Iovec.SIZE;
      Memory.putLong(vector + Iovec.IOV_BASE, address + (long) i * size);
      Memory.putLong(vector + Iovec.IOV_LEN, size);
    }
    int what = IoUring.IORING_REGISTER_BUFFERS;
    int result = kernel.io_uring_register(s, fd, what, s.iovecs(), count);
    String why = result == -Errno.ENOMEM ? "RLIMIT_MEMLOCK is too low" : "the kernel refuses";
    return result >= 0 ? "" : "io_uring: " + why + " (" + Errno.name(-result) + ")";
  }

  // ------------------------------------------------------------------ submission

  /** The address of the next entry to fill, or 0 if none is free before the next submission. */
  long entry() {
    if (tail - taken >= entries) {
      taken = Memory.getIntAcquire(sqHead);
      if (tail - taken >= entries) {
        return 0;
      }
    }
    return sqes.address() + (long) (tail & sqMask) * IoUringSqe.SIZE;
  }

  /** The entry has been filled. */
  void advance() {
    tail++;
  }

  /** How many entries the kernel has not taken yet. */
  int unsubmitted() {
    return tail - Memory.getIntAcquire(sqHead);
  }

  /**
   * Enters without waiting: hands over all entries, and lets the kernel post what it has.
   *
   * @return how many entries were taken, or a negated errno
   */
  int submit(Scratch s) {
    return kernel.io_uring_enter(s, fd, show(), 0, IoUring.IORING_ENTER_GETEVENTS, 0, 0);
  }

  /** Shows the kernel the entries that have been filled. How many it has not taken yet. */
  int show() {
    Memory.putIntRelease(sqTail, tail);
    return unsubmitted();
  }

  /**
   * Enters, hands over entries that have been {@linkplain #show shown}, and waits for a completion,
   * at most for a time; returns early without a reason as well. Any thread, at the same time as
   * others, who may hand over the same entries; the result does not say what has come.
   *
   * @param argument the address of {@link #ARGUMENT_SIZE} bytes that nobody else uses meanwhile
   * @return how many entries were taken, if not all then without waiting; or a negated errno
   */
  int await(Scratch s, long argument, long nanos, int entries) {
    long time = argument + IoUringGetEvents.SIZE;
    Memory.putLong(time + Timespec.TV_SEC, nanos / 1_000_000_000);
    Memory.putLong(time + Timespec.TV_NSEC, nanos % 1_000_000_000);
    Memory.putLong(argument + IoUringGetEvents.SIGMASK, 0);
    Memory.putLong(argument + IoUringGetEvents.SIGMASK_SZ, 0); // and the padding after it
    Memory.putLong(argument + IoUringGetEvents.TS, time);
    int flags = IoUring.IORING_ENTER_GETEVENTS | IoUring.IORING_ENTER_EXT_ARG;
    return kernel.io_uring_enter(s, fd, entries, 1, flags, argument, IoUringGetEvents.SIZE);
  }

  /** What {@link #await} needs at its argument. */
  static final int ARGUMENT_SIZE = IoUringGetEvents.SIZE + Timespec.SIZE;

  // ------------------------------------------------------------------ completion

  /** Whether there are completions that nobody has seen. Any thread, as a moment's answer. */
  boolean hasCompletion() {
    return Memory.getIntAcquire(cqTail) != Memory.getIntAcquire(cqHead);
  }

  /** Whether completions found no room and are kept in the kernel until it is entered. */
  boolean hasOverflown() {
    return (Memory.getIntAcquire(sqFlags) & IoUring.IORING_SQ_CQ_OVERFLOW) != 0;
  }

  /** The address of the first completion that was not passed, or 0. */
  long completion() {
    if (head == Memory.getIntAcquire(cqTail)) {
      return 0;
    }
    return cqes + (long) (head & cqMask) * IoUringCqe.SIZE;
  }

  /** Goes on to the next completion; what was read of the last one must have been copied. */
  void pass() {
    head++;
  }

  /** Gives what was passed back to the kernel. */
  void passed() {
    Memory.putIntRelease(cqHead, head);
  }

  // ------------------------------------------------------------------ the end

  /**
   * Closes the descriptor. Closing does not stop the kernel from writing to what it works on, so
   * nothing may be in flight. The mappings go with this object, since a thread may just look at
   * them, unless this is the ring of one thread.
   *
   * @return 0 or a negated errno
   */
  int close(Scratch s) {
    int result = kernel.close(s, fd);
    rings.unmap();
    sqes.unmap();
    return result == -Errno.EINTR ? 0 : result; // it is closed
  }
}
