package dev.jaio.internal.engine;

import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.posix.Scratch;
import dev.jaio.internal.uring.UringBackend;

/** The threads beside a ring, for a simulation: each step one request, on the thread that asks. */
public final class SteppedThreads implements Backend {

  private final Engine engine;
  private final Posix posix;
  private final boolean helps;
  private boolean paused;
  private boolean watching;

  /**
   * For an engine.
   *
   * @param helps whether who waits may carry out a request
   */
  public SteppedThreads(Engine engine, Kernel kernel, boolean helps) {
    this.engine = engine;
    this.posix = new Posix(kernel, new Scratch());
    this.helps = helps;
    this.paused = engine.config().minParallel() == 0;
  }

  /** Carries out what is queued first. False if nothing is. */
  public boolean step() {
    Task<?> t = paused ? null : engine.readyQueue().take();
    if (t == null) {
      return false;
    }
    if (t.execute(posix)) {
      engine.signal();
    }
    return true;
  }

  /** Whether somebody has asked for the watcher since it last had nothing to watch. */
  public boolean isWatching() {
    return watching;
  }

  /** The watcher has had nothing to watch for long. */
  public void sleep() {
    watching = false;
  }

  @Override
  public void watch() {
    watching = true;
  }

  @Override
  public void ready(Task<?> task, int queued) {
    watch();
  }

  @Override
  public Calls helper() {
    return helps ? posix : null;
  }

  @Override
  public Calls lastResort() {
    return UringBackend.newCalls(engine, posix.kernel());
  }

  @Override
  public void minParallel(int threads) {
    paused &= threads == 0;
  }

  @Override
  public void maxParallel(int threads) {
    paused |= threads == 0;
  }

  @Override
  public void close() {}
}
