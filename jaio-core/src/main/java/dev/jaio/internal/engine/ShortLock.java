package dev.jaio.internal.engine;

import java.util.concurrent.locks.Condition;
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

  private final ReentrantLock lock = new ReentrantLock();

  void lock() {
    for (int i = 0; i < TRIES; i++) {
      if (lock.tryLock()) {
        return;
      }
      Thread.onSpinWait();
    }
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  Condition newCondition() {
    return lock.newCondition();
  }
}
