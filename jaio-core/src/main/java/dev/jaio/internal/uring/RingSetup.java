package dev.jaio.internal.uring;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUring;
import dev.jaio.internal.abi.IoUringCqe;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.IoUringParams;
import dev.jaio.internal.abi.IoUringProbe;
import dev.jaio.internal.abi.IoUringSqe;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Scratch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sets a ring up, with what the kernel has, or finds out in one line why there is none.
 *
 * <p>The ring has no single issuer: whoever has something to submit enters, under a lock of ours.
 * Measured, a ring of one thread with deferred task running is within noise of it, and could not
 * change its thread.
 */
public final class RingSetup {

  /** Entries at first; a ring is entered whenever it is full, so more gain nothing. */
  private static final int ENTRIES = 256;

  /** Below this a ring is not worth its lock. */
  private static final int ENTRIES_MIN = 8;

  /** Completions for one entry, and so how many requests may be in flight. */
  private static final int COMPLETIONS_PER_ENTRY = 4;

  /** Without these io_uring is too young to be relied on: Linux 5.12. */
  private static final int NEEDED =
      IoUring.IORING_FEAT_SINGLE_MMAP
          | IoUring.IORING_FEAT_NODROP
          | IoUring.IORING_FEAT_SUBMIT_STABLE
          | IoUring.IORING_FEAT_RW_CUR_POS
          | IoUring.IORING_FEAT_EXT_ARG
          | IoUring.IORING_FEAT_NATIVE_WORKERS;

  /** What makes a ring better and may be missing, in the order in which it is given up. */
  private static final int[] OPTIONAL = {
    IoUring.IORING_SETUP_NO_SQARRAY,
    IoUring.IORING_SETUP_COOP_TASKRUN,
    IoUring.IORING_SETUP_SUBMIT_ALL
  };

  private static final int PROBED = 256;

  /** What operations ask a ring for. */
  private static final int[] ASKED = {
    IoUringOp.IORING_OP_NOP,
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
    IoUringOp.IORING_OP_LINKAT
  };

  private final Kernel kernel;
  private final Scratch scratch;
  private final MemorySegment memory;
  private final long params;
  private final long probe;
  private final List<String> lacks = new ArrayList<>(); // of what the ring could be

  private final int wanted; // entries
  private final boolean ofOneThread;

  private RingSetup(Kernel kernel, int entries, boolean ofOneThread) {
    this.kernel = kernel;
    this.wanted = entries;
    this.ofOneThread = ofOneThread;
    this.scratch = new Scratch();
    int probeSize = IoUringProbe.SIZE + PROBED * IoUringProbe.OP_SIZE;
    this.memory = Arena.ofAuto().allocate((long) IoUringParams.SIZE + probeSize, 8);
    this.params = memory.address();
    this.probe = params + IoUringParams.SIZE; // aligned: a multiple of 8
  }

  /**
   * A ring, or the reason why there is none.
   *
   * @param opened null if there is none
   * @param reason why there is none, or, in one line too, what this one lacks because it was
   *     refused; empty if nothing
   */
  public record Outcome(@Nullable Opened opened, String reason) {}

  /** A ring that works, for {@link UringBackend}. */
  public static final class Opened {
    private final Ring ring;
    private final String lacks;

    Opened(Ring ring, String lacks) {
      this.ring = ring;
      this.lacks = lacks;
    }

    /** What the system refuses to this ring though it knows it, in one line; empty if nothing. */
    public String lacks() {
      return lacks;
    }

    Ring ring() {
      return ring;
    }
  }

  /** Sets a ring up and sends a request through it, since a filter may let only the first pass. */
  public static Outcome open(Kernel kernel) {
    return open(new RingSetup(kernel, ENTRIES, false));
  }

  /** As {@link #open(Kernel)}, for one thread, which closes it. */
  static Outcome openForThread(Kernel kernel, int entries) {
    return open(new RingSetup(kernel, entries, true));
  }

  private static Outcome open(RingSetup setup) {
    try {
      return setup.open();
    } finally {
      java.lang.ref.Reference.reachabilityFence(setup.memory);
    }
  }

