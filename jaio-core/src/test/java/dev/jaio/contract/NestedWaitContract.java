package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Request;
import java.nio.file.Files;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Callbacks that wait, in which others are delivered that wait, and so on. */
class NestedWaitContract extends Contract {

  private static final int CALLBACKS = 1_000;

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger waited = new AtomicInteger();
  private final Queue<Throwable> refused = new ConcurrentLinkedQueue<>();

  private interface Wait {
    void run() throws Exception;
  }

  private void inManyCallbacks(Wait wait) {
    for (int i = 0; i < CALLBACKS; i++) {
      aio.nop()
          .onComplete((_, _) -> {
            calls.incrementAndGet();
            try {
              wait.run();
              waited.incrementAndGet();
            } catch (Exception e) {
              refused.add(e);
            }
          });
    }
    flush();
    assertThat(calls).hasValue(CALLBACKS);
  }

  private void assertDeepOnesWereRefused() {
    assertThat(waited.get() + refused.size()).isEqualTo(CALLBACKS);
    assertThat(waited).hasPositiveValue();
    assertThat(refused)
        .allSatisfy(e ->
            assertThat(e)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("64 deep"));
  }

  @Test
  void allWaitForOneOperation() {
    inManyCallbacks(() -> aio.stat(dir).await());
    assertThat(refused).isEmpty();
    assertThat(waited).hasValue(CALLBACKS);
  }

  @Test
  void tooDeepToWaitForAComposite() throws Exception {
    Files.createFile(dir.resolve("file"));
    inManyCallbacks(() -> assertThat(aio.scandir(dir).await().others()).hasSize(1));
    assertDeepOnesWereRefused();
  }

  @Test
  void tooDeepToFlush() {
    inManyCallbacks(() -> aio.flush());
    assertDeepOnesWereRefused();
  }

  @Test
  void tooDeepToPoll() {
    inManyCallbacks(() -> aio.poll());
    assertDeepOnesWereRefused();
  }

  @Test
  void anErrorOfACallbackStopsNothingElse() throws Exception {
    Request<Void> last = aio.nop();
    for (int i = 0; i < 100; i++) {
      aio.nop()
          .onComplete((_, _) -> {
            calls.incrementAndGet();
            overflow(0);
          });
    }
    last.await();
    Throwable caught = null;
    do {
      try {
        aio.flush();
      } catch (StackOverflowError e) {
        caught = e;
      }
    } while (calls.get() < 100 || aio.statistics().requests() > 0);
    if (configuration.polled) {
      assertThat(caught).isNotNull();
    } else {
      assertThat(unhandled).hasSize(100).hasOnlyElementsOfType(StackOverflowError.class);
      unhandled.clear();
    }
  }

  private static int overflow(int n) {
    return n == Integer.MAX_VALUE ? n : overflow(n + 1) + 1;
  }
}
