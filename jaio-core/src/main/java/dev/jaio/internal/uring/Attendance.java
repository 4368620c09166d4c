package dev.jaio.internal.uring;

import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.Threads;
import dev.jaio.internal.posix.Scratch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who sleeps in the kernel until something completes: one thread at a time, the attendant.
 *
 * <p>The thread that delivers does it itself, which saves the hand-off; a thread of ours does it
 * while others park for requests that are in flight, or while the program waits in a loop of its
 * own. The attendant is woken by a completion that is nobody's request. Such a wake-up is passed by
 * the attendant only, so that one which comes while it is still on its way into the kernel ends its
 * sleep as well.
 *
 * <p>No sleep is longer than {@code SLEEP_MAX}, since a thread of the program that sleeps in the
 * kernel notices no interrupt.
 */
final class Attendance implements Runnable {

  private static final long SLEEP_MIN = 1_000_000;
  private static final long SLEEP_MAX = 16_000_000;
  private static final int MOST_YIELDS = 16;

  private final Engine engine;
  private final Driver driver;
  private final Ring ring;
  private final AtomicReference<@Nullable Thread> attendant = new AtomicReference<>();
  private final AtomicInteger parked = new AtomicInteger(); // threads, for requests in flight
  private volatile boolean wakeSent; // to the present attendant
  private volatile boolean wanted; // the helper, although no thread is known to park
  private volatile boolean helperIdle;
  private volatile boolean stopped;
  private volatile boolean closing; // as soon as nothing is in flight
  private volatile @Nullable Thread helper; // started at the first need, under this

  // The attendant's own.
  private final Scratch scratch = new Scratch();
  private final MemorySegment argument = Arena.ofAuto().allocate(Ring.ARGUMENT_SIZE, 8);
  private long sleep = SLEEP_MIN;

  Attendance(Engine engine, Driver driver, Ring ring) {
    this.engine = engine;
    this.driver = driver;
    this.ring = ring;
  }

  // ------------------------------------------------------------------ the attendant

  /**
   * Sleeps in the kernel, unless another thread does or nothing is in flight; what is queued goes
   * there by the same call. Not for virtual threads.
   *
   * @param nanos the longest sleep, 0 for no limit
   * @param over looked at when wake-ups reach this thread
   * @return false if the caller must wait in another way
   */
  boolean attend(long nanos, BooleanSupplier over) {
    boolean idle = driver.inFlight() == 0 && !driver.canBegin();
    if (idle || driver.isDead() || attendant.get() != null) {
      return false;
    }
    if (!attendant.compareAndSet(null, Thread.currentThread())) {
      return false;
    }
    try {
      int entries = driver.prepare();
      int result = 0;
      // only now, since a wake-up for who attended before, or for us, may have been passed on the
      // way; who finds it set still has changed what we look at below
      wakeSent = false;
      if (!over.getAsBoolean() && !driver.hasWork()) {
        long limit = nanos == 0 ? sleep : Math.min(nanos, sleep);
        result = ring.await(scratch, argument.address(), limit, entries);
        if (result < 0) {
          driver.cannotWait(-result);
        }
        sleep = ring.hasCompletion() ? SLEEP_MIN : Math.min(2 * sleep, SLEEP_MAX);
      }
      if (entries > 0 && result != entries) {
        driver.drive(null); // some may have been left
      }
    } finally {
      Reference.reachabilityFence(argument);
      attendant.set(null);
      ensure(); // this thread may be away for long
    }
    return true;
  }

  /** Whether a thread other than this one sleeps in the kernel, or is about to. */
  boolean isAnother() {
    Thread t = attendant.get();
    return t != null && t != Thread.currentThread();
  }

  boolean isNobody() {
    return attendant.get() == null;
  }

  /** Wakes a thread if it sleeps in the kernel. */
  void wake(Thread thread) {
    if (attendant.get() == thread && !wakeSent) {
      wakeSent = true; // twice does no harm
      driver.wakeKernelSleeper();
    }
  }

