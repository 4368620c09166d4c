package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for the lock that is held for some stores only. */
@Timeout(60)
class ShortLockTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ShortLock lock = new ShortLock();
  private volatile boolean over;

  private void lockOnce() {
    lock.lock();
    lock.unlock();
  }

  @Test
  void nobodyWaitsForAVirtualThreadWithoutACarrier() throws Exception {
    lock.lock();
    Thread first = Thread.ofVirtual().start(this::lockOnce);
    await().until(() -> isWaiting(first));
    Thread second = Thread.ofPlatform().daemon().start(this::lockOnce);
    await().until(() -> isWaiting(second));
    List<Thread> busy = keepCarriers();
    lock.unlock();
    boolean ended = second.join(PATIENCE);
    over = true;
    for (Thread t : busy) {
      t.join();
    }
    first.join();
    assertThat(ended).as("had the lock while carriers were busy").isTrue();
  }

  private static boolean isWaiting(Thread t) {
    return t.getState() == Thread.State.WAITING || t.getState() == Thread.State.TIMED_WAITING;
  }

  /** Virtual threads that never wait, one on each carrier. */
  private List<Thread> keepCarriers() throws InterruptedException {
    int carriers = Runtime.getRuntime().availableProcessors();
    var running = new CountDownLatch(carriers);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < carriers; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                running.countDown();
                while (!over) {
                  Thread.onSpinWait();
                }
              }));
    }
    running.await();
    return threads;
  }
}
