package dev.jaio.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C does while a command must not be left halfway: the exit of the JVM begins, stops the
 * command and waits, for a limited time, until the main thread has cleaned up. The status is the
 * JVM's, 128 + the number of the signal.
 */
final class Interruption {

  private static final long PATIENCE_SECONDS = 10;
  private static final CountDownLatch DONE = new CountDownLatch(1);
  private static volatile @Nullable Runnable stop;
  private static volatile boolean underWay;

  private Interruption() {}

  /** From now on an exit of the JVM runs this, on a thread of its own, and waits. */
  static void onInterrupt(Runnable action) {
    if (stop == null) {
      Runtime.getRuntime().addShutdownHook(new Thread(Interruption::interrupt, "jaio-interrupt"));
    }
    stop = action;
  }

  private static void interrupt() {
    underWay = true;
    Runnable action = stop;
    if (action != null) {
      action.run();
    }
    try {
      if (!DONE.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("jaio: interrupted before everything was cleaned up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the exit of the JVM has begun. */
  static boolean isUnderWay() {
    return underWay;
  }

  /** The main thread is done. */
  static void finished() {
    DONE.countDown();
  }
}
