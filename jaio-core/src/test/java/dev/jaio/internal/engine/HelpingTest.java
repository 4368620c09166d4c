package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.Backend;
import dev.jaio.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a thread that polls does when no worker is left to do it. */
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
}