  /** Wakes whoever sleeps in the kernel: something is queued. */
  void knock() {
    Thread t = attendant.get();
    if (t != null) {
      wake(t);
    }
  }

  // ------------------------------------------------------------------ the helper

  /** A thread begins (1) or ends (-1) to park for a request in flight. */
  void parks(int threads) {
    if (parked.addAndGet(threads) > 0) {
      ensure();
    }
  }

  /** Has the helper attend, if somebody needs that and nobody does. */
  void ensure() {
    if (!isNeeded() || attendant.get() != null) {
      return;
    }
    Thread h = helper;
    if (h == null) {
      start();
    } else if (helperIdle) {
      helperIdle = false;
      LockSupport.unpark(h);
    }
  }

  /** Nobody has attended for a while. */
  void want() {
    wanted = true;
    ensure();
  }

  /**
   * Leaves what is to be handed in to the helper, or to who attends instead.
   *
   * @return false if there is no thread to be had for it
   */
  boolean leave() {
    want();
    knock();
    return helper != null || attendant.get() != null;
  }

  private boolean isNeeded() {
    return (driver.inFlight() > 0 || driver.canBegin())
        && !driver.isDead()
        && (wanted || closing || parked.get() > 0 || engine.delivery().isElsewhere());
  }

  private synchronized void start() {
    if (helper == null && !stopped) {
      var t =
          Thread.ofPlatform()
              .daemon()
              .inheritInheritableThreadLocals(false)
              .name(engine.config().name() + "-ring")
              .unstarted(this);
      helper = Threads.start(t) ? t : null; // else the watcher tries again
    }
  }

  @Override
  public void run() {
    while (!stopped) {
      if (isNeeded() && attend(0, () -> stopped)) {
        wanted = false;
        driver.drive(null);
        letOthersDrive();
      } else if (closing && driver.close()) {
        Abandoned.forget(driver);
        stopped = true;
      } else {
        leaveToWhoDelivers();
        rest();
      }
    }
  }

  /**
   * Whom this thread has woken may queue the next request at once: the call that sleeps in the
   * kernel then hands in all of them. Who delivers may drive as well; while it does, a sleep would
   * only be a short one. Nothing depends on how often this thread lets them go first.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  private void letOthersDrive() {
    int before = driver.turns() - 1;
    for (int i = 0; i < MOST_YIELDS && before != driver.turns() && driver.inFlight() > 0; i++) {
      before = driver.turns();
      Thread.yield();
    }
  }

  /**
   * While the helper attended, who submitted left it at that. What is in flight still is for who
   * delivers, who may be parked since before that. Both change one of the two, attendant and number
   * in flight, and then look at the other.
   */
  private void leaveToWhoDelivers() {
    if (driver.inFlight() > 0 && attendant.get() == null) {
      engine.signal();
    }
  }

  /** The flag is set again before each look, or who looks at it in between would wake nobody. */
  private void rest() {
    helperIdle = true;
    if (!stopped && !(isNeeded() && attendant.get() == null)) {
      if (closing) {
        LockSupport.parkNanos(this, SLEEP_MAX); // another thread may end what is in flight
      } else {
        LockSupport.park(this);
      }
    }
    helperIdle = false;
  }

  /**
   * Ends the helper and closes the ring; while something is in flight, as after a close that gave
   * up, the helper stays for it and closes then. Under the lock of {@link #start}: a helper that is
   * just being started is either prevented here or woken to its end.
   */
  void close() {
    boolean closed = driver.close();
    if (!closed) {
      Abandoned.keep(driver);
    }
    Thread h;
    synchronized (this) {
      if (closed) {
        stopped = true;
      } else {
        closing = true;
      }
      h = helper;
    }
    if (h != null) {
      LockSupport.unpark(h);
      wake(h);
    } else if (!closed) {
      start();
    }
  }
}
