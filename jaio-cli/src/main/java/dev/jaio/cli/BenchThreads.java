package dev.jaio.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Threads that do one operation after the other, and wait for each. */
final class BenchThreads {

  /** How many operations are under way at a time; also how many virtual threads there are. */
  static final int DEPTH = 64;

  /** How many threads of the platform there are. */
  static final int PLATFORM = 32;

  private BenchThreads() {}

  /** One operation of a thread. */
  @FunctionalInterface
  interface Step {
    void run(long step, ByteBuffer buffer) throws IOException, InterruptedException;
  }

  /** Has threads do one operation after the other. */
  static long run(boolean virtual, long nanos, Step step) throws IOException, InterruptedException {
    int count = virtual ? DEPTH : PLATFORM;
    var done = new AtomicLong();
    var failure = new AtomicReference<@Nullable IOException>();
    long end = System.nanoTime() + nanos;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long first = (long) i * Integer.MAX_VALUE / count;
      Runnable loop =
          () -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BenchFiles.BLOCK);
            long n = first;
            try {
              while (System.nanoTime() < end) {
                step.run(n++, buffer);
              }
            } catch (IOException e) {
              failure.set(e);
            } catch (InterruptedException e) {
              failure.set(new InterruptedIOException()); // by nobody here
            }
            done.addAndGet(n - first);
          };
      threads.add(virtual ? Thread.ofVirtual().start(loop) : Thread.ofPlatform().start(loop));
    }
    for (Thread each : threads) {
      each.join();
    }
    IOException e = failure.get();
    if (e != null) {
      throw e;
    }
    return done.get();
  }

  /** Waits until nothing of a contender is left that could disturb the next. */
  static void settle() throws InterruptedException {
    var quiet = new CountDownLatch(1);
    Thread.ofVirtual().start(quiet::countDown);
    quiet.await();
  }
}
