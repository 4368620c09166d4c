package dev.jaio.sim;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUring;
import dev.jaio.internal.abi.IoUringGetEvents;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.Iovec;
import dev.jaio.internal.abi.Timespec;
import dev.jaio.internal.posix.Memory;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * One simulated io_uring: takes entries, carries them out when their time has come, and completes
 * them, with all that its weather brings. Guarded by its monitor, except while it waits and while
 * it carries out.
 */
final class SimUring {

  /** How many waits in a row may end without anything that could ever end them. */
  private static final int HANG = 200;

  /** How long a wait is before others get their turn. */
  private static final long STEP = 1_000_000;

  private static final int[] BUSY = {Errno.EAGAIN, Errno.EBUSY, Errno.ENOMEM};

  private static final long PER_ENTER = 2_000;

  private final SimKernel kernel;
  private final Weather weather;
  private final Random random;
  private final SimTime time;
  private final SimRing ring;
  private final Map<Long, SimEntry> inFlight = new HashMap<>();
  private final Map<Integer, SimEntry> slots = new HashMap<>(); // what carries a number
  private long[] known = {}; // address and length of each buffer that was registered
  private boolean tried; // once it worked, so that it is worth having
  private long enters; // since then
  private int storm; // how many enters more are interrupted
  private int quiet; // waits in a row
  private int strays;
  private int scheduledStrays;
  private boolean closed;
  private int transfers; // entries that move bytes
  private int calls; // entries that do something else with names or files that are watched
  private long trace; // of all that happened, to compare

  SimUring(SimKernel kernel, Weather weather, Random random, SimTime time, SimRing ring) {
    this.kernel = kernel;
    this.weather = weather;
    this.random = random;
    this.time = time;
    this.ring = ring;
  }

  SimRing ring() {
    return ring;
  }

  private boolean chance(int ofThousand) {
    return ofThousand > 0 && random.nextInt(1000) < ofThousand;
  }

  private static int any(Random r, int[] of) {
    return of[r.nextInt(of.length)];
  }

  // ------------------------------------------------------------------ for tests

  synchronized int inFlight() {
    return inFlight.size();
  }

  /** Whether the descriptor has been closed. */
  synchronized boolean isClosed() {
    return closed;
  }

  synchronized boolean isDead() {
    return enters > weather.life();
  }

  /** Whether nothing is in flight, kept, unseen or on its way in. */
  synchronized boolean isIdle() {
    return inFlight.isEmpty() && !ring.isOverflown() && ring.ready() == 0 && ring.waiting() == 0;
  }

  /** How many completions came once more. */
  synchronized int strays() {
    return strays;
  }

  /** How many entries were taken that move bytes. */
  synchronized int transfers() {
    return transfers;
  }

  /** How many entries were taken that do something else with what is watched. */
  synchronized int calls() {
    return calls;
  }

  synchronized long trace() {
    return trace;
  }

  private void trace(long what, long more) {
    trace = (trace * 31 + what) * 31 + more + time.now();
  }

  /** The file of a descriptor must not be closed under an entry, unless all is lost anyway. */
  synchronized void checkNotUsed(int fd) {
    if (isDead()) {
      return;
    }
    for (SimEntry e : inFlight.values()) {
      if (e.fd == fd && e.opcode != IoUringOp.IORING_OP_CLOSE) {
        throw new SimFailure("descriptor closed in flight: " + e);
      }
    }
  }

  synchronized void close() {
    if (!inFlight.isEmpty()) {
      throw new SimFailure("the ring is closed while in flight: " + inFlight.values());
    }
    closed = true;
    notifyAll();
  }

  /** A mapping is gone. */
  synchronized void unmapped() {
    if (!inFlight.isEmpty()) {
      throw new SimFailure("unmapped while in flight: " + inFlight.values());
    }
  }

  /** Learns buffers, once. */
  synchronized int register(long vectors, int count) {
    if (known.length > 0) {
      return -Errno.EBUSY;
    }
    known = new long[2 * count];
    for (int i = 0; i < count; i++) {
      known[2 * i] = Memory.getLong(vectors + (long) i * Iovec.SIZE + Iovec.IOV_BASE);
      known[2 * i + 1] = Memory.getLong(vectors + (long) i * Iovec.SIZE + Iovec.IOV_LEN);
    }
    return 0;
  }

