package dev.jaio.sim;

import static dev.jaio.internal.abi.IoUringOp.*;

import dev.jaio.internal.abi.OpenHow;
import dev.jaio.internal.posix.Scratch;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** How the simulated kernel carries out what an entry asks for: one line for each opcode. */
final class SimOps {

  /** Carries out an entry. */
  interface Call {
    /** What the system returned, at least 0 or a negated errno. */
    long make(SimKernel k, Scratch s, SimEntry e);
  }

  /**
   * What the kernel knows of an opcode.
   *
   * @param disturbed whether it may fail without having been carried out
   * @param look at what the entry points to, when it is taken
   * @param call when it is carried out
   */
  record Op(boolean disturbed, Consumer<SimEntry> look, Call call) {}

  /** Where the path is that an entry works on; 0 if it has none. */
  static long path(SimEntry e) {
    return switch (e.opcode) {
      case IORING_OP_STATX,
          IORING_OP_OPENAT,
          IORING_OP_OPENAT2,
          IORING_OP_UNLINKAT,
          IORING_OP_MKDIRAT,
          IORING_OP_RENAMEAT,
          IORING_OP_LINKAT ->
          e.addr;
      case IORING_OP_SYMLINKAT -> e.off;
      default -> 0;
    };
  }

  private static final Map<Integer, Op> ALL = new HashMap<>();

  static {
    ALL.put(IORING_OP_NOP, new Op(false, e -> {}, (_, _, _) -> 0));
    for (int opcode : new int[] {IORING_OP_READ, IORING_OP_READ_FIXED}) {
      op(
          opcode,
          SimEntry::transfersBuffer,
          (k, s, e) ->
              k.real().preadv2(s, e.fd, s.iovecs(), e.vectors(s.iovecs()), e.off, e.flags));
    }
    for (int opcode : new int[] {IORING_OP_WRITE, IORING_OP_WRITE_FIXED}) {
      op(
          opcode,
          SimEntry::transfersBuffer,
          (k, s, e) -> k.real().pwritev2(s, e.fd, s.iovecs(), e.vectors(s.iovecs()), e.off, 0));
    }
    op(
        IORING_OP_READV,
        SimEntry::transfersVectors,
        (k, s, e) -> k.real().preadv2(s, e.fd, s.iovecs(), e.vectors(s.iovecs()), e.off, 0));
    op(
        IORING_OP_WRITEV,
        SimEntry::transfersVectors,
        (k, s, e) -> k.real().pwritev2(s, e.fd, s.iovecs(), e.vectors(s.iovecs()), e.off, 0));
    op(
        IORING_OP_FSYNC,
        e -> {},
        (k, s, e) ->
            e.flags == IORING_FSYNC_DATASYNC
                ? k.real().fdatasync(s, e.fd)
                : k.real().fsync(s, e.fd));
    op(IORING_OP_FTRUNCATE, e -> {}, (k, s, e) -> k.real().ftruncate(s, e.fd, e.off));
    op(
        IORING_OP_FALLOCATE,
        e -> {},
        (k, s, e) -> k.real().fallocate(s, e.fd, e.len, e.off, e.addr));
    op(
        IORING_OP_FADVISE, // of the advices only WILLNEED has a call here, and it is advice
        e -> {},
        (k, s, e) -> k.real().readahead(s, e.fd, e.off, Integer.toUnsignedLong(e.len)));
    op(
        IORING_OP_STATX,
        e -> e.readsPath(e.addr),
        (k, s, e) -> k.real().statx(s, e.fd, e.addr, e.flags, e.len, e.off));
    op(
        IORING_OP_OPENAT,
        e -> e.readsPath(e.addr),
        (k, s, e) -> k.opened(k.real().openat(s, e.fd, e.addr, e.flags, e.len)));
    op(
        IORING_OP_OPENAT2,
        e -> {
          e.readsPath(e.addr);
          e.reads("open_how", e.off, OpenHow.SIZE);
        },
        (k, s, e) -> k.opened(k.real().openat2(s, e.fd, e.addr, e.off, e.len)));
    ALL.put(IORING_OP_CLOSE, new Op(false, e -> {}, (k, s, e) -> k.close(s, e.fd)));
    op(
        IORING_OP_UNLINKAT,
        e -> e.readsPath(e.addr),
        (k, s, e) -> k.real().unlinkat(s, e.fd, e.addr, e.flags));
    op(
        IORING_OP_MKDIRAT,
        e -> e.readsPath(e.addr),
        (k, s, e) -> k.real().mkdirat(s, e.fd, e.addr, e.len));
    op(
        IORING_OP_RENAMEAT,
        SimOps::twoPaths,
        (k, s, e) -> k.real().renameat2(s, e.fd, e.addr, e.len, e.off, e.flags));
    op(
        IORING_OP_LINKAT,
        SimOps::twoPaths,
        (k, s, e) -> k.real().linkat(s, e.fd, e.addr, e.len, e.off, e.flags));
    op(
        IORING_OP_SYMLINKAT,
        SimOps::twoPaths,
        (k, s, e) -> k.real().symlinkat(s, e.addr, e.fd, e.off));
  }

  private SimOps() {}

  private static void op(int opcode, Consumer<SimEntry> look, Call call) {
    ALL.put(opcode, new Op(true, look, call));
  }

  private static void twoPaths(SimEntry e) {
    e.readsPath(e.addr);
    e.readsPath(e.off);
  }

  /** Whether there is such an opcode; the ring itself carries out cancels. */
  static boolean has(int opcode) {
    return opcode == IORING_OP_ASYNC_CANCEL || ALL.containsKey(opcode);
  }

  static Op of(int opcode) {
    return ALL.get(opcode);
  }
}
