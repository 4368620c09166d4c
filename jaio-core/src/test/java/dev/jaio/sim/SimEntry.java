package dev.jaio.sim;

import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.IoUringSqe;
import dev.jaio.internal.abi.Iovec;
import dev.jaio.internal.posix.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A submission entry as the simulated kernel has read it, and how far it has come with it. */
final class SimEntry {

  /** What an entry points to and its request must not change meanwhile. */
  private static final class Input {
    final String name;
    final long address;
    final byte[] content;

    Input(String name, long address, byte[] content) {
      this.name = name;
      this.address = address;
      this.content = content;
    }
  }

  final int opcode;
  final int fd;
  final long off;
  final long addr;
  final int len;
  final int flags;
  final int buffer; // of those that the ring knows, for what transfers to or from one
  final long userData;

  /** Address and length of each piece of memory that is transferred. */
  long[] ranges = {};

  /** How many bytes are moved at most. */
  int most = Integer.MAX_VALUE;

  /** What it works on, in the journal; null if that is not watched. */
  String key;

  boolean begun;
  boolean carriedOut;
  boolean done;
  private final List<Input> inputs = new ArrayList<>();

  /** Reads an entry. */
  SimEntry(long sqe) {
    opcode = Byte.toUnsignedInt(Memory.getByte(sqe + IoUringSqe.OPCODE));
    fd = Memory.getInt(sqe + IoUringSqe.FD);
    off = Memory.getLong(sqe + IoUringSqe.OFF);
    addr = Memory.getLong(sqe + IoUringSqe.ADDR);
    len = Memory.getInt(sqe + IoUringSqe.LEN);
    flags = Memory.getInt(sqe + IoUringSqe.RW_FLAGS);
    userData = Memory.getLong(sqe + IoUringSqe.USER_DATA);
    buffer = Short.toUnsignedInt(Memory.getShort(sqe + IoUringSqe.BUF_INDEX));
    int known = IoUringSqe.IOSQE_ASYNC;
    boolean clean =
        (Memory.getByte(sqe + IoUringSqe.FLAGS) & ~known) == 0
            && Memory.getShort(sqe + IoUringSqe.IOPRIO) == 0
            && Memory.getShort(sqe + IoUringSqe.PERSONALITY) == 0
            && (buffer == 0 || isFixed())
            && Memory.getLong(sqe + IoUringSqe.ADDR3) == 0
            && Memory.getLong(sqe + IoUringSqe.ADDR3 + Long.BYTES) == 0;
    if (!clean) {
      throw new SimFailure("an entry holds what it held a round ago: " + this);
    }
  }

  /** Whether it transfers to or from a buffer that the ring knows. */
  boolean isFixed() {
    return opcode == IoUringOp.IORING_OP_READ_FIXED || opcode == IoUringOp.IORING_OP_WRITE_FIXED;
  }

  /** Whether its result is a descriptor. */
  boolean opens() {
    return opcode == IoUringOp.IORING_OP_OPENAT || opcode == IoUringOp.IORING_OP_OPENAT2;
  }

  /** It transfers between a file and one piece of memory. */
  void transfersBuffer() {
    ranges = new long[] {addr, Integer.toUnsignedLong(len)};
  }

  /** It transfers between a file and several pieces of memory. */
  void transfersVectors() {
    ranges = new long[2 * len];
    for (int i = 0; i < len; i++) {
      ranges[2 * i] = Memory.getLong(addr + (long) i * Iovec.SIZE + Iovec.IOV_BASE);
      ranges[2 * i + 1] = Memory.getLong(addr + (long) i * Iovec.SIZE + Iovec.IOV_LEN);
    }
    reads("vectors", addr, len * Iovec.SIZE);
  }

  /** It reads a path. */
  void readsPath(long address) {
    int length = 0;
    while (Memory.getByte(address + length) != 0) {
      length++;
    }
    reads("a path", address, length + 1);
  }

  /** It reads a structure. */
  void reads(String name, long address, int length) {
    var content = new byte[length];
    Memory.copy(address, content, 0, length);
    inputs.add(new Input(name, address, content));
  }

  /** How many bytes it asks for. */
  long asked() {
    long sum = 0;
    for (int i = 1; i < ranges.length; i += 2) {
      sum += ranges[i];
    }
    return sum;
  }

  /** Writes the vectors of what is to be moved; how many there are. */
  int vectors(long iovecs) {
    long left = Math.min(most, asked());
    int n = 0;
    for (; n < ranges.length / 2 && (left > 0 || n == 0); n++) {
      long part = Math.min(left, ranges[2 * n + 1]);
      Memory.putLong(iovecs + (long) n * Iovec.SIZE + Iovec.IOV_BASE, ranges[2 * n]);
      Memory.putLong(iovecs + (long) n * Iovec.SIZE + Iovec.IOV_LEN, part);
      left -= part;
    }
    return n;
  }

  /** Fails if what it points to has changed while the kernel had it. */
  void checkInputs() {
    for (Input i : inputs) {
      var now = new byte[i.content.length];
      Memory.copy(i.address, now, 0, now.length);
      if (!Arrays.equals(now, i.content)) {
        throw new SimFailure(i.name + " changed while the kernel had it: " + this);
      }
    }
  }

  @Override
  public String toString() {
    return "opcode %d, fd %d, off %d, len %d, user_data %x"
        .formatted(opcode, fd, off, len, userData);
  }
}
