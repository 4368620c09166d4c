package dev.jaio.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Callbacks that each submit the next operation of their slot. */
abstract class Chains extends Workload {

  private final AtomicInteger live = new AtomicInteger();
  private volatile CountDownLatch ended = new CountDownLatch(0);

  Chains(int depth) {
    super(depth);
  }

  /** Submits the next operation of a slot; its callback calls {@link #done} or {@link #fail}. */
  abstract void next(Slot s);

  /** Calls {@link #submitAll}, on the thread from which this contender submits. */
  abstract void launch();

  @Override
  final void begin() {
    live.set(slots().length);
    ended = new CountDownLatch(1);
    launch();
  }

  final void submitAll() {
    for (Slot s : slots()) {
      next(s);
    }
  }

  /** The operation of a slot has ended well. */
  final void done(Slot s) {
    s.count();
    if (!isStopping()) {
      next(s);
    } else if (live.decrementAndGet() == 0) {
      ended.countDown();
    }
  }

  final boolean isLive() {
    return live.get() > 0;
  }

  @Override
  final void awaitEnd() throws InterruptedException {
    boolean over = false;
    while (!over && !hasFailed()) {
      over = ended.await(10, TimeUnit.MILLISECONDS) || !isLive();
    }
    if (over) {
      retire();
    }
  }

  /** All operations of a window have ended. */
  void retire() throws InterruptedException {}
}