  // ------------------------------------------------------------------ enter

  int enter(int submit, int complete, int flags, long arg) {
    int taken;
    synchronized (this) {
      if (closed) {
        return -Errno.EBADF;
      }
      if (tried && ++enters > weather.life()) {
        notifyAll();
        return -weather.death();
      }
      time.pass(1 + random.nextInt((int) PER_ENTER));
      if (storm > 0 || chance(weather.interrupts())) {
        storm = storm > 0 ? storm - 1 : random.nextInt(20);
        return -Errno.EINTR;
      }
      taken = submit > 0 ? submit(submit) : 0;
      if (taken < 0) {
        return taken;
      }
      if ((flags & IoUring.IORING_ENTER_GETEVENTS) != 0) {
        ring.flush();
      }
    }
    if (complete == 0 || taken < submit) {
      return taken; // who hands over entries waits only if all are taken
    }
    long ts = (flags & IoUring.IORING_ENTER_EXT_ARG) != 0 ? arg + IoUringGetEvents.TS : 0;
    long at = ts == 0 ? 0 : Memory.getLong(ts);
    long nanos =
        at == 0
            ? Long.MAX_VALUE >> 1
            : Memory.getLong(at + Timespec.TV_SEC) * 1_000_000_000
                + Memory.getLong(at + Timespec.TV_NSEC);
    int waited = await(nanos);
    return taken > 0 ? taken : waited;
  }

  private int submit(int asked) {
    ring.flush();
    if (tried && chance(weather.busy())) {
      return -any(random, BUSY);
    }
    int n = Math.min(asked, ring.waiting());
    if (n > 1 && chance(weather.partial())) {
      n = 1 + random.nextInt(n - 1);
    }
    for (int i = 0; i < n; i++) {
      var e = new SimEntry(ring.next());
      boolean good = take(e);
      ring.taken();
      quiet = 0;
      if (!good && !ring.submitsAll()) {
        return i + 1;
      }
    }
    tried = true;
    return n;
  }

  private int await(long nanos) {
    synchronized (this) {
      if (isReady()) {
        return 0;
      }
      if (chance(weather.wakes())) {
        return random.nextBoolean() ? 0 : -Errno.EINTR;
      }
    }
    long deadline = time.now() + nanos;
    while (!isReady()) {
      long step = Math.min(deadline, time.now() + STEP);
      if (!time.await(this, step, this::isReady) && time.now() >= deadline) {
        return timedOut();
      }
      kernel.pulse(this);
      if (nobodyWakes()) {
        kernel.sleepsOn(this);
      }
    }
    return 0;
  }

  /** Whether no wake-up is on its way to who waits here; one that is taken comes at once. */
  private synchronized boolean nobodyWakes() {
    return !isDead() && !isReady() && ring.waiting() == 0;
  }

  private int timedOut() {
    boolean stalled;
    synchronized (this) {
      if (inFlight.isEmpty() && scheduledStrays == 0 && !closed && ++quiet > HANG) {
        throw new SimFailure("hang: waiting for what the kernel does not have");
      }
      stalled = ring.waiting() > 0;
    }
    if (!stalled) { // else what wakes may be among it
      kernel.sleepsOn(this);
    }
    return -Errno.ETIME;
  }

  private synchronized boolean isReady() {
    ring.flush();
    return ring.ready() > 0 || closed;
  }

  // ------------------------------------------------------------------ the way of an entry

