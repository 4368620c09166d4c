package dev.jaio.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Threads that do not keep the JVM. */
final class Daemons {

  static final ThreadFactory NEW = Thread.ofPlatform().daemon().factory();

  private Daemons() {}

  static void shutdown(@Nullable ExecutorService threads) {
    if (threads != null) {
      threads.shutdown();
    }
  }
}