  private Outcome open() {
    int fd = setUp();
    if (fd < 0) {
      return refused("io_uring_setup", -fd);
    }
    int features = Memory.getInt(params + IoUringParams.FEATURES);
    if ((features & NEEDED) != NEEDED) {
      kernel.close(scratch, fd);
      return new Outcome(null, "io_uring of this kernel is too old, Linux 5.12 is needed");
    }
    limitKernelThreads(fd);
    long size =
        Math.max(
            Memory.getInt(params + IoUringParams.SQ_OFF_ARRAY)
                + (long) Memory.getInt(params + IoUringParams.SQ_ENTRIES) * Integer.BYTES,
            Memory.getInt(params + IoUringParams.CQ_OFF_CQES)
                + (long) Memory.getInt(params + IoUringParams.CQ_ENTRIES) * IoUringCqe.SIZE);
    long rings = Mapping.map(kernel, scratch, fd, size, IoUring.IORING_OFF_SQ_RING);
    if (rings < 0) {
      kernel.close(scratch, fd);
      return refused("mmap of the rings", (int) -rings);
    }
    var ringsMapped = Mapping.of(kernel, rings, size, ofOneThread);
    long sqesSize = (long) Memory.getInt(params + IoUringParams.SQ_ENTRIES) * IoUringSqe.SIZE;
    long sqes = Mapping.map(kernel, scratch, fd, sqesSize, IoUring.IORING_OFF_SQES);
    if (sqes < 0) {
      kernel.close(scratch, fd);
      ringsMapped.unmap();
      return refused("mmap of the entries", (int) -sqes);
    }
    indexEntries(rings);
    var sqesMapped = Mapping.of(kernel, sqes, sqesSize, ofOneThread);
    BitSet opcodes = probe(fd);
    var ring = new Ring(kernel, fd, params, ringsMapped, sqesMapped, opcodes);
    int error = tryOut(ring);
    if (error < 0) {
      ring.close(scratch);
      return refused("io_uring_enter", -error);
    }
    BitSet forbidden = forbidden(ring);
    opcodes.andNot(forbidden);
    if (!forbidden.isEmpty()) {
      Stream<String> names = forbidden.stream().mapToObj(IoUringOp::name);
      lacks.add("the ring is restricted, it lacks " + names.collect(Collectors.joining(", ")));
    }
    String all = String.join("; ", lacks);
    return new Outcome(new Opened(ring, all), all);
  }

  /** The descriptor, or a negated errno. */
  private int setUp() {
    int flags = IoUring.IORING_SETUP_CQSIZE | IoUring.IORING_SETUP_CLAMP;
    for (int flag : OPTIONAL) {
      flags |= flag;
    }
    int entries = wanted;
    int given = 0;
    for (; ; ) {
      Memory.clear(params, IoUringParams.SIZE);
      Memory.putInt(params + IoUringParams.FLAGS, flags);
      Memory.putInt(params + IoUringParams.CQ_ENTRIES, entries * COMPLETIONS_PER_ENTRY);
      int fd = kernel.io_uring_setup(scratch, entries, params);
      if (fd == -Errno.EINVAL && given < OPTIONAL.length) {
        flags &= ~OPTIONAL[given++];
      } else if (fd == -Errno.ENOMEM && entries > ENTRIES_MIN) {
        entries /= 2; // RLIMIT_MEMLOCK
      } else if (fd != -Errno.EINTR) {
        if (entries < wanted) {
          lacks.add("the ring has but " + entries + " entries, RLIMIT_MEMLOCK is too low for more");
        }
        return fd;
      }
    }
  }

  /** Without the flag there is an array between queue and entries: each index names its entry. */
  private void indexEntries(long rings) {
    int flags = Memory.getInt(params + IoUringParams.FLAGS);
    if ((flags & IoUring.IORING_SETUP_NO_SQARRAY) == 0) {
      long array = rings + Memory.getInt(params + IoUringParams.SQ_OFF_ARRAY);
      for (int i = 0; i < Memory.getInt(params + IoUringParams.SQ_ENTRIES); i++) {
        Memory.putInt(array + (long) i * Integer.BYTES, i);
      }
    }
  }

