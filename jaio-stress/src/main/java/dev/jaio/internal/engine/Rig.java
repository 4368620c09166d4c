package dev.jaio.internal.engine;

import dev.jaio.AsyncFiles;
import dev.jaio.Operation;
import dev.jaio.Request;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A real engine around which nothing moves by itself: no dispatcher, and a backend that executes
 * only what a test executes.
 */
public final class Rig implements AsyncFiles {

  /** A wait that takes this long has not been woken; any other ends within microseconds. */
  public static final long LOST_NANOS = 2_000_000_000;

  /** Executes trials. */
  static final Calls CALLS =
      new Calls() {
        @Override
        public int carryOut(Task<?> task) {
          return ((Trial) task).work();
        }

        @Override
        public void close() {}
      };

  private static final Backend STILL =
      new Backend() {
        @Override
        public void ready(Task<?> task, int queued) {}

        @Override
        public void close() {}
      };

  final Engine engine;

  private Rig(
      boolean polled,
      @Nullable Executor dispatcher,
      int maxIdle,
      boolean helping,
      Function<Engine, Backend> backend) {
    var config =
        new Config(
            "stress", polled, dispatcher, Rig::failed, 1000, true, helping, 0, 0, 1, 0, maxIdle, 0);
    engine = new Engine(this, config, backend);
  }

  private static void failed(Throwable t) {
    throw new AssertionError("a callback threw", t);
  }

  /** Any thread delivers when it says so. */
  static Rig still() {
    return delivering(_ -> {});
  }

  /** Delivery is handed to an executor. */
  static Rig delivering(Executor dispatcher) {
    return new Rig(false, dispatcher, 0, false, _ -> STILL);
  }

  /** The thread that polls delivers. */
  static Rig polled() {
    return new Rig(true, null, 0, false, _ -> STILL);
  }

  /** Executed by a backend with threads, of which some stay when idle and others leave at once. */
  static Rig on(int maxIdle, Function<Engine, Backend> backend) {
    return new Rig(false, _ -> {}, maxIdle, false, backend);
  }

  /** On a backend of the test's own. */
  public static Rig with(boolean polled, Function<Engine, Backend> backend) {
    return new Rig(polled, polled ? null : _ -> {}, 0, false, backend);
  }

  /** As {@link #on}, and threads that wait help. */
  static Rig helping(Function<Engine, Backend> backend) {
    return new Rig(false, _ -> {}, 0, true, backend);
  }

  @Override
  public <T extends @Nullable Object> Request<T> submit(Operation<T> operation) {
    return engine.submit(operation);
  }

  /** Submits. */
  public <T extends Trial> T submitted(T task) {
    engine.submit(task);
    return task;
  }

  /** Executes what is queued. */
  void execute() {
    for (Task<?> t = engine.takeReady(); t != null; t = engine.takeReady()) {
      t.execute(CALLS);
    }
    engine.signal();
  }

  /** Executes what is queued as what does nothing is executed, by who helps. */
  void executeInstant() {
    Outbox out = engine.newOutbox();
    for (Task<?> t = engine.takeReady(); t != null; t = engine.takeReady()) {
      t.executeInstant(CALLS, out);
    }
    out.flush();
    out.close();
    engine.signal();
  }

  /** Executes one, and tells whoever delivers. */
  public void run(Trial t) {
    engine.readyQueue().takeThis(t);
    t.execute(CALLS);
    engine.signal();
  }

  /** Has the backend look for something to do. */
  public void nudge() {
    engine.backend().minParallel(1);
  }

  /** Delivers what is complete. */
  public int deliver() {
    return engine.delivery().deliverAll();
  }

  /** Waits for something to deliver, on the thread that polls. */
  public int pollWait() throws InterruptedException {
    return engine.delivery().polling().pollWait(LOST_NANOS);
  }

  /** As a dispatcher waits: what is queued for a ring is submitted by the call that waits. */
  public int restOrDeliver(long deadline) {
    int n = engine.delivery().deliverAll(true);
    while (n == 0 && System.nanoTime() - deadline < 0) {
      engine.delivery().sleep(deadline, null);
      n = engine.delivery().deliverAll(true);
    }
    return n;
  }

  /** Executes and delivers until nothing is left. */
  public void finish() {
    do {
      execute();
    } while (deliver() > 0);
  }

  /** What the engine still counts as going on. */
  public int leftOver() {
    return (int) engine.outstanding() + engine.readyCount() + engine.abandonedCount();
  }

  /** Lets others run, also where there are fewer processors than threads. */
  static void pause() {
    LockSupport.parkNanos(1000);
  }

  static long now() {
    return System.nanoTime();
  }

  /** 1 if a wait that began then was not woken. */
  static int lost(long begin) {
    return System.nanoTime() - begin >= LOST_NANOS ? 1 : 0;
  }

  /** A wait that ends with what it waits for, or with the time. */
  public interface Wait {
    /** False if the time is up. */
    boolean until(long deadline) throws Exception;
  }

  /** 1 if a wait ends with what it waits for. */
  static int holds(Wait wait) {
    try {
      return wait.until(0) ? 1 : 0;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** 0 if a wait has ended with what it waits for and in time. */
  public static int lost(Wait wait) {
    long begin = System.nanoTime();
    try {
      return (wait.until(begin + LOST_NANOS) ? 0 : 10) + lost(begin);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
