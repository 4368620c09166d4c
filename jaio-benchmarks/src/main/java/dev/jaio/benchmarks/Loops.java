package dev.jaio.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Threads that each do one operation after the other. */
final class Loops extends Workload {

  /** One operation. */
  interface Step {
    void run(Slot slot) throws Exception;
  }

  private final boolean virtual;
  private final Step step;
  private final Closeable resource;
  private final List<Thread> threads = new ArrayList<>();

  private Loops(int depth, boolean virtual, Closeable resource, Step step) {
    super(depth);
    this.virtual = virtual;
    this.step = step;
    this.resource = resource;
  }

  static Workload platform(int threads, Closeable resource, Step step) {
    return new Loops(threads, false, resource, step);
  }

  static Workload virtual(int threads, Closeable resource, Step step) {
    return new Loops(threads, true, resource, step);
  }

  @Override
  void begin() {
    threads.clear();
    for (Slot s : slots()) {
      Runnable loop = () -> loop(s);
      threads.add(
          virtual
              ? Thread.ofVirtual().start(loop)
              : Thread.ofPlatform().daemon().name("loop").start(loop));
    }
  }

  private void loop(Slot s) {
    try {
      while (!isStopping()) {
        step.run(s);
        s.count();
      }
    } catch (Throwable t) {
      fail(t);
    }
  }

  @Override
  void awaitEnd() throws InterruptedException {
    for (Thread t : threads) {
      t.join(STOP_SECONDS * 1000);
      if (t.isAlive()) {
        throw new IllegalStateException("a thread does not end");
      }
    }
  }

  @Override
  public void close() throws IOException {
    resource.close();
  }
}
