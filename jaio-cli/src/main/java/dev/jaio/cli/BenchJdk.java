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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The same work by what the JDK has. */
final class BenchJdk {

  private final BenchFiles files;

  BenchJdk(BenchFiles files) {
    this.files = files;
  }

  /** Stat: {@code Files.readAttributes}. */
  long stat(boolean virtual, long nanos) throws IOException, InterruptedException {
    return BenchThreads.run(
        virtual,
        nanos,
        (step, _) -> Files.readAttributes(files.small(step), BasicFileAttributes.class));
  }

  /** Cached reads of 4 KiB of one {@code FileChannel}. */
  long read(boolean virtual, long nanos) throws IOException, InterruptedException {
    try (var channel = FileChannel.open(files.large())) {
      return BenchThreads.run(
          virtual,
          nanos,
          (step, buffer) -> channel.read(buffer.clear(), BenchFiles.position(step)));
    }
  }

  /** Open, read 4 KiB, close. */
  long load(boolean virtual, long nanos) throws IOException, InterruptedException {
    return BenchThreads.run(
        virtual,
        nanos,
        (step, buffer) -> {
          try (var channel = FileChannel.open(files.small(step))) {
            channel.read(buffer.clear());
          }
        });
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
    var room = new Semaphore(BenchThreads.DEPTH);
    var done = new AtomicLong();
    var failure = new AtomicReference<@Nullable Throwable>();
    var buffers = new java.util.concurrent.ConcurrentLinkedQueue<ByteBuffer>();
    for (int i = 0; i < BenchThreads.DEPTH; i++) {
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
    room.acquire(BenchThreads.DEPTH);
    Throwable e = failure.get();
    if (e != null) {
      throw new IOException(e);
    }
    return done.get();
  }
}
