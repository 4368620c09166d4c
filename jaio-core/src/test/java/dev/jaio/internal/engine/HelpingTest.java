package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Backend;
import dev.jaio.Request;
import dev.jaio.Transfer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** An engine whose only worker is kept, and a FIFO: to open it hangs until it is written. */
  private record Kept(Aio aio, Request<?> keepsTheWorker, Path fifo) implements AutoCloseable {

    static Kept of(Aio.Builder builder, Path dir) throws Exception {
      Aio aio = builder.backend(Backend.WORKERS).minParallel(1).maxParallel(1).start();
      Path fifo = dir.resolve("fifo");
      aio.mkfifo(fifo, 0600).await();
      Request<?> keeps = aio.busy(Duration.ofHours(1));
      executes(keeps);
      return new Kept(aio, keeps, fifo);
    }

    static void executes(Request<?> request) {
      awaitSoon(() -> request.phase() == Request.Phase.EXECUTING);
    }

    Engine engine() {
      return ((Task<?>) keepsTheWorker).engine();
    }

    /** The thread that delivers is awake then, and helps with what is submitted. */
    void inCallback(Runnable submits) throws Exception {
      Request<?> ended = aio.nop();
      ended.await();
      ended.onComplete((_, _) -> submits.run());
    }

    /** Keeps the dispatcher by opening the FIFO, and has another thread help meanwhile. */
    CompletableFuture<AsyncFile> twoHelp() throws Exception {
      Dispatcher first = engine().delivery().dispatcher();
      var opened = new CompletableFuture<AsyncFile>();
      inCallback(() -> aio.open(fifo).onComplete((file, _) -> opened.complete(file)));
      awaitSoon(() -> engine().delivery().dispatcher() != first);
      Request<?> other = aio.lstat(fifo);
      Field aside = Helping.class.getDeclaredField("asideUntil");
      aside.setAccessible(true);
      awaitSoon(() -> {
        aside.setLong(engine().helping(), 0); // the watcher forbids it over and over
        engine().helping().helpWithAny(1);
        return other.isDone();
      });
      return opened;
    }

    /** Ends what hangs. */
    void openOtherEnd() throws IOException {
      Files.newByteChannel(fifo, StandardOpenOption.WRITE).close();
    }

    /** What the helper waits for ends, and only then what it helps with; nobody else signals. */
    void endWhileSomebodyHelps(Request<?> helped, String name) {
      executes(helped);
      boolean second = engine().helping().helpWithAny(1);
      keepsTheWorker.cancel();
      try {
        awaitRest(name + "-worker-1");
        if (second) { // or the watcher looks after the helper, and signals
          awaitRest(name + "-watcher");
        }
        openOtherEnd();
      } catch (IOException e) {
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
      CompletableFuture<AsyncFile> opened = kept.twoHelp();
      awaitRest(name + "-watcher"); // which signals as long as it watches

      kept.openOtherEnd();
      opened.get(10, TimeUnit.SECONDS).close();
      assertThat(kept.keepsTheWorker.isDone()).isFalse();
    }
  }

  private static void awaitSoon(Callable<Boolean> condition) {
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(15))
        .until(condition);
  }

  /** Waits until a thread parks without a limit. */
  private static void awaitRest(String name) {
    Thread thread =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().equals(name))
            .findFirst()
            .orElseThrow();
    awaitSoon(() -> thread.getState() == Thread.State.WAITING);
  }

  @Test
  @Timeout(20)
  void whoHelpedWhileItWaitedMakesTheChannelReadable(@TempDir Path dir) throws Exception {
    String name = "left" + System.nanoTime();
    try (var kept = Kept.of(Aio.builder().polled().name(name), dir);
        var selector = Selector.open()) {
      var opened = new AtomicReference<AsyncFile>();
      kept.aio.pollChannel().register(selector, SelectionKey.OP_READ);
      Request<?> helped = kept.aio.open(kept.fifo).onComplete((file, _) -> opened.set(file));
      kept.aio.stat(dir);
      Thread other = Thread.ofPlatform().start(() -> kept.endWhileSomebodyHelps(helped, name));
      assertThatThrownBy(kept.keepsTheWorker::await).isInstanceOf(CancellationException.class);
      other.join();
      assertThat(selector.select(5_000)).isEqualTo(1);
      assertThat(kept.aio.poll()).isEqualTo(1);
      opened.get().close();
    }
  }

  /** Who polls may be the one that the other end of a pipe waits for. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // nothing else ends a read
  void isNotKeptByAPipe(boolean awaits, @TempDir Path dir) throws Exception {
    Path path = dir.resolve("fifo");
    try (Aio aio = Aio.builder().polled().backend(Backend.WORKERS).start()) {
      aio.mkfifo(path, 0600).await();
      AsyncFile fifo = aio.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE).await();
      for (int i = 0; i < 50; i++) {
        var written = new AtomicReference<Request<?>>();
        Transfer read = fifo.read(ByteBuffer.allocateDirect(1));
        aio.stat(dir).onComplete((_, _) -> written.set(fifo.write(ByteBuffer.allocateDirect(1))));
        if (awaits) {
          assertThat(read.awaitBytes()).isEqualTo(1);
        } else {
          aio.flush();
        }
        assertThat(read.bytes()).isEqualTo(1);
        written.get().await();
      }
      fifo.close();
    }
  }
}
