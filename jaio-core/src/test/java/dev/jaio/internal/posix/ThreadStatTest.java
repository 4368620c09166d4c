package dev.jaio.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Threads that sleep, work, and have ended, as the system sees them. */
@EnabledOnOs(OS.LINUX)
class ThreadStatTest {

  @Test
  void aThreadThatWorks() throws Exception {
    try (var thread = ObservedThread.working()) {
      ThreadStat stat = thread.stat();
      await().until(() -> !stat.sleeps()); // it may be on its way out of the queue
      long before = stat.worked();
      assertThat(before).isNotEqualTo(ThreadStat.UNKNOWN);
      await().until(() -> stat.worked() > before + 1_000_000 && !stat.sleeps());
    }
  }

  @Test
  void aThreadThatSleeps() throws Exception {
    try (var thread = ObservedThread.sleeping()) {
      await().until(thread.stat()::sleeps);
    }
  }

  @Test
  void aThreadThatHasEnded() throws Exception {
    var thread = ObservedThread.working();
    thread.close();
    ThreadStat stat = thread.stat();
    await().until(() -> stat.worked() == ThreadStat.UNKNOWN);
    assertThat(stat.sleeps()).isTrue();
  }
}
