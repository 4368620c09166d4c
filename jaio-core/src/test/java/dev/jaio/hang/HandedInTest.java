package dev.jaio.hang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Backend;
import dev.jaio.OpenFlag;
import dev.jaio.Transfer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads that are on their way come to their end while the thread that has asked for them hangs in
 * another file: the kernel completes them in the thread that has handed them in, which is never
 * that one. Skipped as ROOT or FUSE where nothing can be mounted.
 */
@Timeout(60)
class HandedInTest {

  private static final int READS = 48;
  private static final int SIZE = 1 << 20; // so large that most are on their way for a while
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path dir;

  private final AtomicInteger ended = new AtomicInteger();
  private Fuse fuse;
  private Aio aio;
  private AsyncFile local;

  @BeforeEach
  void mountAndStart() throws Exception {
    fuse = Fuse.mount(dir.resolve("mounted"));
    aio = Aio.builder().backend(Backend.URING).start();
    Path path = Files.write(dir.resolve("local"), new byte[READS * SIZE]);
    try (var written = FileChannel.open(path, StandardOpenOption.WRITE)) {
      written.force(true); // else direct reads would wait for that
    }
    local = aio.open(path, OpenFlag.DIRECT).await();
  }

  @AfterEach
  void unmount() {
    if (fuse != null) {
      fuse.close();
    }
    if (aio != null) {
      aio.close(PATIENCE);
    }
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(SIZE + 4096).alignedSlice(4096).slice(0, SIZE);
  }

  private Transfer read(int number) {
    return local.read(buffer(), (long) number * SIZE);
  }

  private void readAll() {
    for (int i = 0; i < READS; i++) {
      read(i).onTransfer((_, _) -> ended.incrementAndGet());
    }
  }

  private static void readHanging(FileChannel hanging, int number) {
    try {
      hanging.read(ByteBuffer.allocateDirect(4096), (long) number * (FuseMain.SIZE / 8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void allEndWhile(int reads) {
    fuse.awaitReads("hang", reads);
    try {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (ended.get() < READS) {
        assertThat(System.nanoTime() - end).as(ended + " of " + READS + ", late by").isNegative();
        LockSupport.parkNanos(100_000);
      }
      assertThat(fuse.held()).as("reads that hang").isEqualTo(reads);
    } finally {
      fuse.release();
    }
  }

  @RepeatedTest(3)
  void thoseOfAThreadThatHangsByItself() throws Exception {
    try (var hanging = FileChannel.open(fuse.file("hang"))) {
      var thread =
          Thread.ofPlatform()
              .start(() -> {
                readAll();
                readHanging(hanging, 0);
              });
      allEndWhile(1);
      thread.join();
    }
  }

  @RepeatedTest(3)
  void thoseOfAThreadThatWaitsForOneThatHangs() throws Exception {
    try (var hanging = aio.open(fuse.file("hang")).await()) {
      var thread =
          Thread.ofPlatform()
              .start(() -> {
                readAll();
                try {
                  hanging.read(ByteBuffer.allocateDirect(4096), 0).await();
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      allEndWhile(1);
      thread.join();
    }
  }

  @RepeatedTest(3)
  void thoseOfACallbackThatAlsoReadsOneThatHangs() throws Exception {
    try (var hanging = aio.open(fuse.file("hang")).await()) {
      aio.nop()
          .onComplete((_, _) -> {
            readAll();
            hanging.read(ByteBuffer.allocateDirect(4096), 0).onTransfer((_, _) -> {});
          });
      allEndWhile(1);
    }
  }

  @RepeatedTest(3)
  void thoseOfVirtualThreadsOfWhichACarrierHangs() throws Exception {
    int carriers = Runtime.getRuntime().availableProcessors() - 1; // one goes on
    try (var hanging = FileChannel.open(fuse.file("hang"))) {
      for (int i = 0; i < READS; i++) {
        int number = i;
        Thread.ofVirtual()
            .start(() -> {
              try {
                read(number).await();
                ended.incrementAndGet();
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
      }
      var threads = new Thread[carriers];
      for (int i = 0; i < carriers; i++) {
        int number = i;
        threads[i] = Thread.ofVirtual().start(() -> readHanging(hanging, number));
      }
      allEndWhile(carriers);
      for (Thread t : threads) {
        t.join();
      }
    }
  }

  /** Delivered by threads of the program, of which one goes on to a file that hangs. */
  @RepeatedTest(3)
  void thoseOfAnExecutorOfWhichAThreadHangs() throws Exception {
    var hangs = new AtomicBoolean();
    try (var pool = Executors.newFixedThreadPool(2);
        var hanging = FileChannel.open(fuse.file("hang"));
        var engine =
            Aio.builder().backend(Backend.URING).dispatcher(then(pool, hanging, hangs)).start()) {
      local = engine.open(dir.resolve("local"), OpenFlag.DIRECT).await();
      engine
          .nop()
          .onComplete((_, _) -> {
            readAll();
            hangs.set(true);
          });
      allEndWhile(1);
    }
  }

  /** A thread that has delivered reads a file of its own afterwards, once. */
  private static Executor then(Executor pool, FileChannel hanging, AtomicBoolean hangs) {
    return task ->
        pool.execute(() -> {
          task.run();
          if (hangs.compareAndSet(true, false)) {
            readHanging(hanging, 0);
          }
        });
  }

  /** Polled by a virtual thread, of which the carrier goes on to a file that hangs. */
  @RepeatedTest(3)
  void thoseOfAVirtualThreadThatPollsOfWhichACarrierHangs() throws Exception {
    var engine = new AtomicReference<Aio>();
    try (var hanging = FileChannel.open(fuse.file("hang"))) {
      var poller =
          Thread.ofVirtual()
              .start(() -> {
                try (var polled = Aio.builder().backend(Backend.URING).polled().start()) {
                  engine.set(polled);
                  local = polled.open(dir.resolve("local"), OpenFlag.DIRECT).await();
                  readAll();
                  polled.poll();
                  Thread.ofVirtual().start(() -> readHanging(hanging, 0));
                  while (ended.get() < READS) {
                    polled.pollWait();
                  }
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      allEndWhile(1);
      poller.join();
    }
  }
}
