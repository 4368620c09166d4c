package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Backend;
import dev.jaio.Request;
import dev.jaio.Transfer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a thread that delivers does when no worker is left to do it. */
class HelpingTest {

  @Test
  @Timeout(20)
  void helpsAgainBeforeAnyWorkerIsFree(@TempDir Path dir) throws Exception {
    try (Aio aio =
        Aio.builder().polled().backend(Backend.WORKERS).minParallel(1).maxParallel(1).start()) {
      Request<?> keepsTheWorker = aio.busy(Duration.ofHours(1));
      try {
        while (keepsTheWorker.phase() != Request.Phase.EXECUTING) {
          Thread.onSpinWait();
        }
        Helping helping = ((Task<?>) keepsTheWorker).engine().helping();
        for (int i = 0; i < 10; i++) {
          helping.stepAside(); // each time for twice as long
        }
        var called = new AtomicInteger();
        aio.stat(dir).onComplete((_, _) -> called.incrementAndGet());
        while (called.get() == 0) {
          aio.pollWait();
        }
        assertThat(keepsTheWorker.isDone()).isFalse();
      } finally {
        keepsTheWorker.cancel();
      }
    }
  }

  /** An engine whose only worker is kept, and a FIFO; what reads it hangs until it is written. */
  private record Kept(Aio aio, Request<?> keepsTheWorker, AsyncFile fifo) implements AutoCloseable {

    static Kept of(Aio.Builder builder, Path dir) throws Exception {
      Aio aio = builder.backend(Backend.WORKERS).minParallel(1).maxParallel(1).start();
      Path path = dir.resolve("fifo");
      aio.mkfifo(path, 0600).await();
      AsyncFile fifo = aio.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE).await();
      Request<?> keeps = aio.busy(Duration.ofHours(1));
      executes(keeps);
      return new Kept(aio, keeps, fifo);
    }

    static void executes(Request<?> request) {
      while (request.phase() != Request.Phase.EXECUTING) {
        Thread.onSpinWait();
      }
    }

    Delivery delivery() {
      return ((Task<?>) keepsTheWorker).engine().delivery();
    }

    /** The thread that delivers is awake then, and helps with what is submitted. */
    void inCallback(Runnable submits) throws Exception {
      Request<?> ended = aio.nop();
      ended.await();
      ended.onComplete((_, _) -> submits.run());
    }

    /**
     * Keeps the dispatcher by a read, whose result is returned, and has the next one help with
     * something else. Whether that one may depends on the moment, so it is tried until it does.
     */
    CompletableFuture<Integer> twoDispatchersHelp() throws Exception {
      for (; ; ) {
        Dispatcher first = delivery().dispatcher();
        var read = new CompletableFuture<Integer>();
        var other = new CompletableFuture<Boolean>();
        inCallback(() -> {
          fifo.read(ByteBuffer.allocateDirect(1)).onTransfer((bytes, _) -> read.complete(bytes));
          aio.stat(fifo.path()).onComplete((_, error) -> other.complete(error == null));
        });
        try {
          assertThat(other.get(50, TimeUnit.MILLISECONDS)).isTrue();
          assertThat(delivery().dispatcher()).isNotSameAs(first);
          return read;
        } catch (TimeoutException e) {
          write();
          read.get();
          other.get();
        }
      }
    }

    void write() throws IOException {
      try (var out = Files.newByteChannel(fifo.path(), StandardOpenOption.WRITE)) {
        out.write(ByteBuffer.allocate(1));
      }
    }

    /** What the helper waits for ends, and only then what it helps with; nobody else signals. */
    void endWhileSomebodyHelps(Request<?> helped, String name) {
      executes(helped);
      boolean second = ((Task<?>) helped).engine().helping().helpWithAny(1);
      keepsTheWorker.cancel();
      try {
        awaitRest(name + "-worker-1");
        if (second) { // or the watcher looks after the helper, and signals
          awaitRest(name + "-watcher");
        }
        write();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      keepsTheWorker.cancel();
      aio.close(Duration.ofSeconds(10));
    }
  }

  /** While one request keeps the first dispatcher, a second one helps as well, and all rest. */
  @Test
  @Timeout(20)
  void aDispatcherThatWasReplacedHandsOver(@TempDir Path dir) throws Exception {
    String name = "replaced" + System.nanoTime();
    try (var kept = Kept.of(Aio.builder().name(name), dir)) {
      CompletableFuture<Integer> read = kept.twoDispatchersHelp();
      awaitRest(name + "-watcher"); // which signals as long as it watches

      kept.write();
      assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(kept.keepsTheWorker.isDone()).isFalse();
    }
  }

  /** It parks without a limit. */
  private static void awaitRest(String name) throws InterruptedException {
    Thread thread =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().equals(name))
            .findFirst()
            .orElseThrow();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
  }

  @Test
  @Timeout(20)
  void whoHelpedWhileItWaitedMakesTheChannelReadable(@TempDir Path dir) throws Exception {
    String name = "left" + System.nanoTime();
    try (var kept = Kept.of(Aio.builder().polled().name(name), dir);
        var selector = Selector.open()) {
      var read = new AtomicInteger();
      kept.aio.pollChannel().register(selector, SelectionKey.OP_READ);
      Transfer helped = kept.fifo.read(ByteBuffer.allocateDirect(1));
      helped.onTransfer((bytes, _) -> read.addAndGet(bytes));
      kept.aio.stat(dir);
      Thread other = Thread.ofPlatform().start(() -> kept.endWhileSomebodyHelps(helped, name));
      assertThatThrownBy(kept.keepsTheWorker::await).isInstanceOf(CancellationException.class);
      other.join();
      assertThat(selector.select(5_000)).isEqualTo(1);
      assertThat(kept.aio.poll()).isEqualTo(1);
      assertThat(read).hasValue(1);
    }
  }
}
