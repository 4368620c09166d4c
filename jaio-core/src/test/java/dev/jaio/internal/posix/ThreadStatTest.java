package dev.jaio.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Threads that sleep, work, and have ended, as the system sees them. */
@EnabledOnOs(OS.LINUX)
class ThreadStatTest {

  private final SynchronousQueue<ThreadStat> stats = new SynchronousQueue<>();
  private volatile boolean works = true;
  private volatile boolean ended;

  /** Works as long as it is told to, then sleeps. Its name is one that is hard to read past. */
  private final Thread thread = new Thread(this::run, "1) R 2) S (");

  private void run() {
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
  }

  @AfterEach
  void end() throws InterruptedException {
    ended = true;
    LockSupport.unpark(thread);
    thread.join();
  }

  @Test
  void aThreadThatWorks() throws Exception {
    thread.start();
    ThreadStat stat = stats.take();
    await().until(() -> !stat.sleeps()); // it may be on its way out of the queue
    long before = stat.worked();
    assertThat(before).isNotEqualTo(ThreadStat.UNKNOWN);
    await().until(() -> stat.worked() > before + 1_000_000);
    assertThat(stat.sleeps()).isFalse();
  }

  @Test
  void aThreadThatSleeps() throws Exception {
    works = false;
    thread.start();
    ThreadStat stat = stats.take();
    await().until(stat::sleeps);
  }

  @Test
  void aThreadThatHasEnded() throws Exception {
    thread.start();
    ThreadStat stat = stats.take();
    end();
    await().until(() -> stat.worked() == ThreadStat.UNKNOWN); // a moment after the join
    assertThat(stat.sleeps()).isTrue();
  }
}
