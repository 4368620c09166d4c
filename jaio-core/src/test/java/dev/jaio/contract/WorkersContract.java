package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long workers stay that have nothing to do. */
@Requires({Capability.THREADS, Capability.ONE_AT_A_TIME})
class WorkersContract extends Contract {

  private static final int MANY = 6;

  /** Has so many workers at once, and lets them go. */
  private void occupyWorkers() {
    List<Gate> gates = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      gates.add(gate());
    }
    assertThat(aio.statistics().threads()).isGreaterThanOrEqualTo(MANY);
    for (Gate g : gates) {
      g.open();
    }
    until(() -> gates.stream().allMatch(g -> g.request.isDone()));
  }

  @Test
  void workersBeyondTheMostThatMayBeIdleEndAfterTheTimeout() throws Exception {
    restart(s -> s.parallel(MANY, 0).helping(false).idle(2, Duration.ofMillis(1)));
    for (int round = 0; round < 3; round++) {
      occupyWorkers();
      until(() -> aio.statistics().threads() <= 2);
    }
    aio.stat(dir).await(); // those that are left, or new ones, work
  }

  @Test
  void withoutIdleWorkersAllEnd() throws Exception {
    restart(s -> s.parallel(MANY, 0).helping(false).idle(0, Duration.ofMillis(1)));
    occupyWorkers();
    until(() -> aio.statistics().threads() == 0);
    aio.stat(dir).await();
    until(() -> aio.statistics().threads() == 0);
  }

  @Test
  void howManyMayBeIdleAndHowLongCanBeChanged() throws Exception {
    restart(s -> s.parallel(MANY, 0).helping(false).idle(MANY, Duration.ofDays(1)));
    occupyWorkers();
    aio.maxIdle(1);
    stays(() -> aio.statistics().threads() >= MANY); // until the timeout
    aio.idleTimeout(Duration.ofMillis(1));
    until(() -> aio.statistics().threads() == 1);
    aio.maxIdle(0);
    until(() -> aio.statistics().threads() == 0);
    aio.stat(dir).await();
    assertThatThrownBy(() -> aio.maxIdle(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> aio.idleTimeout(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void untilTheTimeoutAllStay() throws Exception {
    restart(s -> s.parallel(MANY, 0).helping(false).idle(0, Duration.ofDays(1)));
    occupyWorkers();
    stays(() -> aio.statistics().threads() >= MANY);
  }

  @Test
  void idleWorkersThatMayStayDoSo() throws Exception {
    restart(s -> s.parallel(MANY, 0).helping(false).idle(MANY, Duration.ofMillis(1)));
    occupyWorkers();
    int threads = aio.statistics().threads();
    stays(() -> aio.statistics().threads() >= Math.min(threads, MANY));
  }
}
