package dev.jaio.internal.uring;

import dev.jaio.internal.abi.At;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.IoUringSqe;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.PathBytes;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A submission entry that an operation fills, and the memory that belongs to its request until the
 * kernel has completed it: what an entry points to must outlive the call that enters it.
 *
 * <p>One object is used again and again, and is valid during one call of the operation's form.
 */
public final class Entry {

  /** What an operation's form returns: the entry has been filled. */
  public static final int FILLED = 0;

  /** The ring cannot do it, another backend must. Nothing has been changed. */
  public static final int REFUSED = 1;

  /** How many vectors the request's memory has room for. */
  public static final int IOVECS_MAX = Slots.IOVECS_MAX;

  private final Ring ring;
  private final Slots slots;
  private final boolean waits;
  private long sqe;
  private int slot;

  Entry(Ring ring, Slots slots, boolean waits) {
    this.ring = ring;
    this.slots = slots;
    this.waits = waits;
  }

  /** Whether the request may wait for a device on this ring. */
  public boolean mayWait() {
    return waits;
  }

  /** Points to another entry, for the request in a slot. */
  void set(long newSqe, int newSlot) {
    sqe = newSqe;
    slot = newSlot;
  }

  /**
   * Fills the entry; the arguments are the members of {@code struct io_uring_sqe}.
   *
   * @return {@link #FILLED}, or {@link #REFUSED} if the kernel does not know the opcode
   */
  public int fill(int opcode, int fd, long off, long addr, int len, int flags) {
    if (!ring.supports(opcode)) {
      return REFUSED;
    }
    fill(sqe, opcode, fd, off, addr, len, flags, slots.userData(slot));
    return FILLED;
  }

  /** As {@link #fill(int, int, long, long, int)}, with memory that the ring knows. */
  public int fillFixed(int opcode, int fd, long off, long addr, int len, int index) {
    int result = fill(opcode, fd, off, addr, len, 0);
    if (result == FILLED) {
      Memory.putShort(sqe + IoUringSqe.BUF_INDEX, (short) index);
    }
    return result;
  }

  /** As {@link #fill(int, int, long, long, int, int)}, for an operation without flags. */
  public int fill(int opcode, int fd, long off, long addr, int len) {
    return fill(opcode, fd, off, addr, len, 0);
  }

  /** Has a thread of the kernel carry out what has been filled, without a try by who enters. */
  public void punt() {
    Memory.putByte(sqe + IoUringSqe.FLAGS, (byte) IoUringSqe.IOSQE_ASYNC);
  }

  /** Fills any entry, whole, since it holds what it held a round ago. */
  static void fill(
      long sqe, int opcode, int fd, long off, long addr, int len, int flags, long userData) {
    Memory.putInt(sqe + IoUringSqe.OPCODE, opcode); // and flags and ioprio: 0
    Memory.putInt(sqe + IoUringSqe.FD, fd);
    Memory.putLong(sqe + IoUringSqe.OFF, off);
    Memory.putLong(sqe + IoUringSqe.ADDR, addr);
    Memory.putInt(sqe + IoUringSqe.LEN, len);
    Memory.putInt(sqe + IoUringSqe.RW_FLAGS, flags);
    Memory.putLong(sqe + IoUringSqe.USER_DATA, userData);
    Memory.putLong(sqe + IoUringSqe.BUF_INDEX, 0); // and personality and file_index
    Memory.putLong(sqe + IoUringSqe.ADDR3, 0);
    Memory.putLong(sqe + IoUringSqe.ADDR3 + Long.BYTES, 0);
  }

  /** Fills an entry that cancels what another one has begun. */
  static void fillCancel(long sqe, long target) {
    fill(sqe, IoUringOp.IORING_OP_ASYNC_CANCEL, -1, 0, target, 0, 0, Flight.NOTHING);
  }

  // ------------------------------------------------------------------ the request's memory

  /**
   * Encodes a path into the request's memory, as the first one.
   *
   * @return {@link #FILLED}, {@link #REFUSED} if that might have to wait, or a negated errno
   */
  public int encode(Path path, @Nullable Handle directory) {
    return encode(path, directory, path());
  }

  /** As {@link #encode}, as the second one. */
  public int encodeSecond(Path path, @Nullable Handle directory) {
    return encode(path, directory, path2());
  }

  /** As {@link #encode}, as the second one, the text of a symbolic link. */
  public int encodeTarget(Path path) {
    return result(PathBytes.encodeTargetNow(path, path2()));
  }

  /** As {@link #encodeTarget(Path)}, of bytes. */
  public int encodeTarget(byte[] text) {
    return result(PathBytes.put(text, path2()));
  }

  private static int encode(Path path, @Nullable Handle directory, long address) {
    return result(
        directory == null
            ? PathBytes.encodeNow(path, address)
            : PathBytes.encodeAtNow(path, address));
  }

  private static int result(int length) {
    return length >= 0 ? FILLED : length == PathBytes.INEXACT ? REFUSED : length;
  }

  /** The descriptor that relative paths start at. */
  public static int dirfd(@Nullable Handle directory) {
    return directory == null ? At.AT_FDCWD : directory.fd();
  }

  /** The address of the first path. */
  public long path() {
    return slots.memory(slot) + Slots.PATH;
  }

  /** The address of the second path. */
  public long path2() {
    return slots.memory(slot) + Slots.PATH_2;
  }

  /** The address of a {@code struct statx}. */
  public long statx() {
    return slots.memory(slot) + Slots.STATX;
  }

  /** The address of a {@code struct open_how}. */
  public long openHow() {
    return slots.memory(slot) + Slots.OPEN_HOW;
  }

  /** The address of {@link #IOVECS_MAX} {@code struct iovec}, in place of the paths. */
  public long iovecs() {
    return slots.memory(slot) + Slots.PATH;
  }
}