  /** Takes an entry. False if it is rejected. */
  private boolean take(SimEntry e) {
    trace(e.opcode, e.userData);
    if (e.userData >= 0) {
      begins(e);
    }
    if (weather.missing().get(e.opcode) || !SimOps.has(e.opcode)) {
      complete(e, -Errno.EINVAL);
      return false;
    }
    if (e.opcode == IoUringOp.IORING_OP_ASYNC_CANCEL) {
      int res = cancel(e.addr);
      complete(e, res);
      return true;
    }
    if (e.userData < 0) {
      complete(e, 0); // what wakes comes at once
      return true;
    }
    SimOps.Op op = SimOps.of(e.opcode);
    op.look().accept(e);
    transfers += e.ranges.length > 0 ? 1 : 0;
    e.key = kernel.key(e);
    calls += e.key != null ? 1 : 0;
    kernel.ledger().own(e);
    if (e.isFixed() && !knows(e)) {
      complete(e, -Errno.EFAULT);
      return true;
    }
    long asked = e.asked();
    if (asked > 1 && chance(weather.shorts())) {
      e.most = 1 + random.nextInt((int) asked - 1);
    }
    long latency = latency();
    if (op.disturbed() && chance(weather.transients())) {
      int res = -any(random, SimErrors.nothingSaid());
      time.after(latency, () -> complete(e, res));
    } else if (op.disturbed() && chance(weather.errors())) {
      int res = -any(random, SimErrors.of(e.opcode));
      time.after(latency, () -> complete(e, res));
    } else if (chance(weather.atOnce()) && kernel.isQuick(e)) {
      e.begun = true;
      complete(e, carryOut(e));
    } else {
      long before = chance(weather.early()) ? 0 : (long) (latency * random.nextDouble());
      time.after(before, () -> begin(e, latency - before));
    }
    return true;
  }

  /** Whether the memory of an entry lies in the buffer that it names. */
  private boolean knows(SimEntry e) {
    int at = 2 * e.buffer;
    return at < known.length
        && e.addr >= known[at]
        && e.addr + e.asked() <= known[at] + known[at + 1];
  }

  private void begins(SimEntry e) {
    if (inFlight.put(e.userData, e) != null) {
      throw new SimFailure("two entries in flight carry the same: " + e);
    }
    SimEntry other = slots.put((int) e.userData, e);
    if (other != null) {
      throw new SimFailure("slot used again while the kernel has it: " + e);
    }
  }

  private long latency() {
    double x = random.nextDouble();
    return 1 + (long) (weather.slowest() * x * x * x);
  }

  private void begin(SimEntry e, long left) {
    synchronized (this) {
      if (e.begun) { // a cancel was first: it is never carried out
        return;
      }
      e.begun = true;
    }
    int res = carryOut(e);
    time.after(left, () -> complete(e, res));
  }

  private int carryOut(SimEntry e) {
    kernel.ledger().touch(e);
    e.carriedOut = true;
    return (int) SimOps.of(e.opcode).call().make(kernel, kernel.scratch(), e);
  }

  private synchronized void complete(SimEntry e, int res) {
    if (e.done) {
      return;
    }
    e.done = true;
    if (e.userData >= 0) {
      inFlight.remove(e.userData, e);
      slots.remove((int) e.userData, e);
      e.checkInputs();
      kernel.ledger().release(e, res);
      kernel.completed(e, res);
    }
    post(e, res);
    if (e.userData >= 0 && chance(weather.strays())) {
      scheduledStrays++;
      time.after(latency(), () -> stray(e, res));
    }
  }

  private void post(SimEntry e, int res) {
    trace(e.userData, e.opens() ? Math.min(res, 0) : res); // not which descriptor
    if (!closed) {
      ring.post(e.userData, res);
    }
    notifyAll();
  }

  /** A completion comes once more, after its request has ended. */
  private synchronized void stray(SimEntry e, int res) {
    scheduledStrays--;
    if (!closed && !inFlight.containsKey(e.userData)) {
      strays++;
      post(e, res);
    }
  }

  private int cancel(long target) {
    SimEntry e = inFlight.get(target);
    if (e == null) {
      return -Errno.ENOENT;
    }
    if (e.begun) {
      return -Errno.EALREADY;
    }
    if (!chance(weather.cancels())) {
      if (random.nextBoolean()) { // it is interrupted where it waits
        e.begun = true;
        int res = random.nextBoolean() ? -Errno.EINTR : -Errno.ECANCELED;
        time.after(latency(), () -> complete(e, res));
      }
      return -Errno.EALREADY;
    }
    e.begun = true;
    if (random.nextBoolean()) {
      complete(e, -Errno.ECANCELED);
    } else {
      time.after(latency(), () -> complete(e, -Errno.ECANCELED));
    }
    return 0;
  }

  /** For messages. */
  @Override
  public synchronized String toString() {
    return "%s after %d enters, in flight %s"
        .formatted(isDead() ? "dead" : "alive", enters, inFlight.values());
  }
}
