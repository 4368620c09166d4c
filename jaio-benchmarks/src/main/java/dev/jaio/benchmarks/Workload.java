package dev.jaio.benchmarks;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Work that goes on, in the background, from {@link #start} to {@link #stop}, again and again. */
abstract class Workload implements Measured {

  /** The longest that stopping may take. */
  static final long STOP_SECONDS = 20;

  private final Slot[] slots;
  private volatile boolean stopping;
  private volatile @Nullable Throwable failure;

  Workload(int depth) {
    this(Slot.create(depth));
  }

  Workload(Slot[] slots) {
    this.slots = slots;
  }

  final Slot[] slots() {
    return slots;
  }

  @Override
  public final Window run(long runUpMillis, long millis) throws Exception {
    start();
    Thread.sleep(runUpMillis);
    Window w = Window.measure(this, millis);
    stop();
    return w;
  }

  final void start() throws Exception {
    stopping = false;
    begin();
  }

  final void stop() throws Exception {
    stopping = true;
    awaitEnd();
    Throwable t = failure;
    if (t != null) {
      throw new IllegalStateException("the work failed", t);
    }
  }

  final boolean isStopping() {
    return stopping;
  }

  /** Remembers the first failure, and ends. */
  final void fail(Throwable t) {
    if (failure == null) {
      failure = t;
    }
    stopping = true;
  }

  final boolean hasFailed() {
    return failure != null;
  }

  /** Begins. */
  abstract void begin() throws Exception;

  /** Waits for the end after {@link #isStopping} has become true. */
  abstract void awaitEnd() throws Exception;

  @Override
  public void close() throws IOException {}
}
