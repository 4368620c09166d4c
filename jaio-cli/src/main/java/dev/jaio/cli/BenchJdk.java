package dev.jaio.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The same work by what the JDK has. */
final class BenchJdk {

  private static final int DEPTH = 64;

  /** How many threads of the platform wait. */
  static final int PLATFORM_THREADS = 32;

  private final BenchFiles files;

  BenchJdk(BenchFiles files) {
    this.files = files;
  }

  /** One operation of a thread. */
  @FunctionalInterface
  interface Step {
    void run(long step, ByteBuffer buffer) throws IOException, InterruptedException;
  }

  /** Stat: {@code Files.readAttributes}. */
  long stat(boolean virtual, long nanos) throws IOException, InterruptedException {
    return onThreads(
        virtual,
        nanos,
        (step, _) -> Files.readAttributes(files.small(step), BasicFileAttributes.class));
  }

  /** Cached reads of 4 KiB of one {@code FileChannel}. */
  long read(boolean virtual, long nanos) throws IOException, InterruptedException {
    try (var channel = FileChannel.open(files.large())) {
      return onThreads(
          virtual,
          nanos,
          (step, buffer) -> channel.read(buffer.clear(), BenchFiles.position(step)));
    }
  }

  /** Open, read 4 KiB, close. */
  long load(boolean virtual, long nanos) throws IOException, InterruptedException {
    return onThreads(
        virtual,
        nanos,
        (step, buffer) -> {
          try (var channel = FileChannel.open(files.small(step))) {
            channel.read(buffer.clear());
          }
        });
  }

  /** Has threads do one operation after the other. */
  static long onThreads(boolean virtual, long nanos, Step step)
      throws IOException, InterruptedException {
    int count = virtual ? DEPTH : PLATFORM_THREADS;
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
              failure.set(new java.io.InterruptedIOException()); // by nobody here
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

  /** Cached reads of 4 KiB of one {@code AsynchronousFileChannel}. */
  long readAsynchronously(long nanos) throws IOException, InterruptedException {
    try (var pool = Executors.newFixedThreadPool(4);
        var channel = AsynchronousFileChannel.open(files.large(), java.util.Set.of(), pool)) {
      return asynchronously(
          nanos,
          (step, buffer, handler) ->
              channel.read(buffer.clear(), BenchFiles.position(step), buffer, handler));
    }
  }

  /** Open, read 4 KiB, close by {@code AsynchronousFileChannel}. */
  long loadAsynchronously(long nanos) throws IOException, InterruptedException {
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      return asynchronously(nanos, (step, buffer, handler) -> open(pool, step, buffer, handler));
    }
  }

  private void open(
      ExecutorService pool,
      long step,
      ByteBuffer buffer,
      CompletionHandler<Integer, ByteBuffer> handler)
      throws IOException {
    Path file = files.small(step);
    var channel =
        AsynchronousFileChannel.open(file, java.util.Set.of(StandardOpenOption.READ), pool);
    channel.read(
        buffer.clear(),
        0,
        buffer,
        new CompletionHandler<Integer, ByteBuffer>() {
          @Override
          public void completed(Integer n, ByteBuffer b) {
            try {
              channel.close();
              handler.completed(n, b);
            } catch (IOException e) {
              handler.failed(e, b);
            }
          }

          @Override
          public void failed(Throwable e, ByteBuffer b) {
            handler.failed(e, b);
          }
        });
  }

  @FunctionalInterface
  private interface AsynchronousStep {
    void run(long step, ByteBuffer buffer, CompletionHandler<Integer, ByteBuffer> handler)
        throws IOException;
  }

  private static long asynchronously(long nanos, AsynchronousStep step)
      throws IOException, InterruptedException {
    var room = new Semaphore(DEPTH);
    var done = new AtomicLong();
    var failure = new AtomicReference<@Nullable Throwable>();
    var buffers = new java.util.concurrent.ConcurrentLinkedQueue<ByteBuffer>();
    for (int i = 0; i < DEPTH; i++) {
      buffers.add(ByteBuffer.allocateDirect(BenchFiles.BLOCK));
    }
    var handler =
        new CompletionHandler<Integer, ByteBuffer>() {
          @Override
          public void completed(Integer n, ByteBuffer buffer) {
            done.incrementAndGet();
            buffers.add(buffer);
            room.release();
          }

          @Override
          public void failed(Throwable e, ByteBuffer buffer) {
            failure.set(e);
            buffers.add(buffer);
            room.release();
          }
        };
    long end = System.nanoTime() + nanos;
    for (long n = 0; System.nanoTime() < end && failure.get() == null; n++) {
      room.acquire();
      step.run(n, java.util.Objects.requireNonNull(buffers.poll()), handler);
    }
    room.acquire(DEPTH);
    Throwable e = failure.get();
    if (e != null) {
      throw new IOException(e);
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
