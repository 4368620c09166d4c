package dev.jaio.sim;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUring;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.IoUringParams;
import dev.jaio.internal.abi.IoUringProbe;
import dev.jaio.internal.abi.Iovec;
import dev.jaio.internal.abi.Mmap;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Probe;
import dev.jaio.internal.posix.RealKernel;
import dev.jaio.internal.posix.Scratch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The system with a simulated io_uring. What concerns rings is done here, in ordinary memory and as
 * a seed wants it; every other call is made. Also knows what is open, and what came of each
 * transfer.
 *
 * <p>What it sees that no kernel may see is a {@link SimFailure}, thrown and remembered, since who
 * has called may catch it or be a thread of nobody's.
 */
public final class SimKernel {

  private static final int FEATURES =
      IoUring.IORING_FEAT_SINGLE_MMAP
          | IoUring.IORING_FEAT_NODROP
          | IoUring.IORING_FEAT_SUBMIT_STABLE
          | IoUring.IORING_FEAT_RW_CUR_POS
          | IoUring.IORING_FEAT_EXT_ARG
          | IoUring.IORING_FEAT_NATIVE_WORKERS;

  private static final int OPCODES = 64;

  /** Transfers, of which the results are remembered, and whether by vectors. */
  private static final Map<String, Boolean> TRANSFERS =
      Map.of(
          "read", false,
          "write", false,
          "pread", false,
          "pwrite", false,
          "preadv", true,
          "pwritev", true,
          "preadv2", true);

  /** Calls that name a file, and which argument is its path. */
  private static final Map<String, Integer> NAMING =
      Map.of(
          "statx", 2,
          "openat", 2,
          "openat2", 2,
          "unlinkat", 2,
          "mkdirat", 2,
          "linkat", 2,
          "renameat2", 2,
          "symlinkat", 3);

  /** Calls on an open file, which is the first argument after the memory. */
  private static final Set<String> ON_FILES =
      Set.of("fsync", "fdatasync", "ftruncate", "readahead");

  private final Kernel real = ((Probe.Available) RealKernel.probe()).kernel();
  private final Weather weather;
  private final Random random;
  private final SimTime time;
  private final boolean strict; // all memory and descriptors must be known
  private final Ledger ledger;
  private final Journal journal = new Journal();
  private final ThreadLocal<Scratch> scratches = ThreadLocal.withInitial(Scratch::new);
  private final Map<Integer, SimUring> rings = new TreeMap<>(); // guarded by this, as all below
  private final List<SimUring> all = new ArrayList<>();
  private final TreeSet<Integer> open = new TreeSet<>();
  private SimFailure failure;
  private volatile Consumer<Boolean> whileWaiting = _ -> {};
  private volatile Runnable whenItSleepsOn = () -> {};

  SimKernel(Weather weather, long seed, SimTime time, boolean strict) {
    this.weather = weather;
    this.random = new Random(seed);
    this.time = time;
    this.strict = strict;
    this.ledger = new Ledger(strict);
  }

  /** For engines with threads: latencies and another order, nothing else. */
  public static Kernel live(long seed) {
    return new SimKernel(Weather.calm(), seed, new LiveTime(), false).kernel();
  }

  Kernel kernel() {
    return (Kernel)
        Proxy.newProxyInstance(
            Kernel.class.getClassLoader(), new Class<?>[] {Kernel.class}, this::invoke);
  }

