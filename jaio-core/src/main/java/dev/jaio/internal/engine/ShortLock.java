package dev.jaio.internal.engine;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

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
  private final ReentrantLock gate = new ReentrantLock(); // of virtual threads
  private volatile @Nullable Thread first; // of those

  void lock() {
    if (!spin()) {
      if (Thread.currentThread().isVirtual()) {
        lockVirtually();
      } else {
        lock.lock();
      }
    }
  }

  private boolean spin() {
    for (int i = 0; i < TRIES; i++) {
      if (lock.tryLock()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /**
   * In the queue of a lock, who is first is woken, and the others wait until it has had the lock,
   * even if nobody has it: behind a virtual thread as long as all carriers are busy, as those keep
   * them that find the lock free. So virtual threads have a queue of their own, or workers, and the
   * watcher that keeps virtual threads fair, would wait for a carrier too. Of that queue the first
   * says who it is, then tries, then parks; who unlocks lets go, then looks for it: both volatile,
   * so one of the two sees the other.
   */
  private void lockVirtually() {
    gate.lock();
    try {
      first = Thread.currentThread();
      boolean interrupted = false;
      while (!spin() && !lock.tryLock()) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted(); // else park would not wait
      }
      first = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    } finally {
      gate.unlock();
    }
  }

  void unlock() {
    lock.unlock();
    Thread t = first;
    if (t != null) {
      LockSupport.unpark(t);
    }
  }
}
