package dev.jaio.sim;

import dev.jaio.internal.abi.IoUring;
import dev.jaio.internal.abi.IoUringCqe;
import dev.jaio.internal.abi.IoUringParams;
import dev.jaio.internal.abi.IoUringSqe;
import dev.jaio.internal.posix.Memory;
import java.util.ArrayDeque;

/**
 * The two queues of a simulated ring, laid out as {@code struct io_rings} of {@code
 * io_uring/io_uring.h} in the kernel, from the kernel's side. Its user holds the ring's monitor.
 */
final class SimRing {

  // struct io_rings: each index in a cache line of its own
  private static final int SQ_HEAD = 0;
  private static final int SQ_TAIL = 64;
  private static final int CQ_HEAD = 128;
  private static final int CQ_TAIL = 192;
  private static final int SQ_MASK = 256;
  private static final int CQ_MASK = 260;
  private static final int SQ_ENTRIES = 264;
  private static final int CQ_ENTRIES = 268;
  private static final int SQ_DROPPED = 272;
  private static final int SQ_FLAGS = 276;
  private static final int CQ_FLAGS = 280;
  private static final int CQ_OVERFLOW = 284;
  private static final int CQES = 320;

  private record Completion(long userData, int res) {}

  private final int entries;
  private final int completions;
  private final int flags;
  private final int room; // for how many completions there seems to be memory
  private final ArrayDeque<Completion> backlog = new ArrayDeque<>();
  private long rings; // 0 while not mapped
  private long sqes;
  private int head; // of the submission queue
  private int tail; // of the completion queue
  private boolean unmapped;

  SimRing(int entries, int completions, int flags, int room) {
    this.entries = entries;
    this.completions = completions;
    this.flags = flags;
    this.room = Math.min(room, completions);
  }

  // ------------------------------------------------------------------ setup

  private int array() {
    return CQES + completions * IoUringCqe.SIZE;
  }

  /** Tells where everything lies. */
  void describe(long params, int features) {
    Memory.putInt(params + IoUringParams.SQ_ENTRIES, entries);
    Memory.putInt(params + IoUringParams.CQ_ENTRIES, completions);
    Memory.putInt(params + IoUringParams.FEATURES, features);
    Memory.putInt(params + IoUringParams.SQ_OFF_HEAD, SQ_HEAD);
    Memory.putInt(params + IoUringParams.SQ_OFF_TAIL, SQ_TAIL);
    Memory.putInt(params + IoUringParams.SQ_OFF_RING_MASK, SQ_MASK);
    Memory.putInt(params + IoUringParams.SQ_OFF_RING_ENTRIES, SQ_ENTRIES);
    Memory.putInt(params + IoUringParams.SQ_OFF_FLAGS, SQ_FLAGS);
    Memory.putInt(params + IoUringParams.SQ_OFF_DROPPED, SQ_DROPPED);
    Memory.putInt(params + IoUringParams.SQ_OFF_ARRAY, hasArray() ? array() : 0);
    Memory.putInt(params + IoUringParams.CQ_OFF_HEAD, CQ_HEAD);
    Memory.putInt(params + IoUringParams.CQ_OFF_TAIL, CQ_TAIL);
    Memory.putInt(params + IoUringParams.CQ_OFF_RING_MASK, CQ_MASK);
    Memory.putInt(params + IoUringParams.CQ_OFF_RING_ENTRIES, CQ_ENTRIES);
    Memory.putInt(params + IoUringParams.CQ_OFF_OVERFLOW, CQ_OVERFLOW);
    Memory.putInt(params + IoUringParams.CQ_OFF_CQES, CQES);
    Memory.putInt(params + IoUringParams.CQ_OFF_FLAGS, CQ_FLAGS);
  }

  private boolean hasArray() {
    return (flags & IoUring.IORING_SETUP_NO_SQARRAY) == 0;
  }

  /** Whether entries after one that is rejected are taken all the same. */
  boolean submitsAll() {
    return (flags & IoUring.IORING_SETUP_SUBMIT_ALL) != 0;
  }

  /** How many bytes a mapping must have. */
  long size(boolean ofEntries) {
    if (ofEntries) {
      return (long) entries * IoUringSqe.SIZE;
    }
    return array() + (hasArray() ? (long) entries * Integer.BYTES : 0);
  }

  void mapEntries(long address) {
    sqes = address;
  }

  void mapRings(long address) {
    rings = address;
    Memory.putInt(rings + SQ_MASK, entries - 1);
    Memory.putInt(rings + CQ_MASK, completions - 1);
    Memory.putInt(rings + SQ_ENTRIES, entries);
    Memory.putInt(rings + CQ_ENTRIES, completions);
  }

  /** Whether this is one of its mappings, which is gone now. */
  boolean unmaps(long address) {
    if (address != rings && address != sqes) {
      return false;
    }
    unmapped = true;
    return true;
  }

  // ------------------------------------------------------------------ submission

  /** How many entries wait to be taken. */
  int waiting() {
    return unmapped ? 0 : Memory.getIntAcquire(rings + SQ_TAIL) - head;
  }

  /** The address of the next entry. */
  long next() {
    int at = head & (entries - 1);
    int index = hasArray() ? Memory.getInt(rings + array() + (long) at * Integer.BYTES) : at;
    if (index < 0 || index >= entries) {
      throw new SimFailure("the array names no entry: " + index);
    }
    return sqes + (long) index * IoUringSqe.SIZE;
  }

  /** The entry has been taken. */
  void taken() {
    Memory.putIntRelease(rings + SQ_HEAD, ++head);
  }

  // ------------------------------------------------------------------ completion

  /** How many completions nobody has seen. */
  int ready() {
    return unmapped ? 0 : tail - Memory.getIntAcquire(rings + CQ_HEAD);
  }

  boolean isOverflown() {
    return !backlog.isEmpty();
  }

  /** Posts a completion, or keeps it if there is no room. */
  void post(long userData, int res) {
    if (unmapped) {
      throw new SimFailure("a completion after munmap: %x: %d".formatted(userData, res));
    }
    if (ready() < 0 || ready() > completions) {
      throw new SimFailure("the head of the completion queue is not in it");
    }
    if (!backlog.isEmpty() || ready() >= room) {
      backlog.add(new Completion(userData, res));
      flag(IoUring.IORING_SQ_CQ_OVERFLOW, true);
    } else {
      store(userData, res);
    }
  }

  /** Posts what has been kept and finds room. */
  void flush() {
    while (!backlog.isEmpty() && ready() < room) {
      Completion c = backlog.poll();
      store(c.userData, c.res);
      if (backlog.isEmpty()) {
        flag(IoUring.IORING_SQ_CQ_OVERFLOW, false);
      }
    }
  }

  private void store(long userData, int res) {
    long cqe = rings + CQES + (long) (tail & (completions - 1)) * IoUringCqe.SIZE;
    Memory.putLong(cqe + IoUringCqe.USER_DATA, userData);
    Memory.putInt(cqe + IoUringCqe.RES, res);
    Memory.putInt(cqe + IoUringCqe.FLAGS, 0);
    Memory.putIntRelease(rings + CQ_TAIL, ++tail);
  }

  private void flag(int flag, boolean on) {
    int f = Memory.getInt(rings + SQ_FLAGS);
    Memory.putIntRelease(rings + SQ_FLAGS, on ? f | flag : f & ~flag);
  }
}
