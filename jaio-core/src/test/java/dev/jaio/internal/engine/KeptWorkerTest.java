package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Backend;
import dev.jaio.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a worker has done, and has not begun, while a request keeps it. */
class KeptWorkerTest {

  /** Enough that the one worker claims several at once. */
  private static final int MANY = 64 * (Runtime.getRuntime().availableProcessors() + 1);

  @Test
  @Timeout(30)
  void whatEndedBeforeIsDelivered(@TempDir Path dir) throws Exception {
    Path fifo = dir.resolve("fifo");
    var delivered = new CountDownLatch(1);
    try (Aio aio =
        Aio.builder()
            .backend(Backend.WORKERS)
            .helping(false)
            .minParallel(1)
            .maxParallel(1)
            .start()) {
      aio.mkfifo(fifo, 0600).await();
      Request<?> gate = aio.busy(Duration.ofHours(1));
      while (gate.phase() != Request.Phase.EXECUTING) {
        Thread.onSpinWait();
      }
      List<Request<?>> rest = new ArrayList<>();
      aio.stat(dir).onComplete((_, _) -> delivered.countDown());
      Request<AsyncFile> kept = aio.open(fifo); // until somebody opens the other end
      for (int i = 0; i < MANY; i++) {
        rest.add(aio.nop());
      }
      gate.cancel();

      boolean inTime = delivered.await(10, TimeUnit.SECONDS); // while the worker is kept
      boolean isKept = !kept.isDone();

      try (var _ = Files.newByteChannel(fifo, StandardOpenOption.WRITE)) {
        kept.await().close();
      }
      for (Request<?> r : rest) {
        r.await();
      }
      assertThat(inTime).isTrue();
      assertThat(isKept).isTrue();
    }
  }
}
