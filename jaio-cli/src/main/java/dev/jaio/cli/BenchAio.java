package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The work of a comparison by an engine of jaio: callbacks on the thread that polls. */
final class BenchAio {

  private final BenchFiles files;
  private final Aio aio;

  BenchAio(BenchFiles files, Aio aio) {
    this.files = files;
    this.aio = aio;
  }

  /** One operation: submits, and calls back with what failed or null. */
  @FunctionalInterface
  private interface Step {
    void submit(long step, ByteBuffer buffer, Slot slot);
  }

  /** Keeps one operation outstanding. */
  private static final class Slot {
    private final Loop loop;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BenchFiles.BLOCK);

    Slot(Loop loop) {
      this.loop = loop;
    }

    void next() {
      if (System.nanoTime() < loop.end && loop.failure == null) {
        loop.step.submit(loop.steps++, buffer.clear(), this);
      } else {
        loop.outstanding--;
      }
    }

    void ended(@Nullable Throwable error) {
      if (error != null) {
        loop.failure = error;
      }
      next();
    }
  }

  private static final class Loop {
    private final Step step;
    private final long end;
    private long steps;
    private int outstanding = BenchThreads.DEPTH;
    private @Nullable Throwable failure;

    Loop(Step step, long nanos) {
      this.step = step;
      this.end = System.nanoTime() + nanos;
    }
  }

  private long run(long nanos, Step step) throws IOException, InterruptedException {
    var loop = new Loop(step, nanos);
    for (int i = 0; i < BenchThreads.DEPTH; i++) {
      new Slot(loop).next();
    }
    while (loop.outstanding > 0) {
      aio.pollWait();
    }
    if (loop.failure != null) {
      throw new IOException(loop.failure);
    }
    return loop.steps;
  }

  /** Stat. */
  long stat(long nanos) throws IOException, InterruptedException {
    return run(
        nanos,
        (n, _, slot) -> aio.stat(files.small(n)).onComplete((_, error) -> slot.ended(error)));
  }

  /** Cached reads of 4 KiB. */
  long read(long nanos) throws IOException, InterruptedException {
    try (AsyncFile file = aio.open(files.large()).await()) {
      return run(
          nanos,
          (n, buffer, slot) ->
              file.read(buffer, BenchFiles.position(n))
                  .onTransfer((_, error) -> slot.ended(error)));
    }
  }

  /** Open, read 4 KiB, close. */
  long load(long nanos) throws IOException, InterruptedException {
    return run(
        nanos,
        (n, buffer, slot) ->
            aio.load(files.small(n), buffer).onTransfer((_, error) -> slot.ended(error)));
  }

  // ------------------------------------------------------------------ threads that wait

  /** Stat, awaited by threads. */
  long awaitStat(boolean virtual, long nanos) throws IOException, InterruptedException {
    return BenchThreads.run(virtual, nanos, (n, _) -> aio.stat(files.small(n)).await());
  }

  /** Cached reads of 4 KiB, awaited by threads. */
  long awaitRead(boolean virtual, long nanos) throws IOException, InterruptedException {
    try (AsyncFile file = aio.open(files.large()).await()) {
      return BenchThreads.run(
          virtual,
          nanos,
          (n, buffer) -> file.read(buffer.clear(), BenchFiles.position(n)).awaitBytes());
    }
  }

  /** Open, read 4 KiB, close, awaited by threads. */
  long awaitLoad(boolean virtual, long nanos) throws IOException, InterruptedException {
    return BenchThreads.run(
        virtual, nanos, (n, buffer) -> aio.load(files.small(n), buffer.clear()).awaitBytes());
  }
}