  /** What the kernel punts runs on threads of its own; by default these could be very many. */
  private void limitKernelThreads(int fd) {
    int most = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    Memory.putInt(probe, most);
    Memory.putInt(probe + Integer.BYTES, most);
    int result =
        kernel.io_uring_register(scratch, fd, IoUring.IORING_REGISTER_IOWQ_MAX_WORKERS, probe, 2);
    if (result < 0 && result != -Errno.EINVAL) { // EINVAL before Linux 5.15: there is no limit
      lacks.add("io_uring_register may not limit the kernel's threads: " + Errno.name(-result));
    }
  }

  /** The opcodes that the kernel has; none if it does not tell. */
  private BitSet probe(int fd) {
    Memory.clear(probe, IoUringProbe.SIZE + PROBED * (long) IoUringProbe.OP_SIZE);
    var known = new BitSet();
    int result =
        kernel.io_uring_register(scratch, fd, IoUring.IORING_REGISTER_PROBE, probe, PROBED);
    if (result < 0) {
      lacks.add(
          "io_uring_register does not tell what the ring can do, so nothing is sent there: "
              + Errno.name(-result));
    }
    int count = result < 0 ? 0 : Byte.toUnsignedInt(Memory.getByte(probe + IoUringProbe.OPS_LEN));
    for (int i = 0; i < count; i++) {
      long op = probe + IoUringProbe.OPS + (long) i * IoUringProbe.OP_SIZE;
      int flags = Memory.getShort(op + IoUringProbe.OP_FLAGS);
      known.set(i, (flags & IoUringProbe.IO_URING_OP_SUPPORTED) != 0);
    }
    return known;
  }

  /** Sends a request that does nothing. 0 or a negated errno. */
  private int tryOut(Ring ring) {
    int result = send(ring, IoUringOp.IORING_OP_NOP, 0);
    if (result < 0) {
      return result;
    }
    if (ring.completion() == 0) {
      return -Errno.EIO; // a kernel that takes an entry and does nothing
    }
    ring.pass();
    ring.passed();
    return 0;
  }

  /**
   * What the ring may not do though the kernel can: a ring may be restricted, and then answers
   * EACCES, which would look like an answer of the file. The entries are of no file and an empty
   * path, so that nothing is done, and each is rejected at once.
   */
  private BitSet forbidden(Ring ring) {
    var set = new BitSet();
    Memory.clear(probe, IoUringProbe.SIZE);
    for (int opcode : ASKED) {
      int result = ring.supports(opcode) ? send(ring, opcode, probe) : 0;
      long cqe = result < 0 ? 0 : ring.completion();
      if (cqe != 0) {
        set.set(opcode, Memory.getInt(cqe + IoUringCqe.RES) == -Errno.EACCES);
        ring.pass();
        ring.passed();
      }
    }
    return set;
  }

  /** Submits one entry without a file. What io_uring_enter(2) returned. */
  private int send(Ring ring, int opcode, long address) {
    Entry.fill(ring.entry(), opcode, -1, 0, address, 0, 0, Flight.NOTHING);
    ring.advance();
    int result;
    do {
      result = ring.submit(scratch);
    } while (result == -Errno.EINTR);
    return result;
  }

  private static Outcome refused(String call, int errno) {
    String why =
        switch (errno) {
          case Errno.EPERM, Errno.EACCES ->
              "not permitted here, by a seccomp filter or kernel.io_uring_disabled";
          case Errno.ENOSYS -> "this kernel has none, or a seccomp filter hides it";
          case Errno.ENOMEM -> "RLIMIT_MEMLOCK is too low";
          case Errno.EMFILE, Errno.ENFILE -> "too many open files";
          default -> "unexpected";
        };
    return new Outcome(null, "io_uring: " + why + " (" + call + ": " + Errno.name(errno) + ")");
  }
}
