package dev.jaio.internal.uring;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUringCqe;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.ReadyQueue;
import dev.jaio.internal.engine.Task;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Scratch;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves requests through the ring: from the queue into entries, from completions to their end.
 *
 * <p>Any thread may do it, one at a time does. The lock is only ever tried: who does not get it
 * leaves its request in the queue, says so, and goes on; who has it looks after letting go whether
 * somebody did, also if there was nothing to do for itself. So nobody waits for a thread that the
 * system has stopped, and one enter carries the requests of many. Everything below "guarded by the
 * lock" is touched with it only.
 */
final class Driver {

  /** Room among the completions for what is nobody's request: cancels and wake-ups. */
  private static final int RESERVED = 64;

  /** Carried by entries that are no request's: not negative are those of {@link Slots}. */
  static final long NOTHING = -1;

  /** Carried by an entry whose completion wakes who sleeps in the kernel. */
  private static final long WAKE_UP = -2;

  /** How often an entry that was interrupted, or stopped by nobody, is repeated on the ring. */
  private static final int RETRIES = 3;

  /** From here to the other, numbers that the kernel has for itself and ought to keep. */
  private static final int ERESTARTSYS = 512;

  private static final int ERESTART_RESTARTBLOCK = 516;

  private static final VarHandle LOCKED;

