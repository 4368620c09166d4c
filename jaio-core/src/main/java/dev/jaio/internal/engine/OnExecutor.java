package dev.jaio.internal.engine;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Has an executor of the program deliver: at most one task of ours is with it at a time.
 *
 * <p>A thread of the executor that waits outside of a callback would wait for itself if it is the
 * only one. So the thread that the executor last ran us on delivers what it waits for; it is one
 * that callbacks may run on.
 */
final class OnExecutor {

  private final Engine engine;
  private final Delivery delivery;
  private final Executor executor;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean refusalTold = new AtomicBoolean();
  private volatile @Nullable Thread last; // that the executor ran us on

  OnExecutor(Engine engine, Delivery delivery, Executor executor) {
    this.engine = engine;
    this.delivery = delivery;
    this.executor = executor;
  }

  /** Learns of a thread of the executor before anything is delivered. */
  void introduce() {
    execute(() -> {
      if (last == null) {
        last = Thread.currentThread();
      }
    });
  }

  /** Whether this is a thread of the executor: it may deliver while it waits. */
  boolean isHome(Thread t) {
    return last == t;
  }

  /** Has the executor deliver, if there is something. Any thread. */
  void schedule() {
    boolean backendWaits = engine.life() != Engine.CLOSED && engine.backend().wantsPoll(true);
    boolean idle = delivery.isEmpty() && !backendWaits;
    if (idle || !scheduled.compareAndSet(false, true)) {
      return;
    }
    execute(() -> {
      scheduled.set(false); // before the look at the queue
      last = Thread.currentThread();
      delivery.deliverAll();
      if (delivery.mayPoll()) {
        schedule(); // to poll the backend on; another thread that is at it will signal
      }
    });
  }

  private void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RuntimeException | Error e) { // a pool may find no more threads
      scheduled.set(false);
      delivery.deliverOurselves(() -> tell(e));
    }
  }

  private void tell(Throwable refusal) {
    if (refusalTold.compareAndSet(false, true)) {
      Engine.LOG.log(
          Level.WARNING,
          "jaio: the executor that delivers refuses to; a thread of the engine does from now on",
          refusal);
    }
  }
}
