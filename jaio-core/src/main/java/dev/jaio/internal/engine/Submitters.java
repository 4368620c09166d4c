package dev.jaio.internal.engine;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that wait for room in a queue, under its lock. Not a condition of that lock, which
 * would have whom it calls stand in the lock's own queue: see {@link ShortLock}.
 */
final class Submitters {

  /** One thread that waits. */
  private static final class Submitter {
    private final Thread thread = Thread.currentThread();
    private volatile boolean called;
  }

  private final ArrayDeque<Submitter> waiting = new ArrayDeque<>();

  /** Lets go of the lock until called, and takes it again; an interrupt is kept for later. */
  void await(ShortLock lock) {
    var me = new Submitter();
    waiting.add(me);
    lock.unlock();
    boolean interrupted = false;
    while (!me.called) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted(); // else park would not wait
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    lock.lock();
  }

  /** There is room for one more: calls who has waited longest. The lock is held. */
  void call() {
    Submitter first = waiting.poll();
    if (first != null) {
      first.called = true;
      LockSupport.unpark(first.thread);
    }
  }
}
