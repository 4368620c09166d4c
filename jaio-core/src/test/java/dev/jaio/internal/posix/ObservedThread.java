package dev.jaio.internal.posix;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;

/** A thread that works, or sleeps, until it is closed, and what the system says of it. */
public final class ObservedThread implements AutoCloseable {

  private final SynchronousQueue<ThreadStat> stats = new SynchronousQueue<>();
  private final boolean works;
  private volatile boolean ended;

  /** Its name is one that is hard to read past. */
  private final Thread thread = new Thread(this::run, "1) R 2) S (");

  private final ThreadStat stat;

  private ObservedThread(boolean works) throws InterruptedException {
    this.works = works;
    thread.start();
    stat = stats.take();
  }

  /** One that works. */
  public static ObservedThread working() throws InterruptedException {
    return new ObservedThread(true);
  }

  /** One that sleeps, a moment later. */
  public static ObservedThread sleeping() throws InterruptedException {
    return new ObservedThread(false);
  }

  private void run() {
    try {
      stats.put(ThreadStat.current());
    } catch (InterruptedException e) {
      return;
    }
    while (!ended) {
      if (works) {
        Thread.onSpinWait();
      } else {
        LockSupport.park();
      }
    }
  }

  /** What the system says of it. */
  public ThreadStat stat() {
    return stat;
  }

  /** Ends it, a moment later. */
  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(thread);
  }
}