  static {
    try {
      LOCKED = MethodHandles.lookup().findVarHandle(Driver.class, "locked", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Engine engine;
  private final Ring ring;
  private final ReadyQueue queue;
  private final BooleanSupplier sleepsElsewhere; // whether another thread sleeps in the kernel
  private final ConcurrentLinkedQueue<Task<?>> stops = new ConcurrentLinkedQueue<>();
  private volatile boolean locked;
  private volatile boolean left; // somebody found it locked since the last round began
  private volatile boolean wakeAsked; // a completion is wanted for who sleeps in the kernel
  private volatile boolean paused;
  private volatile boolean dead;
  private volatile int inFlight; // slots.used(), for other threads; written with the lock
  private volatile boolean repeats; // !again.isEmpty(); written with the lock
  private volatile boolean stalled; // the kernel would not take all entries; written with the lock
  private volatile @Nullable String lost; // why the ring was given up
  private volatile int refusal; // the errno with which the kernel would let nobody wait

  // Guarded by the lock.
  private final Scratch scratch = new Scratch();
  private final Slots slots;
  private final Entry entry;
  private final ArrayDeque<Integer> again = new ArrayDeque<>(); // slots to be filled once more
  private boolean ended; // some request has, since the last signal

  Driver(Engine engine, Ring ring, ReadyQueue queue, BooleanSupplier sleepsElsewhere) {
    this.engine = engine;
    this.ring = ring;
    this.queue = queue;
    this.sleepsElsewhere = sleepsElsewhere;
    this.slots = new Slots(ring.completionRoom() - Math.min(RESERVED, ring.completionRoom() / 4));
    this.entry = new Entry(ring, slots);
  }

  // ------------------------------------------------------------------ for every thread

  int inFlight() {
    return inFlight;
  }

  boolean isDead() {
    return dead;
  }

  @Nullable String lost() {
    return lost;
  }

  void pause(boolean pause) {
    paused = pause;
  }

  /** Whether {@link #drive} would find something to do. */
  boolean hasWork() {
    return canBegin()
        || (!dead
            && (ring.hasCompletion()
                || repeats
                || wakeAsked
                || refusal != 0
                || !stops.isEmpty()
                || ring.hasOverflown()));
  }

  /** Whether entries wait for the kernel to have room or memory. */
  boolean isStalled() {
    return stalled;
  }

  private boolean canBegin() {
    return queue.size() > 0 && !paused && (dead || inFlight < slots.count());
  }

  /** A thread that wanted to sleep in the kernel was refused: the ring is to be given up. */
  void cannotWait(int errno) {
    switch (errno) {
      case Errno.ETIME, Errno.EINTR, Errno.EAGAIN, Errno.EBUSY, Errno.ENOMEM -> {}
      default -> refusal = errno;
    }
  }

  /** Asks the kernel to stop what it does for a request. */
  void stop(Task<?> task) {
    stops.add(task);
    drive(null);
  }

  /** Makes the kernel post a completion that is nobody's, so that a sleeper wakes. */
  void wakeKernelSleeper() {
    wakeAsked = true;
    drive(null);
  }

  /**
   * Submits what is queued and ends what is complete, unless another thread is at it, who then does
   * that as well.
   *
   * @param until a request whose end makes this thread stop, or null
   */
  void drive(@Nullable Task<?> until) {
    do {
      if (!tryLock()) {
        return;
      }
      boolean moved;
      boolean signal;
      try {
        moved = turn();
        inFlight = slots.used();
        stalled = !dead && ring.unsubmitted() > 0;
        repeats = !again.isEmpty();
        signal = ended;
        ended = false;
      } finally {
        // volatile, not only release: the look at what was left must come after it, or what
        // somebody
        // leaves who has just failed to get the lock could be seen by neither
        locked = false;
      }
      if (signal && !engine.isDelivering()) { // who delivers looks anyway
        engine.signal();
      }
      if (!left && (!moved || (until != null && until.isDone()))) {
        return;
      }
    } while (left || hasWork());
  }

  /** False if another thread has the lock, which then looks again after letting go. */
  private boolean tryLock() {
    if (locked || !LOCKED.compareAndSet(this, false, true)) {
      left = true;
      if (locked || !LOCKED.compareAndSet(this, false, true)) { // let go before it could see that
        return false;
      }
    }
    if (left) { // what was left before is done in this round; to write it each time costs a fence
      left = false;
    }
    return true;
  }

  // ------------------------------------------------------------------ guarded by the lock

  /** One round. False if nothing moved, and trying again at once would not help. */
  private boolean turn() {
    if (dead) {
      return leaveAll();
    }
    if (refusal != 0) {
      die(refusal);
      return true;
    }
    int filled = fill();
    boolean moved = filled > 0;
    if (ring.unsubmitted() > 0 || ring.hasOverflown()) {
      moved |= submit();
    }
    return (!dead && reap()) || moved;
  }

  private int fill() {
    int n = 0;
    if (wakeAsked) {
      long sqe = ring.entry();
      if (sqe != 0) {
        wakeAsked = false;
        Entry.fill(sqe, IoUringOp.IORING_OP_NOP, -1, 0, 0, 0, 0, WAKE_UP);
        ring.advance();
        n++;
      }
    }
    while (!stops.isEmpty() && ring.entry() != 0) {
      n += fillStop(stops.poll());
    }
    while (!again.isEmpty() && ring.entry() != 0) {
      int slot = again.poll();
      start(slots.task(slot), slot);
      n++;
    }
    while (!paused && !slots.isFull() && ring.entry() != 0) {
      Task<?> t = queue.take();
      if (t == null) {
        break;
      }
      if (t.begin()) { // else it was cancelled
        start(t, slots.take(t));
        n++;
      }
    }
    return n;
  }

  private int fillStop(@Nullable Task<?> t) {
    int slot = t == null ? -1 : slots.find(t);
    if (slot < 0) {
      return 0; // has ended meanwhile
    }
    Entry.fillCancel(ring.entry(), slots.userData(slot));
    ring.advance();
    return 1;
  }

  private void start(Task<?> t, int slot) {
    entry.set(ring.entry(), slot);
    int result;
    try {
      result = t.isCancelAsked() ? -Errno.ECANCELED : t.callPrep(entry);
    } catch (RuntimeException | Error x) {
      result = t.threw(x);
    }
    if (result == Entry.FILLED) {
      ring.advance();
      return;
    }
    slots.release(slot);
    if (result == Entry.REFUSED) {
      engine.leaveToThreads(t);
    } else {
      end(t, result);
    }
  }

  private void end(Task<?> t, int result) {
    ended = true;
    t.end(result);
  }

  /** Enters. False if the kernel took nothing and will not do so now. */
  private boolean submit() {
    for (; ; ) {
      int before = ring.unsubmitted();
      int result = ring.submit(scratch);
      switch (result) {
        case -Errno.EINTR -> {
          continue;
        }
        case -Errno.EAGAIN, -Errno.EBUSY, -Errno.ENOMEM -> {
          return false; // no memory for requests, or no room for completions: these come first
        }
        default -> {
          if (result < 0) {
            die(-result);
            return true;
          }
        }
      }
      int left = ring.unsubmitted();
      if (left == 0 || left == before) {
        return left < before; // what was kept in the kernel is seen when it is reaped
      }
    }
  }

  /** Ends what is complete. */
  private boolean reap() {
    boolean any = false;
    for (long cqe = ring.completion(); cqe != 0; cqe = ring.completion()) {
      long userData = Memory.getLong(cqe + IoUringCqe.USER_DATA);
      int res = Memory.getInt(cqe + IoUringCqe.RES);
      if (userData == WAKE_UP && sleepsElsewhere.getAsBoolean()) {
        break; // left for the sleeper: on its way into the kernel, it must find it
      }
      ring.pass();
      any = true;
      if (userData >= 0) {
        int slot = slots.find(userData);
        if (slot < 0) {
          Engine.LOG.log(Level.ERROR, "jaio: a completion of no request, {0}: {1}", userData, res);
        } else {
          complete(slot, withoutRestart(res));
        }
      }
    }
    if (any) {
      ring.passed();
    }
    return any;
  }

  /** An open that was interrupted says so by a number that a system call would never show. */
  private static int withoutRestart(int res) {
    return -res >= ERESTARTSYS && -res <= ERESTART_RESTARTBLOCK ? -Errno.EINTR : res;
  }

  private void complete(int slot, int res) {
    Task<?> t = slots.task(slot);
    if (t.callIsTransient(res) && !t.isCancelAsked()) {
      boolean disturbed = res == -Errno.ECANCELED || res == -Errno.EINTR;
      repeat(t, slot, disturbed && slots.retry(slot) <= RETRIES);
      return;
    }
    int result;
    try {
      entry.set(0, slot);
      result = t.callCompleted(res, entry);
    } catch (RuntimeException | Error x) {
      result = t.threw(x);
    }
    if (result == Task.GO_ON) {
      repeat(t, slot, true);
    } else {
      slots.release(slot);
      end(t, result);
    }
  }

  private void repeat(Task<?> t, int slot, boolean onRing) {
    if (onRing) {
      slots.renew(slot);
      again.add(slot);
    } else {
      slots.release(slot);
      engine.leaveToThreads(t);
    }
  }

  // ------------------------------------------------------------------ the end

  /**
   * The ring refuses to be entered: what the kernel has of it is lost. The requests fail, and their
   * memory is never given back, since the kernel may still write to it.
   */
  private void die(int errno) {
    reap(); // what is complete has ended well
    lost = "io_uring_enter: " + Errno.name(errno) + ": the ring was given up";
    dead = true;
    Abandoned.keep(this);
    Engine.LOG.log(
        Level.ERROR,
        "jaio: io_uring_enter: {0}: the ring is given up, {1} requests fail, threads take over",
        Errno.name(errno),
        slots.used());
    again.clear();
    for (int slot = slots.any(); slot >= 0; slot = slots.any()) {
      Task<?> t = slots.task(slot);
      Abandoned.keep(t);
      t.callLost();
      slots.release(slot);
      end(t, -Errno.EIO);
    }
    leaveAll();
  }

  private boolean leaveAll() {
    boolean any = false;
    for (Task<?> t = queue.take(); t != null; t = queue.take()) {
      if (t.begin()) {
        engine.leaveToThreads(t);
        any = true;
      }
    }
    stops.clear();
    wakeAsked = false;
    return any;
  }

  /**
   * Closes the ring if nothing is in flight; else the kernel may write to memory that requests have
   * lent, so ring and requests are kept. The one place that waits for the lock, which is never held
   * for long.
   *
   * @return whether nothing is left to do
   */
  boolean close() {
    while (!LOCKED.compareAndSet(this, false, true)) {
      Thread.onSpinWait();
    }
    boolean done = dead || slots.used() == 0;
    try {
      if (done && !dead) {
        dead = true;
        ring.close(scratch);
      }
    } finally {
      locked = false;
    }
    drive(null); // what was left meanwhile: to the ring, or to the threads
    return done;
  }
}
