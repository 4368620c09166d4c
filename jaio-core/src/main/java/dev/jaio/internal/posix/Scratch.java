package dev.jaio.internal.posix;

import dev.jaio.internal.abi.Iovec;
import dev.jaio.internal.abi.Limits;
import dev.jaio.internal.abi.OpenHow;
import dev.jaio.internal.abi.Statfs;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.abi.Timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * The native memory one thread needs to execute requests: where {@code errno} is captured, and room
 * for the arguments and results of one call at a time. What a call leaves here is read before the
 * thread's next call, so nothing that outlives a call may point into it.
 *
 * <p>A scratch is used by one thread only. A worker creates its own and keeps it in a field; any
 * other platform thread that executes a request takes {@link #current}.
 *
 * <p>The memory is freed when the scratch is no longer reachable, never explicitly: a worker that
 * hangs in a call while its engine is given up would otherwise have the memory freed under the
 * kernel. The price is the duty to keep the object itself reachable, in a field or through {@link
 * #current}, for as long as an address taken from it is in use.
 */
@SuppressWarnings("restricted")
public final class Scratch {

  /** The transfer buffer's first size: a read of ordinary size, or a directory's records. */
  public static final int TRANSFER_MIN = 64 << 10;

  /** The transfer buffer's largest size; beyond it copying costs more than another call. */
  public static final int TRANSFER_MAX = 1 << 20;

  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final long ERRNO = CAPTURE.byteOffset(PathElement.groupElement("errno"));

  private static final int ALIGNMENT = 64;
  private static final long PATH_SLOT = aligned(Limits.PATH_MAX + 1L);
  private static final long PATH = aligned(CAPTURE.byteSize());
  private static final long PATH_2 = PATH + PATH_SLOT;
  private static final long STATX = PATH_2 + PATH_SLOT;
  private static final long STATFS = STATX + aligned(Statx.SIZE);
  private static final long OPEN_HOW = STATFS + aligned(Statfs.SIZE);
  private static final long TIMESPECS = OPEN_HOW + aligned(OpenHow.SIZE);
  private static final long OFFSETS = TIMESPECS + aligned(2L * Timespec.SIZE);
  private static final long IOVECS = OFFSETS + aligned(2L * Long.BYTES);
  private static final long SIZE = IOVECS + (long) Limits.IOV_MAX * Iovec.SIZE;

  private static final ThreadLocal<Scratch> CURRENT = ThreadLocal.withInitial(Scratch::new);

  /** Where a downcall captures {@code errno}; passing it keeps the whole slab alive meanwhile. */
  final MemorySegment capture;

  private final long base;
  private MemorySegment transfer = MemorySegment.NULL;

  /** Allocates the memory, without the transfer buffer. */
  public Scratch() {
    var slab = Arena.ofAuto().allocate(SIZE, ALIGNMENT);
    capture = slab.asSlice(0, CAPTURE.byteSize());
    base = slab.address();
  }

  /**
   * The calling thread's own, created at its first use and kept as long as the thread lives. Meant
   * for platform threads: each virtual thread would get one of its own as well.
   */
  public static Scratch current() {
    return CURRENT.get();
  }

  /** The {@code errno} of the last call that failed. */
  public int errno() {
    return Memory.getInt(base + ERRNO);
  }

  /** A slot for a path: {@link Limits#PATH_MAX} bytes and a NUL. */
  public long path() {
    return base + PATH;
  }

  /** A second slot for a path, for calls that take two. */
  public long path2() {
    return base + PATH_2;
  }

  /** A {@code struct statx}. */
  public long statx() {
    return base + STATX;
  }

  /** A {@code struct statfs}. */
  public long statfs() {
    return base + STATFS;
  }

  /** A {@code struct open_how}. */
  public long openHow() {
    return base + OPEN_HOW;
  }

  /** Two {@code struct timespec} in a row. */
  public long timespecs() {
    return base + TIMESPECS;
  }

  /** Two 64-bit file offsets in a row, for calls that take the address of an offset. */
  public long offsets() {
    return base + OFFSETS;
  }

  /** {@link Limits#IOV_MAX} {@code struct iovec} in a row. */
  public long iovecs() {
    return base + IOVECS;
  }

  /**
   * A buffer of at least {@code size} bytes, aligned to pages so that it also serves files opened
   * with {@code O_DIRECT}. Asking for more than it has replaces it: its content is lost, and an
   * address taken before must not be used again.
   *
   * @throws IllegalArgumentException if {@code size} is negative or exceeds {@link #TRANSFER_MAX}
   */
  public long transfer(int size) {
    if (size < 0 || size > TRANSFER_MAX) {
      throw new IllegalArgumentException("transfer size " + size + " not in 0.." + TRANSFER_MAX);
    }
    if (size > transfer.byteSize() || transfer.byteSize() == 0) {
      transfer = Arena.ofAuto().allocate(transferSize(size), Limits.PAGE_SIZE_MAX);
    }
    return transfer.address();
  }

  /** The size of the transfer buffer now; 0 before its first use. */
  public int transferSize() {
    return (int) transfer.byteSize();
  }

  /** As {@link #result}, of a function that returns an {@code int}: the lower half counts. */
  int intResult(long result) {
    return (int) result < 0 ? -errno() : (int) result;
  }

  /** {@code result}, or the captured {@code -errno} if it is negative. */
  long result(long result) {
    return result < 0 ? -errno() : result;
  }

  /** The next power of two, so that a growing need does not reallocate at each step. */
  private static int transferSize(int size) {
    return size <= TRANSFER_MIN ? TRANSFER_MIN : Integer.highestOneBit(size - 1) << 1;
  }

  private static long aligned(long size) {
    return (size + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
