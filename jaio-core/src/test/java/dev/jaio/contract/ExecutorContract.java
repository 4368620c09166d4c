package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Group;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Executors of the program that deliver. */
@Requires(Capability.DISPATCHER)
class ExecutorContract extends Contract {

  @Test
  void itsOnlyThreadMayWait() throws Exception {
    var calls = new AtomicInteger();
    try (var only = Executors.newSingleThreadExecutor()) {
      restart(s -> s.dispatcher(only));
      var ended =
          only.submit(() -> {
            for (int i = 0; i < 20; i++) {
              aio.nop().onComplete((_, _) -> calls.incrementAndGet());
            }
            assertThat(aio.scandir(dir).await().others()).isEmpty();
            Group<Void> g = aio.group();
            g.nop().onComplete((_, _) -> calls.incrementAndGet());
            g.close();
            g.await();
            aio.nop().toCompletableFuture().join();
            aio.nop().toCompletableFuture().get(20, TimeUnit.SECONDS);
            aio.flush();
            aio.nop().onComplete((_, _) -> calls.incrementAndGet());
            return aio.close(Duration.ofSeconds(20));
          });
      assertThat(ended.get(40, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(calls).hasValue(22);
  }

  @Test
  void oneThatRefusesIsReplaced() throws Exception {
    isReplacedAfter(() -> {
      throw new RejectedExecutionException("full");
    });
  }

  /** As a pool does that finds no more threads. */
  @Test
  void oneThatThrowsAnErrorIsReplaced() throws Exception {
    isReplacedAfter(() -> {
      throw new OutOfMemoryError("unable to create native thread");
    });
  }

  private void isReplacedAfter(Runnable refusal) throws Exception {
    var tasks = new AtomicInteger();
    var calls = new AtomicInteger();
    try (var pool = Executors.newFixedThreadPool(2)) {
      restart(s ->
          s.dispatcher(task -> {
            if (tasks.incrementAndGet() > 1) {
              refusal.run();
            }
            pool.execute(task);
          }));
      for (int i = 0; i < 300; i++) {
        aio.nop().onComplete((_, _) -> calls.incrementAndGet()).await();
      }
      aio.nop().toCompletableFuture().join();
      assertThat(aio.close(Duration.ofSeconds(20))).isTrue();
    }
    assertThat(calls).hasValue(300);
    assertThat(log.take(Level.WARNING)).singleElement().asString().contains("refuses");
  }

  @Test
  void oneThatHasBeenShutDownIsReplaced() throws Exception {
    var calls = new AtomicInteger();
    var pool = Executors.newSingleThreadExecutor();
    restart(s -> s.dispatcher(pool));
    aio.nop().onComplete((_, _) -> calls.incrementAndGet());
    flush();
    pool.shutdown();
    assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 50; i++) {
      aio.nop().onComplete((_, _) -> calls.incrementAndGet());
    }
    aio.close();
    assertThat(calls).hasValue(51);
    assertThat(log.take(Level.WARNING)).singleElement().asString().contains("refuses");
  }
}
