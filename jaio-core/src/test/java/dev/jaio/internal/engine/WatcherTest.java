package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jaio.internal.posix.ObservedThread;
import dev.jaio.internal.posix.ThreadStat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whether a request that goes on for two ticks keeps its thread. */
@EnabledOnOs(OS.LINUX)
class WatcherTest {

  /** As if a thread had worked longer before the request than it has by now: not at all at it. */
  private static final long MUCH = 1L << 60;

  @Test
  void whoSleepsIsKept() throws Exception {
    try (var thread = ObservedThread.sleeping()) {
      ThreadStat stat = thread.stat();
      await().until(() -> Watcher.isKept(stat, stat.worked() + MUCH));
    }
  }

  @Test
  void whoWorksAtItAllTheTimeIsKept() throws Exception {
    try (var thread = ObservedThread.working()) {
      ThreadStat stat = thread.stat();
      long before = stat.worked();
      await().until(() -> stat.worked() > before + Watcher.TICK_NANOS);
      assertThat(Watcher.isKept(stat, before)).isTrue();
    }
  }

  @Test
  void whoHasHadNoProcessorIsNot() throws Exception {
    try (var thread = ObservedThread.working()) {
      ThreadStat stat = thread.stat();
      await().until(() -> !Watcher.isKept(stat, stat.worked() + MUCH));
    }
  }

  @Test
  void whoIsNotKnownIs() throws Exception {
    assertThat(Watcher.isKept(null, 0)).isTrue();
    try (var thread = ObservedThread.working()) {
      assertThat(Watcher.isKept(thread.stat(), ThreadStat.UNKNOWN)).isTrue();
    }
  }
}