  @SuppressWarnings("ReferenceEquality") // one kernel equals itself only
  private Object invoke(Object proxy, Method method, Object[] a) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> proxy == a[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "simulated kernel";
      };
    }
    try {
      return call(method, a);
    } catch (SimFailure f) {
      failed(f);
      throw f;
    }
  }

  private Object call(Method method, Object[] a) throws Throwable {
    String name = method.getName();
    return switch (name) {
      case "io_uring_setup" -> setup((Scratch) a[0], (int) a[1], (long) a[2]);
      case "io_uring_enter" -> enter((int) a[1], (int) a[2], (int) a[3], (int) a[4], (long) a[5]);
      case "io_uring_register" -> register((int) a[1], (int) a[2], (long) a[3], (int) a[4]);
      case "mmap" -> mmap((Scratch) a[0], (long) a[1], (int) a[2], (int) a[4], (long) a[5]);
      case "munmap" -> munmap((Scratch) a[0], (long) a[1], (long) a[2]);
      case "close" -> close((Scratch) a[0], (int) a[1]);
      case "openat", "openat2" -> opened((int) answered(method, a));
      case "eventfd", "dup3" -> opened((int) make(method, a));
      default ->
          TRANSFERS.containsKey(name)
              ? transferred(TRANSFERS.get(name), method, a)
              : answered(method, a);
    };
  }

  private Object make(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Object transferred(boolean vectors, Method method, Object[] a) throws Throwable {
    Object result = make(method, a);
    long at = (long) a[2];
    boolean tries = method.getName().equals("preadv2"); // and goes on until the end
    ledger.result(vectors ? Memory.getLong(at + Iovec.IOV_BASE) : at, (long) result, tries);
    return result;
  }

  private Object answered(Method method, Object[] a) throws Throwable {
    Object result = make(method, a);
    if (strict) {
      String name = method.getName();
      Integer path = NAMING.get(name);
      String key = null;
      if (path != null) {
        key = journal.key((long) a[path], (int) a[path - 1]); // relative to that
      } else if (ON_FILES.contains(name)) {
        key = journal.key((int) a[1]);
      }
      if (key != null) {
        journal.answered(key, (int) result, true);
        if (name.startsWith("openat")) {
          journal.opened((int) result, key);
        }
      }
    }
    return result;
  }

  // ------------------------------------------------------------------ for the rings

  Kernel real() {
    return real;
  }

  Ledger ledger() {
    return ledger;
  }

  Journal journal() {
    return journal;
  }

  Scratch scratch() {
    return scratches.get();
  }

  /** What an entry works on, in the journal. */
  String key(SimEntry e) {
    long path = SimOps.path(e);
    boolean named = path != 0;
    if (!strict || e.ranges.length > 0 || e.opcode == IoUringOp.IORING_OP_CLOSE) {
      return null;
    }
    String key = named ? journal.key(path, e.fd) : journal.key(e.fd);
    return journal.isWatched(key) ? key : null;
  }

  /** An entry is completed. */
  void completed(SimEntry e, int res) {
    if (e.key != null) {
      journal.answered(e.key, res, e.carriedOut);
      if (e.opens()) {
        journal.opened(res, e.key);
      }
    }
  }

  /** Whether an entry can be carried out by who submits it. */
  boolean isQuick(SimEntry e) {
    return e.ranges.length > 0;
  }

  /** A thread waits, and something has happened meanwhile. */
  void pulse(SimUring at) {
    whileWaiting.accept(at.equals(ring()));
  }

  SimTime time() {
    return time;
  }

  /** A thread goes on waiting; in a ring of a thread it waits for nothing else. */
  void sleepsOn(SimUring at) {
    if (at.equals(ring())) {
      whenItSleepsOn.run();
    }
  }

  synchronized int opened(int fd) {
    if (fd >= 0) {
      open.add(fd);
    }
    return fd;
  }

  int close(Scratch s, int fd) {
    List<SimUring> others;
    SimUring ring;
    synchronized (this) {
      if (!open.remove(fd) && strict) {
        throw new SimFailure("close of %d, which is not open".formatted(fd));
      }
      journal.closed(fd);
      ring = rings.remove(fd);
      others = List.copyOf(all);
    }
    if (ring != null) {
      ring.close();
    }
    for (SimUring r : others) {
      r.checkNotUsed(fd);
    }
    return real.close(s, fd);
  }

  // ------------------------------------------------------------------ for tests

  /**
   * What other threads do while one waits, and what is looked at when its time is up.
   *
   * @param others is told whether it waits in the ring of the engine, and not in one of its own
   */
  void whileWaiting(Consumer<Boolean> others, Runnable sleepsOn) {
    whileWaiting = others;
    whenItSleepsOn = sleepsOn;
  }

  /** Remembers what went wrong first. */
  synchronized void failed(SimFailure f) {
    if (failure == null) {
      failure = f;
    }
  }

  /** Throws what went wrong, if something has. */
  synchronized void check() {
    if (failure != null) {
      throw new SimFailure(failure.getMessage(), failure);
    }
  }

  /** What is open. */
  synchronized Set<Integer> open() {
    return new TreeSet<>(open);
  }

  /** The ring of the engine; those of threads come later. */
  synchronized SimUring ring() {
    return all.getFirst();
  }

  private synchronized List<SimUring> all() {
    return List.copyOf(all);
  }

  /** Whether some ring has died, so that what it had has failed. */
  boolean hasDeadRing() {
    return all().stream().anyMatch(SimUring::isDead);
  }

  /** How many completions came once more. */
  int strays() {
    return all().stream().mapToInt(SimUring::strays).sum();
  }

  /** How many entries were taken that move bytes. */
  int transfers() {
    return all().stream().mapToInt(SimUring::transfers).sum();
  }

  /** How many entries are on their way. */
  int inFlight() {
    return all().stream().mapToInt(SimUring::inFlight).sum();
  }

  // ------------------------------------------------------------------ the calls

  private int setup(Scratch s, int entries, long params) {
    int flags = Memory.getInt(params + IoUringParams.FLAGS);
    if ((flags & weather.refused()) != 0) {
      return -Errno.EINVAL;
    }
    if (entries > weather.entries()) {
      return -Errno.ENOMEM;
    }
    int completions = Memory.getInt(params + IoUringParams.CQ_ENTRIES);
    if (Integer.bitCount(entries) != 1 || Integer.bitCount(completions) != 1) {
      throw new SimFailure("the simulated ring rounds nothing up: " + entries);
    }
    int fd = real.eventfd(s, 0, 0);
    if (fd < 0) {
      return fd;
    }
    var ring = new SimRing(entries, completions, flags, weather.room());
    ring.describe(params, FEATURES);
    synchronized (this) {
      open.add(fd);
      var uring = new SimUring(this, weather, random, time, ring);
      rings.put(fd, uring);
      all.add(uring);
    }
    return fd;
  }

  private synchronized SimUring find(int fd) {
    return rings.get(fd);
  }

  private int enter(int fd, int submit, int complete, int flags, long arg) {
    SimUring ring = find(fd);
    return ring == null ? -Errno.EBADF : ring.enter(submit, complete, flags, arg);
  }

  private int register(int fd, int what, long arg, int count) {
    SimUring ring = find(fd);
    if (ring == null) {
      return -Errno.EBADF;
    }
    return switch (what) {
      case IoUring.IORING_REGISTER_IOWQ_MAX_WORKERS -> 0;
      case IoUring.IORING_REGISTER_BUFFERS -> ring.register(arg, count);
      case IoUring.IORING_REGISTER_PROBE -> probe(arg, count);
      default -> -Errno.EINVAL;
    };
  }

  private int probe(long arg, int count) {
    int n = Math.min(count, OPCODES);
    Memory.putByte(arg + IoUringProbe.LAST_OP, (byte) (OPCODES - 1));
    Memory.putByte(arg + IoUringProbe.OPS_LEN, (byte) n);
    for (int i = 0; i < n; i++) {
      boolean known = SimOps.has(i) && !weather.missing().get(i);
      long op = arg + IoUringProbe.OPS + (long) i * IoUringProbe.OP_SIZE;
      Memory.putShort(
          op + IoUringProbe.OP_FLAGS, (short) (known ? IoUringProbe.IO_URING_OP_SUPPORTED : 0));
    }
    return 0;
  }

  private long mmap(Scratch s, long length, int protection, int fd, long what) {
    SimUring uring = find(fd);
    if (uring == null) {
      return -Errno.EBADF;
    }
    boolean entries = what == IoUring.IORING_OFF_SQES;
    if (length < uring.ring().size(entries)) {
      throw new SimFailure("the mapping is too small: " + length);
    }
    long address = real.mmap(s, length, protection, Mmap.MAP_PRIVATE | Mmap.MAP_ANONYMOUS, -1, 0);
    if (address > 0) {
      synchronized (uring) {
        if (entries) {
          uring.ring().mapEntries(address);
        } else {
          uring.ring().mapRings(address);
        }
      }
    }
    return address;
  }

  private int munmap(Scratch s, long address, long length) {
    List<SimUring> rings;
    synchronized (this) {
      rings = List.copyOf(all);
    }
    for (SimUring r : rings) {
      synchronized (r) {
        if (r.ring().unmaps(address)) {
          r.unmapped();
        }
      }
    }
    return real.munmap(s, address, length);
  }
}
