package dev.jaio.sim;

import dev.jaio.internal.engine.Backend;
import dev.jaio.internal.engine.Calls;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.ReadyQueue;
import dev.jaio.internal.engine.Router;
import dev.jaio.internal.engine.SteppedThreads;
import dev.jaio.internal.engine.Task;
import dev.jaio.internal.uring.RingSetup;
import dev.jaio.internal.uring.UringBackend;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The backend on a ring, with threads that are no threads: they make a step when the one thread of
 * the simulation polls or is about to rest. Who rests although nothing can ever wake it has hung.
 */
final class Stage implements Backend {

  /** After how many looks at nothing the watcher sleeps. */
  private static final int CALM_TICKS = 50;

  /** How long nothing must happen before that is called a hang. */
  private static final int GRACE_MILLIS = 1000;

  private final UringBackend ring;
  private final SteppedThreads threads;
  private final SimKernel kernel;
  private final Random random;
  private int calm;

  Stage(Engine engine, RingSetup.Opened opened, Router router, SimKernel kernel, Random random) {
    this.threads = new SteppedThreads(engine, kernel.kernel(), random.nextBoolean());
    this.ring = new UringBackend(engine, opened, threads, router);
    this.kernel = kernel;
    this.random = random;
  }

  /** Whether the watcher is awake. */
  boolean isWatched() {
    return threads.isWatching();
  }

  /** The watcher looks. */
  void look() {
    calm = ring.tick() ? 0 : calm + 1;
    if (calm > CALM_TICKS) {
      threads.sleep();
      calm = 0;
    }
  }

  /** A worker makes a step. */
  boolean step() {
    return threads.step();
  }

  @Override
  public void poll() {
    poll(false);
  }

  @Override
  public void poll(boolean rests) {
    if (random.nextInt(4) == 0) {
      threads.step();
    }
    ring.poll(rests);
  }

  @Override
  public void rest(Object blocker, long nanos, BooleanSupplier over) {
    if (threads.step() || over.getAsBoolean()) {
      return;
    }
    if ((kernel.ring().isIdle() || kernel.ring().isDead()) && !ring.wantsPoll()) {
      if (comesAfterAll(over)) {
        return;
      }
      var f = new SimFailure("hang: nothing will ever wake who waits; " + kernel.ring());
      kernel.failed(f);
      throw f;
    }
    ring.rest(blocker, nanos, over);
  }

  /** A thread of the engine, which is a real one, may be about to end what is waited for. */
  private static boolean comesAfterAll(BooleanSupplier over) {
    for (int i = 0; i < GRACE_MILLIS && !over.getAsBoolean(); i++) {
      LockSupport.parkNanos(1_000_000);
    }
    return over.getAsBoolean();
  }

  // ------------------------------------------------------------------ as the backend on a ring

  @Override
  public void ready(Task<?> task, int queued) {
    ring.ready(task, queued);
  }

  @Override
  public long now() {
    return kernel.time().now();
  }

  @Override
  public void submit() {
    ring.submit();
  }

  @Override
  public boolean wantsPoll() {
    return ring.wantsPoll();
  }

  @Override
  public boolean wantsPoll(boolean rests) {
    return ring.wantsPoll(rests);
  }

  @Override
  public ReadyQueue ringQueue() {
    return ring.ringQueue();
  }

  @Override
  public Router router() {
    return ring.router();
  }

  @Override
  public void announce(Task<?> task) {
    ring.announce(task);
  }

  @Override
  public void bring(Task<?> task) {
    ring.bring(task);
  }

  @Override
  public void parks(int more) {
    ring.parks(more);
  }

  @Override
  public void wake(Thread thread) {
    ring.wake(thread);
  }

  @Override
  public void leave() {
    ring.leave();
  }

  @Override
  public void stop(Task<?> task) {
    ring.stop(task);
  }

  @Override
  public Calls helper() {
    return ring.helper();
  }

  @Override
  public Calls newBatchCalls() {
    return ring.newBatchCalls();
  }

  @Override
  public Calls lastResort() {
    return ring.lastResort();
  }

  @Override
  public void minParallel(int n) {
    ring.minParallel(n);
  }

  @Override
  public void maxParallel(int n) {
    ring.maxParallel(n);
  }

  @Override
  public void close() {
    ring.close();
  }
}
