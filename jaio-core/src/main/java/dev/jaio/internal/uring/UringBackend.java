package dev.jaio.internal.uring;

import dev.jaio.internal.engine.Backend;
import dev.jaio.internal.engine.Calls;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.ReadyQueue;
import dev.jaio.internal.engine.Router;
import dev.jaio.internal.engine.Task;
import dev.jaio.internal.posix.Kernel;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The backend on a ring, with threads for all that the router does not give to the ring.
 *
 * <p>Who hands in entries. The kernel completes most requests in the thread that has handed them
 * in, and not while that is kept by a file that hangs. So it is only the thread that delivers, the
 * helper and the watcher who do, which make no call that may hang while something is in flight.
 *
 * <p>When an entry is made. The thread that delivers only queues: its next poll submits all at
 * once. Another thread that submits may be about to wait: a platform thread then makes the call
 * itself, a virtual one has its request brought to the ring. So a request of another thread is
 * submitted when it is known that a result is to be delivered, when somebody waits for it, or, if
 * nobody cares, at the second look of the watcher.
 */
public final class UringBackend implements Backend {

  /** So many requests that nobody cares for are submitted without waiting for the watcher. */
  private static final int BATCH = 32;

  private final Engine engine;
  private final Backend threads;
  private final Ring ring;
  private final Router router;
  private final ReadyQueue queue;
  private final Driver driver;
  private final Attendance attendance;
  private boolean workAtLastTick; // the watcher's
  private boolean unattendedAtLastTick; // the watcher's
  private int turnsAtLastTick; // the watcher's
  private int movesAtLastTick; // the watcher's
  private boolean goesOn; // the watcher's

  /** A backend on a ring. */
  public UringBackend(Engine engine, RingSetup.Opened opened, Backend threads, Router router) {
    this.engine = engine;
    this.threads = threads;
    this.ring = opened.ring();
    this.router = router;
    this.queue = new ReadyQueue(engine.config().queueLimit());
    this.driver = new Driver(engine, opened.ring(), queue, this::sleepsElsewhere);
    this.attendance = new Attendance(engine, driver, opened.ring());
    driver.pause(engine.config().minParallel() == 0);
  }

  /** What a worker beside a ring needs. */
  public static Calls newCalls(Engine engine, Kernel kernel) {
    return new WorkerCalls(engine, kernel);
  }

  private boolean sleepsElsewhere() {
    return attendance.isAnother();
  }

  // ------------------------------------------------------------------ requests

  @Override
  public @Nullable ReadyQueue ringQueue() {
    return driver.isDead() ? null : queue;
  }

  @Override
  public String registerBuffers(long address, int size, int count) {
    return driver.isDead() ? "the ring was given up" : ring.register(address, size, count);
  }

  @Override
  public @Nullable String lostRing() {
    return driver.lost();
  }

  @Override
  public Router router() {
    return router;
  }

  @Override
  public void ready(Task<?> task, int queued) {
    if (!task.isOnRing()) {
      threads.ready(task, queued);
    } else if (driver.isDead()) {
      driver.drive(null); // it was given up or closed while this was queued
    } else if (engine.isHome()) {
      threads.watch(); // it may not poll for long
      if (!engine.isDelivering()) {
        engine.signal(); // makes the poll descriptor readable
      }
    } else if (task.isToBeDelivered() || queued >= BATCH) {
      announce(task);
    } else {
      threads.watch();
    }
  }

  @Override
  public void announce(Task<?> task) {
    if (!engine.isHome()) {
      handOver();
    }
  }

  /** Leaves what is queued to who may hand it in. */
  private void handOver() {
    if (driver.isDead()) {
      driver.drive(null);
      return;
    }
    engine.signal();
    attendance.ensure();
    threads.watch();
  }

  /**
   * Somebody must see what completes: who delivers, if asleep, or the helper. To be called by who
   * has driven and is not going to wait. Who attends at this moment looks at what is in flight when
   * it leaves.
   */
  private void lookAfter() {
    if (driver.inFlight() > 0 && attendance.isNobody()) {
      attendance.ensure();
      engine.signal();
      threads.watch();
    }
  }

  @Override
  public @Nullable Calls newBatchCalls() {
    return driver.isDead() ? null : threads.lastResort(); // a worker's
  }

  @Override
  public void bring(Task<?> task) {
    if (driver.isDead()) {
      driver.drive(task);
    } else {
      attendance.knock();
    }
  }

  @Override
  public void parks(int more) {
    attendance.parks(more);
  }

  @Override
  public void stop(Task<?> task) {
    if (task.isOnRing()) {
      driver.stop(task);
      lookAfter();
    } else {
      threads.stop(task);
    }
  }

  // ------------------------------------------------------------------ the delivering thread

