package dev.jaio.internal.uring;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUring;
import dev.jaio.internal.abi.IoUringCqe;
import dev.jaio.internal.abi.IoUringGetEvents;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.IoUringParams;
import dev.jaio.internal.abi.IoUringSqe;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The kernel's side of a ring, without a kernel: nops are complete as soon as they are entered,
 * reads when a test says so or when they are cancelled. Who waits is woken by completions only, not
 * by the time it gave: a wake-up that is lost shows.
 */
final class JavaKernel {

  private static final int ENTRIES = 8;
  private static final int COMPLETIONS = 16;
  private static final int SQ_HEAD = 0;
  private static final int SQ_TAIL = 4;
  private static final int SQ_MASK = 8;
  private static final int SQ_FLAGS = 12;
  private static final int CQ_HEAD = 64;
  private static final int CQ_TAIL = 68;
  private static final int CQ_MASK = 72;
  private static final int CQES = 128;
  private static final int RINGS = CQES + COMPLETIONS * IoUringCqe.SIZE;

  /** A wait that nothing has ended. */
  static final long LOST_NANOS = 2_000_000_000;

  private final MemorySegment memory =
      Arena.ofAuto().allocate(RINGS + ENTRIES * (long) IoUringSqe.SIZE + IoUringParams.SIZE, 64);
  private final long rings = memory.address();
  private final long sqes = rings + RINGS;
  private final List<Long> held = new ArrayList<>(); // user_data; under this
  private int head; // of the submission queue; under this
  private int tail; // of the completion queue; under this

  /** The ring of this kernel. */
  Ring ring() {
    long params = sqes + ENTRIES * (long) IoUringSqe.SIZE;
    Memory.putInt(params + IoUringParams.SQ_ENTRIES, ENTRIES);
    Memory.putInt(params + IoUringParams.CQ_ENTRIES, COMPLETIONS);
    Memory.putInt(params + IoUringParams.SQ_OFF_HEAD, SQ_HEAD);
    Memory.putInt(params + IoUringParams.SQ_OFF_TAIL, SQ_TAIL);
    Memory.putInt(params + IoUringParams.SQ_OFF_FLAGS, SQ_FLAGS);
    Memory.putInt(params + IoUringParams.SQ_OFF_RING_MASK, SQ_MASK);
    Memory.putInt(params + IoUringParams.CQ_OFF_HEAD, CQ_HEAD);
    Memory.putInt(params + IoUringParams.CQ_OFF_TAIL, CQ_TAIL);
    Memory.putInt(params + IoUringParams.CQ_OFF_RING_MASK, CQ_MASK);
    Memory.putInt(params + IoUringParams.CQ_OFF_CQES, CQES);
    Memory.putInt(rings + SQ_MASK, ENTRIES - 1);
    Memory.putInt(rings + CQ_MASK, COMPLETIONS - 1);
    var opcodes = new BitSet();
    opcodes.set(0, IoUringOp.IORING_OP_ASYNC_CANCEL + 1);
    opcodes.set(IoUringOp.IORING_OP_READ);
    Kernel kernel =
        (Kernel)
            Proxy.newProxyInstance(
                Kernel.class.getClassLoader(), new Class<?>[] {Kernel.class}, this::call);
    return new Ring(
        kernel,
        -1,
        params,
        Mapping.of(kernel, rings, RINGS, false),
        Mapping.of(kernel, sqes, 1, false),
        opcodes);
  }

  private Object call(Object proxy, Method m, Object[] args) {
    return switch (m.getName()) {
      case "io_uring_enter" ->
          enter((Integer) args[2], (Integer) args[3], (Integer) args[4], (Long) args[5]);
      case "close", "munmap" -> 0;
      case "hashCode" -> 1;
      default -> throw new AssertionError(m.getName());
    };
  }

  private int enter(int submit, int complete, int flags, long argument) {
    int n = 0;
    synchronized (this) {
      for (; n < submit && head != Memory.getIntAcquire(rings + SQ_TAIL); n++) {
        begin(sqes + (long) (head++ & ENTRIES - 1) * IoUringSqe.SIZE);
      }
      Memory.putIntRelease(rings + SQ_HEAD, head);
    }
    if (n < submit) {
      return n; // another thread was first
    }
    if (complete > 0 && (flags & IoUring.IORING_ENTER_EXT_ARG) != 0) {
      if (Memory.getLong(argument + IoUringGetEvents.TS) == 0) {
        throw new AssertionError("a wait without a limit");
      }
      return await() || n > 0 ? n : -Errno.ETIME;
    }
    return n;
  }

  private boolean await() {
    long begin = System.nanoTime();
    while (isEmpty()) {
      if (System.nanoTime() - begin > LOST_NANOS) {
        return false;
      }
      LockSupport.parkNanos(1000);
    }
    return true;
  }

  private boolean isEmpty() {
    return Memory.getIntAcquire(rings + CQ_HEAD) == Memory.getIntAcquire(rings + CQ_TAIL);
  }

  private void begin(long sqe) {
    long userData = Memory.getLong(sqe + IoUringSqe.USER_DATA);
    switch (Memory.getByte(sqe + IoUringSqe.OPCODE)) {
      case IoUringOp.IORING_OP_NOP -> complete(userData, 0);
      case IoUringOp.IORING_OP_READ -> held.add(userData);
      case IoUringOp.IORING_OP_ASYNC_CANCEL -> {
        Long target = Memory.getLong(sqe + IoUringSqe.ADDR);
        boolean found = held.remove(target);
        if (found) {
          complete(target, -Errno.ECANCELED);
        }
        complete(userData, found ? 0 : -Errno.ENOENT);
      }
      default -> complete(userData, -Errno.EINVAL);
    }
  }

  private void complete(long userData, int res) {
    int room = COMPLETIONS - (tail - Memory.getIntAcquire(rings + CQ_HEAD));
    if (room == 0) {
      throw new AssertionError("more in flight than there is room for");
    }
    long cqe = rings + CQES + (long) (tail++ & COMPLETIONS - 1) * IoUringCqe.SIZE;
    Memory.putLong(cqe + IoUringCqe.USER_DATA, userData);
    Memory.putInt(cqe + IoUringCqe.RES, res);
    Memory.putInt(cqe + IoUringCqe.FLAGS, 0);
    Memory.putIntRelease(rings + CQ_TAIL, tail);
  }

  /** All reads that were entered are complete now. How many those were. */
  synchronized int completeAll() {
    int n = held.size();
    for (long userData : held) {
      complete(userData, 1);
    }
    held.clear();
    return n;
  }
}
