package dev.jaio.internal.uring;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.ReadyQueue;
import dev.jaio.internal.engine.Task;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves requests through the ring: from the queue into entries, from completions to their end.
 *
 * <p>Several threads may do it, one at a time does. The lock is only ever tried: who does not get
 * it leaves its request in the queue, says so, and goes on; who has it looks after letting go
 * whether somebody did, also if there was nothing to do for itself. So nobody waits for a thread
 * that the system has stopped, and one enter carries the requests of many. Everything below
 * "guarded by the lock" is touched with it only.
 *
 * <p>Any thread may {@link #knock}, which hands in nobody's request.
 */
final class Driver {

  /** Room among the completions for what is nobody's request: cancels and wake-ups. */
  private static final int RESERVED = 64;

  /** How often who only knocks tries to, and how often without a pause. */
  private static final int MOST_KNOCKS = 300;

  private static final int QUICK_KNOCKS = 100;

  /** Between two tries, so that the one who is not yet in the kernel has a processor. */
  private static final long KNOCK_PAUSE = 50_000;

  /** So many are taken out of the queue under one lock of it. */
  private static final int AT_ONCE = 16;

  private static final VarHandle LOCKED;
  private static final VarHandle TURNS;
  private static final VarHandle MOVES;

  static {
    try {
      var lookup = MethodHandles.lookup();
      LOCKED = lookup.findVarHandle(Driver.class, "locked", boolean.class);
      TURNS = lookup.findVarHandle(Driver.class, "turns", int.class);
      MOVES = lookup.findVarHandle(Driver.class, "moves", int.class);
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
  private volatile int turns; // rounds, so that the watcher sees them; written with the lock
  private volatile int moves; // those in which something moved; written with the lock
  private volatile int inFlight; // flight.used(), for other threads; written with the lock
  private volatile boolean repeats; // flight.hasRepeats(); written with the lock
  private volatile boolean stalled; // the kernel would not take all entries; written with the lock
  private volatile @Nullable String lost; // why the ring was given up
  private volatile int refusal; // the errno with which the kernel would let nobody wait
  private final Flight flight; // guarded by the lock
  private final @Nullable Task<?>[] begin = new Task<?>[AT_ONCE]; // guarded by the lock

  Driver(Engine engine, Ring ring, ReadyQueue queue, BooleanSupplier sleepsElsewhere) {
    this.engine = engine;
    this.ring = ring;
    this.queue = queue;
    this.sleepsElsewhere = sleepsElsewhere;
    int room = ring.completionRoom();
    this.flight = new Flight(engine, ring, room - Math.min(RESERVED, room / 4), true);
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
    return canBegin() || hasOtherWork();
  }

  /** Whether there is something to do beside what {@link #prepare} does. */
  boolean hasOtherWork() {
    return dead
        ? queue.size() > 0
        : ring.hasCompletion()
            || repeats
            || wakeAsked
            || refusal != 0
            || !stops.isEmpty()
            || ring.hasOverflown();
  }

  /** A number that changes while threads drive. */
  int turns() {
    return turns;
  }

  /** A number that changes while requests are handed in or end. */
  int moves() {
    return moves;
  }

  /** Whether entries wait for the kernel to have room or memory. */
  boolean isStalled() {
    return stalled;
  }

  /** Whether there is something that {@link #look} leaves. */
  boolean hasToHandIn() {
    return canBegin() || repeats || stalled;
  }

  /** Whether something is queued for which there is room. */
  boolean canBegin() {
    return queue.size() > 0 && !paused && (dead || inFlight < flight.most());
  }

  /** A thread that wanted to sleep in the kernel was refused: the ring is to be given up. */
  void cannotWait(int errno) {
    if (!isPassing(errno)) {
      refusal = errno;
    }
  }

  /** Whether who would wait in the kernel, and was told this, may try again. */
  static boolean isPassing(int errno) {
    return switch (errno) {
      case Errno.ETIME, Errno.EINTR, Errno.EAGAIN, Errno.EBUSY, Errno.ENOMEM -> true;
      default -> false;
    };
  }

  /** Asks the kernel to stop what it does for a request. Any thread. */
  void stop(Task<?> task) {
    stops.add(task);
    knock();
  }

  /** Makes the kernel post a completion that is nobody's, so that a sleeper wakes. Any thread. */
  void wakeKernelSleeper() {
    wakeAsked = true;
    knock();
  }

  /**
   * Hands in what wakes a sleeper and what stops requests, which the kernel completes at once. Not
   * along with what another thread has prepared and is just handing in: it waits a little for that.
   * If that takes longer, who sleeps finds it at his next look.
   */
  private void knock() {
    for (int i = 0; i < MOST_KNOCKS && (wakeAsked || !stops.isEmpty()); i++) {
      if (dead) {
        drive(null);
        return;
      }
      if (stalled || !tryLock()) {
        return; // who tries to hand in the rest, or has the lock, looks again
      }
      try {
        if (!dead && ring.unsubmitted() == 0) {
          fillOurs();
          submit();
          publish(false);
        }
      } finally {
        locked = false; // volatile, as in drive
      }
      if (left) {
        engine.signal(); // somebody would have handed in requests
      }
      if (i < QUICK_KNOCKS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, KNOCK_PAUSE);
      }
    }
  }

  /**
   * Submits what is queued and ends what is complete, unless another thread is at it, who then does
   * that as well.
   *
   * @param until a request whose end makes this thread stop, or null
   */
  void drive(@Nullable Task<?> until) {
    drive(until, true);
  }

  /** As {@link #drive(Task)}, but hands no requests in, and leaves them where they are. */
  void look() {
    drive(null, false);
  }

  private void drive(@Nullable Task<?> until, boolean handsIn) {
    do {
      if (!tryLock()) {
        return;
      }
      boolean moved;
      boolean signal;
      try {
        moved = turn(handsIn);
        publish(moved);
        signal = flight.hasEnded();
      } finally {
        // volatile, not only release: the look at what was left must come after it, or neither
        // would see what somebody leaves who has just failed to get the lock
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

  /**
   * Fills entries for what is queued and leaves it to the caller to enter, who is going to wait and
   * so needs one call for both. Not while the kernel would take none.
   *
   * @return how many entries the kernel is to be given now
   */
  int prepare() {
    if (!canBegin() || dead || stalled || !tryLock()) {
      return 0;
    }
    int entries;
    boolean signal;
    try {
      publish(fill() > 0);
      signal = flight.hasEnded(); // without having been handed in, by a cancel
      entries = ring.show();
      stalled = false; // who enters tells if that does not take all
    } finally {
      locked = false; // volatile, as in drive
    }
    if (signal && !engine.isHome()) { // who delivers looks before it sleeps
      engine.signal();
    }
    if (left) {
      drive(null);
      return 0;
    }
    return entries;
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

  /** For who looks without the lock. */
  private void publish(boolean moved) {
    TURNS.setRelease(this, turns + 1);
    if (moved) {
      MOVES.setRelease(this, moves + 1);
    }
    inFlight = flight.used();
    stalled = !dead && ring.unsubmitted() > 0;
    repeats = flight.hasRepeats();
  }

  /** One round. False if nothing moved, and trying again at once would not help. */
  private boolean turn(boolean handsIn) {
    if (dead) {
      return leaveAll();
    }
    if (refusal != 0) {
      die(refusal);
      return true;
    }
    boolean moved = false;
    if (handsIn || ring.unsubmitted() == 0) { // else it would hand in what another one has prepared
      moved = (handsIn ? fill() : fillOurs()) > 0;
      if (ring.unsubmitted() > 0 || ring.hasOverflown()) {
        moved |= submit();
      }
    }
    return (!dead && flight.reap(sleepsElsewhere)) || moved;
  }

  private int fill() {
    int n = fillOurs() + flight.fillRepeats();
    return paused ? n : n + fillQueued();
  }

  /** What is nobody's request. */
  private int fillOurs() {
    int n = 0;
    if (wakeAsked) {
      long sqe = ring.entry();
      if (sqe != 0) {
        wakeAsked = false;
        Entry.fill(sqe, IoUringOp.IORING_OP_NOP, -1, 0, 0, 0, 0, Flight.WAKE_UP);
        ring.advance();
        n++;
      }
    }
    while (!stops.isEmpty() && ring.entry() != 0) {
      n += flight.fillStop(stops.poll());
    }
    return n;
  }

  /** Several under one lock of the queue. */
  private int fillQueued() {
    int n = 0;
    int taken;
    do {
      taken = queue.take(begin, Math.min(begin.length, flight.room()));
      int at = 0;
      try {
        while (at < taken && !paused) { // looked at again, now that they are taken
          Task<?> t = Objects.requireNonNull(begin[at]);
          begin[at++] = null;
          if (t.begin()) { // else it was cancelled
            flight.start(t);
            n++;
          }
        }
      } finally {
        while (at < taken) { // paused, or that threw
          queue.putBack(Objects.requireNonNull(begin[--taken]));
          begin[taken] = null;
        }
      }
    } while (taken == begin.length);
    return n;
  }

  /** Enters. False if the kernel took nothing. */
  private boolean submit() {
    int before = ring.unsubmitted();
    int errno = flight.submit();
    if (errno != 0) {
      die(errno);
      return true;
    }
    return ring.unsubmitted() < before;
  }

  // ------------------------------------------------------------------ the end

  /** The ring refuses to be entered, and is given up; threads take over. */
  private void die(int errno) {
    flight.reap(sleepsElsewhere); // what is complete has ended well
    lost = "io_uring_enter: " + Errno.name(errno) + ": the ring was given up";
    dead = true;
    Abandoned.keep(this);
    Engine.LOG.log(
        Level.ERROR,
        "jaio: io_uring_enter: {0}: the ring is given up, {1} requests fail, threads take over",
        Errno.name(errno),
        flight.used());
    flight.die();
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
    boolean done = dead || flight.used() == 0;
    try {
      if (done && !dead) {
        dead = true;
        flight.close();
      }
    } finally {
      locked = false;
    }
    if (done) {
      drive(null); // what was left meanwhile: to the threads
    } else {
      knock();
    }
    return done;
  }
}
