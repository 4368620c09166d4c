package dev.jaio.internal.engine;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Flushing and closing. Closing goes in this order: refuse what is new; let finish what is
 * outstanding; end the groups that would never end; wait for executions whose requests were
 * cancelled; end the threads. If the time is up before, threads and what they hold are left behind
 * on purpose: they belong to the system until it gives them back.
 */
public final class Shutdown {

  private final Engine engine;
  private final ConcurrentLinkedQueue<Thread> waiters = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean finalised = new AtomicBoolean();
  private final ConcurrentLinkedQueue<Consumer<Boolean>> atEnd = new ConcurrentLinkedQueue<>();
  private volatile boolean closeFromCallback;

  Shutdown(Engine engine) {
    this.engine = engine;
  }

  /** Nothing is outstanding, or nothing abandoned executes any more: who waits should look. */
  void wake() {
    for (Thread t : waiters) {
      LockSupport.unpark(t);
    }
  }

  /** Waits until all that is outstanding has been delivered. */
  public void flush() throws InterruptedException {
    flush(0, false);
  }

  boolean flush(long deadline, boolean keeps) throws InterruptedException {
    Delivery d = engine.delivery();
    if (d.deliversWaiting(Thread.currentThread())) {
      return d.polling().flushHere(deadline, keeps);
    }
    return parkUntil(deadline, this::isIdle);
  }

  private boolean isIdle() {
    return engine.outstanding() <= 0;
  }

  private boolean nothingAbandoned() {
    return engine.abandonedCount() == 0;
  }

  private boolean isQuiet() {
    return isIdle() && nothingAbandoned();
  }

  private boolean parkUntil(long deadline, BooleanSupplier condition) throws InterruptedException {
    Thread me = Thread.currentThread();
    waiters.add(me); // before the look, as the finisher looks for waiters after counting down
    try {
      while (!condition.getAsBoolean()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (deadline == 0) {
          LockSupport.park(this);
        } else if (System.nanoTime() - deadline >= 0) {
          return false;
        } else {
          LockSupport.parkNanos(this, Math.max(1, deadline - System.nanoTime()));
        }
      }
      return true;
    } finally {
      waiters.remove(me);
    }
  }

  /**
   * Closes the engine.
   *
   * @param now cancels what is READY
   * @param deadline when to give up, 0 for never
   * @return whether all has ended; in a callback, where it cannot have, true
   */
  public boolean close(boolean now, long deadline) {
    if (engine.life() == Engine.OPEN) {
      engine.life(Engine.CLOSING);
    }
    if (finalised.get() && deadline == 0) { // what hung then is not waited for without a limit
      engine.delivery().throwWhatWasThrown();
      return isQuiet();
    }
    if (now) {
      cancelReady();
    }
    engine.backend().minParallel(1); // maxParallel(0) would keep what is queued for ever
    if (engine.delivery().isInside(Thread.currentThread())) {
      return closeAfterCallback();
    }
    boolean ended = closeHere(deadline);
    engine.delivery().throwWhatWasThrown(); // not before: who catches it would not close again
    return ended;
  }

  private boolean closeHere(long deadline) {
    boolean ended = false;
    try {
      ended = settleUnlessInterrupted(deadline);
      if (!ended) {
        cancelReady();
      }
      if (!ended && !isQuiet()) {
        Engine.LOG.log(
            Level.WARNING,
            "jaio: closed with {0} requests outstanding and {1} executing after a cancel; their"
                + " threads and memory are left behind",
            engine.outstanding(),
            engine.abandonedCount());
      }
      return ended;
    } finally {
      terminate(ended);
    }
  }

  private boolean settleUnlessInterrupted(long deadline) {
    try {
      return settle(deadline);
    } catch (InterruptedException e) {
      cancelReady();
      Thread.currentThread().interrupt();
      return isQuiet();
    }
  }

  /** Cancels all that is queued; what is shielded from that is queued again. */
  private void cancelReady() {
    var shielded = new ArrayDeque<Task<?>>();
    for (Task<?> t = engine.takeReady(); t != null; t = engine.takeReady()) {
      outermost(t).cancel();
      if (!t.cancel() && !Task.isComplete(t.word())) {
        shielded.add(t);
      }
    }
    for (Task<?> t : shielded) {
      engine.enqueue(t);
    }
  }

