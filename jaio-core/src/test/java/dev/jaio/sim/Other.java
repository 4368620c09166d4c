package dev.jaio.sim;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A second thread, that acts while the first one waits for it: still only one thing at a time. */
final class Other implements AutoCloseable {

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("other").factory());

  void run(Runnable action) {
    try {
      thread.submit(action).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SimFailure f
          ? f
          : new SimFailure("another thread failed", e.getCause());
    } catch (InterruptedException e) {
      throw new SimFailure("hang: the other thread does not come back", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