  @Override
  public void poll() {
    poll(false);
  }

  @Override
  public void poll(boolean rests) {
    threads.poll();
    if (!mayHandIn()) {
      if (driver.hasWork() || driver.isStalled()) {
        driver.look();
        leaveToHelper();
      }
    } else if (wantsPoll(rests) || driver.isStalled()) {
      driver.drive(null);
    }
  }

  @Override
  public void submit() {
    if (!mayHandIn()) {
      leaveToHelper();
    } else if (driver.canBegin()) {
      driver.drive(null);
    }
  }

  /**
   * Whether this thread, which delivers, may hand requests in: not if it goes on to what we do not
   * know, as the carrier of a virtual thread or a thread of an executor does.
   */
  private boolean mayHandIn() {
    return driver.isDead()
        || (!Thread.currentThread().isVirtual() && !engine.delivery().isByExecutor());
  }

  private void leaveToHelper() {
    if (driver.hasToHandIn()) {
      threads.watch();
      if (!attendance.leave()) {
        driver.drive(null); // there is no other thread
      }
    }
  }

  @Override
  public boolean wantsPoll() {
    return driver.hasWork();
  }

  @Override
  public boolean wantsPoll(boolean rests) {
    return rests ? driver.hasOtherWork() : driver.hasWork();
  }

  @Override
  public void rest(Object blocker, long nanos, BooleanSupplier over) {
    boolean handsIn = mayHandIn();
    if (handsIn && driver.canBegin() && attendance.isAnother()) {
      driver.drive(null); // this thread cannot take it along
    } else if (driver.inFlight() == 0 && !driver.canBegin()) {
      Backend.super.rest(blocker, nanos, over);
    } else if (!handsIn) {
      attendance.parks(1);
      leaveToHelper();
      try {
        Backend.super.rest(blocker, nanos, over);
      } finally {
        attendance.parks(-1);
      }
    } else if (!attendance.attend(nanos, over) && !driver.hasWork()) {
      Backend.super.rest(blocker, nanos, over); // until the helper that attends now leaves it to us
    }
  }

  @Override
  public void wake(Thread thread) {
    LockSupport.unpark(thread);
    attendance.wake(thread);
  }

  @Override
  public void leave() {
    if (driver.inFlight() > 0) {
      attendance.ensure();
      threads.watch();
    }
  }

  // ------------------------------------------------------------------ the watcher

  @Override
  public boolean tick() {
    boolean work = driver.hasWork() || driver.isStalled();
    boolean unattended = driver.inFlight() > 0 && attendance.isNobody();
    int turns = driver.turns();
    int moves = driver.moves();
    goesOn = moves != movesAtLastTick;
    movesAtLastTick = moves;
    if (turns == turnsAtLastTick) { // else somebody drives, and we would be in the way
      if (work && workAtLastTick) {
        driver.drive(null);
        lookAfter();
      }
      if (unattended && unattendedAtLastTick) {
        attendance.want();
      }
    }
    workAtLastTick = work;
    unattendedAtLastTick = unattended;
    turnsAtLastTick = turns;
    return work || unattended;
  }

  @Override
  public boolean goesOn() {
    return goesOn;
  }

  @Override
  public boolean isWaitedFor() {
    return driver.inFlight() > 0;
  }

  @Override
  public void watch() {
    threads.watch();
  }

  // ------------------------------------------------------------------ the threads

  @Override
  public boolean isPaused() {
    return threads.isPaused();
  }

  @Override
  public @Nullable Calls helper() {
    return threads.helper();
  }

  @Override
  public @Nullable Calls lastResort() {
    return threads.lastResort();
  }

  @Override
  public void helped(int requests) {
    threads.helped(requests);
  }

  @Override
  public @Nullable Calls borrow() {
    return threads.borrow();
  }

  @Override
  public void giveBack(Calls calls) {
    threads.giveBack(calls);
  }

  @Override
  public boolean mayRunVirtual() {
    return threads.mayRunVirtual();
  }

  @Override
  public void handedOver(Task<?> task) {
    threads.handedOver(task);
  }

  @Override
  public int hot() {
    return threads.hot();
  }

  @Override
  public int threads() {
    return threads.threads();
  }

  @Override
  public void minParallel(int n) {
    threads.minParallel(n);
    if (n > 0) {
      driver.pause(false);
      handOver();
    }
  }

  @Override
  public void maxParallel(int n) {
    threads.maxParallel(n);
    if (n == 0) {
      driver.pause(true);
    }
  }

  @Override
  public void maxIdle(int n) {
    threads.maxIdle(n);
  }

  @Override
  public void idleTimeout(long nanos) {
    threads.idleTimeout(nanos);
  }

  @Override
  public void close() {
    threads.close();
    attendance.close();
  }
}