  /**
   * What a request is a step of: a group of which a member was cancelled would end as if it had
   * succeeded, and a composite operation is such a group.
   */
  private static Task<?> outermost(Task<?> t) {
    Task<?> top = t;
    for (GroupTask<?> g = t.container(); g != null; g = g.container()) {
      top = g;
    }
    return top;
  }

  private boolean settle(long deadline) throws InterruptedException {
    for (; ; ) {
      if (!settleOnce(deadline)) {
        return false;
      }
      if (!cancelGroups() && isQuiet()) {
        return true;
      }
    }
  }

  /** Open, paused or held: with the engine closed nobody will end them. False: there are none. */
  private boolean cancelGroups() {
    var groups = engine.groups().all();
    for (GroupTask<?> g : groups) {
      g.cancel();
      engine.groups().remove(g);
    }
    return !groups.isEmpty();
  }

  private boolean settleOnce(long deadline) throws InterruptedException {
    Delivery d = engine.delivery();
    if (engine.config().polled()) {
      d.adoptPolling();
    }
    return flush(deadline, true) && awaitAbandoned(deadline);
  }

  /** A backend without threads ends what was cancelled only while it is polled. */
  private boolean awaitAbandoned(long deadline) throws InterruptedException {
    Delivery d = engine.delivery();
    return d.deliversWaiting(Thread.currentThread())
        ? d.polling().pollUntil(this::nothingAbandoned, deadline)
        : parkUntil(deadline, this::nothingAbandoned);
  }

  private boolean closeAfterCallback() {
    if (!closeFromCallback) {
      closeFromCallback = true;
      Thread.ofPlatform()
          .daemon()
          .inheritInheritableThreadLocals(false)
          .name(engine.config().name() + "-close")
          .start(this::closeWhenQuiet);
    }
    return true;
  }

  private void closeWhenQuiet() {
    boolean ended = false;
    try {
      if (engine.config().polled()) {
        do {
          parkUntil(0, this::isQuiet); // the user's loop polls until then
        } while (cancelGroups());
      } else {
        settle(0);
      }
      ended = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    terminate(ended);
  }

  private void terminate(boolean ended) {
    engine.life(Engine.CLOSED);
    if (!finalised.compareAndSet(false, true)) {
      return;
    }
    var _ = cancelGroups();
    engine.backend().close();
    executeLeft();
    engine.helping().close();
    Dispatcher d = engine.delivery().dispatcher();
    if (d != null) {
      d.stop();
    }
    engine.delivery().closeNotifiers();
    boolean complete = ended && !engine.backend().isWaitedFor();
    atEnd.forEach(a -> a.accept(complete));
  }

  /**
   * A request was queued while the engine became closed, perhaps after the last worker had gone: a
   * thread of its own carries it out. Who queues looks at the engine's life afterwards, who ends
   * that life at the queue; all is volatile or under the queue's lock, so one of them finds it.
   */
  void executeLeft() {
    if (engine.hasReady()) {
      Thread.ofPlatform()
          .daemon()
          .inheritInheritableThreadLocals(false)
          .name(engine.config().name() + "-left")
          .start(() -> {
            for (Task<?> t = engine.takeReady(); t != null; t = engine.takeReady()) {
              executeHere(t);
            }
          });
    }
  }

  /**
   * What is to be done when the engine has closed, and is told whether all has ended, so that the
   * system works on nothing any more; before it is closed.
   */
  public void atEnd(Consumer<Boolean> action) {
    atEnd.add(action);
  }

  /** After the end, what is shielded (closing files) is carried out by who submits it. */
  void executeHere(Task<?> t) {
    @Nullable Calls calls = engine.backend().lastResort();
    if (calls == null) {
      t.failAtOnce(new IllegalStateException("the engine is closed"));
    } else {
      try (calls) {
        t.execute(calls);
      }
    }
    engine.signal();
  }
}
