package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** How many workers are hot, for queues that move in known ways. */
class HeatTest {

  private static final int MOST = 8;

  private final Heat heat = new Heat(1, 2);
  private final Random random = new Random(1);
  private int limit = 1;
  private int highest;
  private double sum;

  /** Ticks with a queue that moves as fast as a number of workers makes it. */
  private void run(int ticks, IntToDoubleFunction speed) {
    highest = 0;
    sum = 0;
    for (int i = 0; i < ticks; i++) {
      double noise = 0.9 + random.nextDouble() * 0.2;
      limit = heat.tick(1000, speed.applyAsDouble(limit) * noise, MOST, false, () -> true);
      highest = Math.max(highest, limit);
      sum += limit;
    }
  }

  @Test
  void cachedRequestsNeedNoMore() {
    run(2000, _ -> 600);
    assertThat(highest).isEqualTo(1);
  }

  @Test
  void requestsThatBlockGetAll() {
    run(60, workers -> workers * 5);
    assertThat(limit).isEqualTo(MOST);
    run(5000, workers -> workers * 5);
    assertThat(sum / 5000).as("workers on average").isGreaterThan(7.5);
  }

  @Test
  void requestsThatNeverEndGetAll() {
    run(60, _ -> 0);
    assertThat(limit).isEqualTo(MOST);
  }

  @Test
  void aBusyProcessorGetsNoMoreRunnableThreads() {
    run(5000, _ -> 10);
    assertThat(highest).isEqualTo(2);
    assertThat(sum / 5000).as("workers on average").isLessThan(1.05);
  }

  @Test
  void aProcessorThatIsTakenAwayForMilliseconds() {
    var slice = new int[1];
    run(
        5000,
        _ -> {
          if (slice[0]-- == 0) {
            slice[0] = 3 + random.nextInt(6);
          }
          return slice[0] < 3 ? 500 : 0;
        });
    assertThat(sum / 5000).as("workers on average").isLessThan(2);
  }

  @Test
  void workersThatDoNotSleepNeedNoMore() {
    for (int i = 0; i < 2000; i++) {
      assertThat(heat.tick(1000, random.nextInt(20), MOST, false, () -> false)).isEqualTo(1);
    }
  }

  @Test
  void whenTheRequestsAreFastAgainFewAreHot() {
    run(200, workers -> workers * 5);
    run(2000, _ -> 600);
    assertThat(limit).isEqualTo(1);
  }

  @Test
  void withoutAQueueFewAreHotAgain() {
    run(200, workers -> workers * 5);
    for (int i = 0; i < 50; i++) {
      limit = heat.tick(0, 0, MOST, false, () -> true);
    }
    assertThat(limit).isEqualTo(1);
  }

  @Test
  void noneIsHotWhereTheProcessorsAreTaken() {
    heat.hot(0);
    run(2000, _ -> 600);
    assertThat(highest).isZero();
    heat.hot(1);
    run(1, _ -> 600);
    assertThat(limit).isEqualTo(1);
  }

  @Test
  void noneIsHotThereAfterATrialThatWasGivenUp() {
    run(4, _ -> 10);
    assertThat(limit).as("tried").isEqualTo(2);
    heat.hot(0);
    assertThat(heat.tick(0, 0, MOST, false, () -> true)).isZero();
  }

  @Test
  void requestsThatBlockGetAllEvenThere() {
    heat.hot(0);
    run(60, workers -> Math.max(1, workers) * 5);
    assertThat(limit).isEqualTo(MOST);
  }

  /** As {@link #run}, while the thread that delivers makes batches. */
  private void runAlone(int ticks, IntToDoubleFunction speed) {
    sum = 0;
    for (int i = 0; i < ticks; i++) {
      double noise = 0.95 + random.nextDouble() * 0.1;
      limit = heat.tick(1000, speed.applyAsDouble(limit) * noise, MOST, true, () -> true);
      sum += limit;
    }
  }

  @Test
  void noneIsHotWhereWhoDeliversIsAsFastAlone() {
    runAlone(5000, _ -> 600);
    assertThat(sum / 5000).as("workers on average").isLessThan(0.4);
  }

  @Test
  void oneIsHotWhereItHelps() {
    runAlone(5000, workers -> 600 + 100 * workers);
    assertThat(sum / 5000).as("workers on average").isGreaterThan(0.9);
  }

  @Test
  void oneIsHotAgainWhenItHelps() {
    runAlone(1000, _ -> 600);
    runAlone(3000, workers -> 600 + 200 * workers);
    assertThat(limit).isEqualTo(1);
  }

  @Test
  void oneIsHotAgainWhenNoBatchesAreMade() {
    runAlone(1000, _ -> 600);
    run(20, _ -> 600);
    assertThat(limit).isEqualTo(1);
  }

  @Test
  void neverMoreThanThereMayBe() {
    for (int i = 0; i < 100; i++) {
      assertThat(heat.tick(1000, 0, 3, false, () -> true)).isLessThanOrEqualTo(3);
    }
  }
}
