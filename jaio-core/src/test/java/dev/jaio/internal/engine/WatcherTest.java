package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jaio.internal.posix.ThreadStat;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whether a request that goes on for two ticks keeps its thread. */
@EnabledOnOs(OS.LINUX)
class WatcherTest {

  private static final long MUCH = 1L << 60;

  private final SynchronousQueue<ThreadStat> stats = new SynchronousQueue<>();
  private volatile boolean works = true;
  private volatile boolean ended;
  private ThreadStat stat;

  private final Thread thread =
      new Thread(() -> {
        try {
          stats.put(ThreadStat.current());
        } catch (InterruptedException e) {
          return;
        }
        while (!ended) {
          if (works) {
            Thread.onSpinWait();
          } else {
            LockSupport.park();
          }
        }
      });

  @BeforeEach
  void begin() throws InterruptedException {
    thread.start();
    stat = stats.take();
  }

  @AfterEach
  void end() throws InterruptedException {
    ended = true;
    LockSupport.unpark(thread);
    thread.join();
  }

  @Test
  void whoSleepsIsKept() {
    works = false;
    await().until(stat::sleeps);
    assertThat(Watcher.isKept(stat, stat.worked() + MUCH)).isTrue();
  }

  @Test
  void whoWorksAtItAllTheTimeIsKept() {
    long before = stat.worked();
    await().until(() -> stat.worked() > before + Watcher.TICK_NANOS);
    assertThat(Watcher.isKept(stat, before)).isTrue();
  }

  @Test
  void whoHasHadNoProcessorIsNot() {
    await().until(() -> !stat.sleeps());
    assertThat(Watcher.isKept(stat, stat.worked() + MUCH)).as("works, but not at this").isFalse();
  }

  @Test
  void whoIsNotKnownIs() {
    assertThat(Watcher.isKept(null, 0)).isTrue();
    assertThat(Watcher.isKept(stat, ThreadStat.UNKNOWN)).isTrue();
  }
}
