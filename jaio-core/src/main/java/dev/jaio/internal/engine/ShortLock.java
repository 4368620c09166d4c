package dev.jaio.internal.engine;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is held for some stores only. Who finds it taken tries again for about as long as it
 * takes to be put to sleep and woken, since whoever has it is most often running on another core:
 * with a plain {@link ReentrantLock}, 32 threads that each waited for their own request spent half
 * of their time on sleeping for it (docs/decisions.md).
 */
final class ShortLock {

  /** Some microseconds. With one processor, who has the lock cannot be running. */
  private static final int TRIES = Runtime.getRuntime().availableProcessors() > 1 ? 100 : 0;

  /** How often a virtual thread makes room for others before it rests. */
  private static final int YIELDS = 8;

  /** Who has the lock for so long has lost its processor. */
  private static final long REST_NANOS = 50_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock gate = new ReentrantLock(); // of virtual threads

  void lock() {
    for (int i = 0; i < TRIES; i++) {
      if (lock.tryLock()) {
        return;
      }
      Thread.onSpinWait();
    }
    if (Thread.currentThread().isVirtual()) {
      lockVirtually();
    } else {
      lock.lock();
    }
  }

  /**
   * In the queue of a lock, who is first is woken, and the others wait until it has had the lock,
   * even if nobody has it: behind a virtual thread as long as all carriers are busy, as those keep
   * them that find the lock free. So virtual threads have a queue of their own, or workers, and the
   * watcher that keeps virtual threads fair, would wait for a carrier too.
   */
  @SuppressWarnings("ThreadPriorityCheck") // who has the lock is about to give it back
  private void lockVirtually() {
    gate.lock();
    try {
      for (int i = 0; !lock.tryLock(); i++) {
        Thread.yield(); // also if it was interrupted, and so cannot rest
        if (i >= YIELDS) {
          LockSupport.parkNanos(this, REST_NANOS);
        }
      }
    } finally {
      gate.unlock();
    }
  }

  void unlock() {
    lock.unlock();
  }
}
