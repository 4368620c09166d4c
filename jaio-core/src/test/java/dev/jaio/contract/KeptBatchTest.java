package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Transfer;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Config;
import dev.jaio.internal.engine.Router;
import dev.jaio.internal.posix.Intercepted;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.uring.TestRings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes on while a thread is kept in the call that carries out several requests. */
@Timeout(60)
class KeptBatchTest {

  private static final int FEW = 8; // there is room for all of them in a ring
  private static final int SIZE = 1000;

  @TempDir Path dir;
  private final AtomicBoolean kept = new AtomicBoolean(); // one thread is at the gate
  private volatile CountDownLatch gate; // that the first such thread does not pass into the kernel

  /** One that keeps the first thread of a kind which enters with several requests. */
  private Kernel keeping(String threads) {
    return Intercepted.kernel(
        Configuration.kernel(),
        (method, arguments, real) -> {
          if (method.getName().equals("io_uring_enter")) {
            entered(threads, (int) arguments[2]);
          }
          return real.call();
        });
  }

  private void entered(String threads, int submitted) throws InterruptedException {
    CountDownLatch g = gate;
    boolean isOne = Thread.currentThread().getName().contains(threads);
    if (g != null && submitted > 1 && isOne && kept.compareAndSet(false, true)) {
      g.await();
    }
  }

  private Aio start(String threads, boolean helping) {
    Kernel kernel = keeping(threads);
    var config =
        new Config(
            "kept", false, null, _ -> {}, 1 << 20, true, helping, 0, 0, 8, 0, 4, 1_000_000_000);
    return Access.aio(config, Backends.uring(kernel, TestRings.open(kernel), Router.batches()));
  }

  @Test
  void aDispatcherThatIsKeptInItsRingIsReplaced() throws Exception {
    try (Aio aio = start("-dispatcher-", true)) {
      AsyncFile f = known(aio.open(file("data"), StandardOpenOption.READ).await());
      var ended = new AtomicInteger();
      int submitted = 0;
      gate = new CountDownLatch(1);
      while (!kept.get()) {
        for (int i = 0; i < FEW; i++, submitted++) {
          f.read(ByteBuffer.allocateDirect(SIZE), 0).onTransfer((_, _) -> ended.incrementAndGet());
        }
        int all = submitted;
        await().until(() -> kept.get() || ended.get() == all); // now and then workers have all
      }
      var called = new CountDownLatch(1);
      try {
        aio.nop().onComplete((_, _) -> called.countDown());
        assertThat(called.await(30, TimeUnit.SECONDS)).as("delivered by another").isTrue();
      } finally {
        gate.countDown();
      }
      gate = null;
      aio.flush();
      assertThat(ended).hasValue(submitted);
      f.close();
    }
  }

  @Test
  void filesElsewhereAreNotKeptByAFileThatIsOpened() throws Exception {
    try (Aio aio = start("-worker-", false)) {
      var here = new ArrayList<Transfer>();
      var elsewhere = new ArrayList<Transfer>();
      gate = new CountDownLatch(1);
      aio.maxParallel(0);
      int each = FEW / 2 * (1 + Runtime.getRuntime().availableProcessors()); // claimed FEW by FEW
      for (int i = 0; i < each; i++) {
        here.add(load(aio, "here/a/" + i));
        elsewhere.add(load(aio, "elsewhere/a/" + i));
      }
      try {
        aio.minParallel(FEW);
        await().until(kept::get);
        await().until(() -> isDone(here) || isDone(elsewhere));
        assertThat(isDone(here) && isDone(elsewhere)).as("some are kept").isFalse();
      } finally {
        gate.countDown();
      }
      aio.flush();
      assertThat(isDone(here) && isDone(elsewhere)).isTrue();
      here.addAll(elsewhere);
      for (Transfer t : here) {
        assertThat(t.awaitBytes()).isEqualTo(SIZE);
      }
    }
  }

  private static boolean isDone(List<Transfer> all) {
    return all.stream().allMatch(Transfer::isDone);
  }

  private Transfer load(Aio aio, String name) throws IOException {
    return aio.load(file(name), ByteBuffer.allocateDirect(2 * SIZE));
  }

  private Path file(String name) throws IOException {
    Path path = dir.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.write(path, new byte[SIZE]);
  }

  /** The second read asks whether memory may be lent to the file, as rings have to know. */
  private static AsyncFile known(AsyncFile f) throws Exception {
    for (int i = 0; i < 2; i++) {
      f.read(ByteBuffer.allocateDirect(1), 0).awaitBytes();
    }
    return f;
  }
}
