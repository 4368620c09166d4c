package dev.jaio.internal.engine;

/**
 * How much of what is queued is left to the threads that submit, wait and deliver.
 *
 * <p>A thread that submits and then waits will run its own request. After {@code CONFIDENT}
 * requests in a row that were carried out by who waited for them, a single queued request wakes
 * nobody; should its submitter not wait after all, the watcher finds it at its next tick and the
 * confidence is gone.
 */
final class Confidence {

  /** Requests in a row carried out by their waiters, before a single one wakes no worker. */
  private static final int CONFIDENT = 64;

  private final Engine engine;
  private final Canary canary;
  private final int cores;
  private volatile int helped; // racy on purpose: a lost update costs one wake-up
  private volatile boolean waitersAreVirtual; // the last one that carried out its own request

  Confidence(Engine engine, Canary canary, int cores) {
    this.engine = engine;
    this.canary = canary;
    this.cores = cores;
  }

  /** A thread has carried out what it waits for, or is going to deliver. */
  void helped(int requests) {
    int h = helped;
    if (h < CONFIDENT) {
      helped = h + requests;
    }
    boolean virtual = Thread.currentThread().isVirtual();
    if (waitersAreVirtual != virtual) {
      waitersAreVirtual = virtual;
    }
  }

  /** A request stayed where it was. */
  void nobodyCame() {
    helped = 0;
  }

  private boolean isConfident() {
    return helped >= CONFIDENT;
  }

  /**
   * How many queued requests are left to who submits them, and is expected to wait and execute: not
   * to what selects, and to virtual threads only what cannot block. These are not interrupted
   * between submitting and waiting, so there is one for each carrier at most.
   */
  int leftToSubmitters(Task<?> task) {
    if (!isConfident() || engine.delivery().hasNotifiers()) {
      return 0;
    }
    if (Thread.currentThread().isVirtual()) {
      return task.mayTryNow() && canary.mayRun() ? cores : 0;
    }
    boolean helps =
        task.type().isShort()
            || (!task.type().isLong()
                && (task.mayTryNow()
                    || !engine.delivery().deliversWaiting(Thread.currentThread())));
    return helps ? 1 : 0;
  }

  /** How many queued requests a worker that is awake leaves to who waits for them. */
  int leftToWaiters() {
    return leftToHelper() + (isConfident() && waitersAreVirtual ? cores : 0);
  }

  /**
   * How many a worker leaves that is about to rest: it would only begin to race for a single one.
   */
  int leftByResting() {
    return isConfident() ? Math.max(1, leftToWaiters()) : 0;
  }

  /** How many the thread that delivers carries out in less time than it takes to hand them over. */
  int leftToHelper() {
    boolean comes = isConfident() && !engine.delivery().isElsewhere();
    return comes ? engine.readyQueue().instant() : 0;
  }
}
