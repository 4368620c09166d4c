package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.jaio.Aio;
import dev.jaio.Group;
import dev.jaio.Request;
import dev.jaio.internal.abi.Poll;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Scratch;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Polling: what it returns, its limits, and when its descriptor is readable. */
class PollContract extends Contract {

  /** Some nops that are complete and not delivered. Polled engines with other threads only. */
  private List<Request<?>> complete(int n, AtomicInteger calls) {
    var requests = new ArrayList<Request<?>>();
    for (int i = 0; i < n; i++) {
      requests.add(aio.nop().onComplete((_, _) -> calls.incrementAndGet()));
    }
    spinUntil(() -> aio.statistics().pending() >= n);
    return requests;
  }

  @Test
  @Requires(Capability.DISPATCHER)
  void ofADrivenEngineIsRefused() {
    assertThatThrownBy(aio::poll).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(aio::pollWait).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> aio.pollWait(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Requires(Capability.POLLING)
  void ofNothingDeliversNothing() throws Exception {
    assertThat(aio.poll()).isZero();
    assertThat(aio.pollWait()).isZero();
    assertThat(aio.pollWait(Duration.ofSeconds(50))).isZero();
  }

  @Test
  @Requires(Capability.COMPLETES_BETWEEN_POLLS)
  void tellsHowManyWereDelivered() {
    var calls = new AtomicInteger();
    complete(5, calls);
    assertThat(aio.poll()).isEqualTo(5);
    assertThat(aio.poll()).isZero();
    assertThat(calls).hasValue(5);
  }

  @Test
  @Requires(Capability.POLLING)
  void pollWaitWaitsForSomething() throws Exception {
    aio.nop().onComplete((_, _) -> {});
    assertThat(aio.pollWait()).isEqualTo(1);
    assertThat(aio.pollWait()).isZero();
  }

  @Test
  @Requires(Capability.POLLING)
  void pollWaitWithTimeEnds() throws Exception {
    gate();
    long begin = System.nanoTime();
    assertThat(aio.pollWait(Duration.ofMillis(20))).isZero();
    assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(19));
  }

  @Test
  @Requires(Capability.POLLING)
  void pollWaitForEver() throws Exception {
    aio.maxPollTime(ChronoUnit.FOREVER.getDuration());
    aio.nop().onComplete((_, _) -> {});
    assertThat(aio.pollWait(ChronoUnit.FOREVER.getDuration())).isEqualTo(1);
  }

  @Test
  void timesOfTheBuilderMayBeForEver() throws Exception {
    Duration forEver = ChronoUnit.FOREVER.getDuration();
    try (var other = Aio.builder().maxPollTime(forEver).idleTimeout(forEver).maxIdle(0).start()) {
      other.nop().await();
    }
  }

  @Test
  @Requires(Capability.POLLING)
  void pollWaitIsInterrupted() {
    gate();
    Thread.currentThread().interrupt();
    assertThatThrownBy(aio::pollWait).isInstanceOf(InterruptedException.class);
  }

  @Test
  @Requires(Capability.POLLING)
  void anotherThreadMayTakeOverPolling() throws Exception {
    var calls = new AtomicInteger();
    var thread = new AtomicReference<Thread>();
    for (int i = 0; i < 10; i++) {
      aio.nop()
          .onComplete((_, _) -> {
            thread.set(Thread.currentThread());
            calls.incrementAndGet();
          });
    }
    var other =
        Thread.ofPlatform()
            .start(() -> {
              while (calls.get() < 10) {
                aio.poll();
              }
            });
    other.join();
    assertThat(thread.get()).isSameAs(other);
  }

  @Test
  @Requires(Capability.POLLING)
  void virtualThreadsPollInTurn() throws Exception {
    Path file = write("file", "0123456789");
    for (int turn = 0; turn < 3; turn++) {
      var got = new ConcurrentLinkedQueue<Long>();
      var poller =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 20; i++) {
                  aio.stat(file).onComplete((stat, _) -> got.add(stat.size()));
                }
                try {
                  while (got.size() < 20) {
                    aio.pollWait();
                  }
                } catch (InterruptedException e) {
                  unhandled.add(e);
                }
              });
      poller.join();
      assertThat(got).hasSize(20).containsOnly(10L);
    }
  }

  @Test
  @Requires(Capability.POLLING)
  void whileAnotherThreadPollsNothingIsDelivered() throws Exception {
    var got = new AtomicInteger(-1);
    aio.nop()
        .onComplete((_, _) -> {
          var other = Thread.ofPlatform().start(() -> got.set(aio.poll()));
          try {
            other.join();
          } catch (InterruptedException e) {
            unhandled.add(e);
          }
        });
    aio.nop().onComplete((_, _) -> {});
    flush();
    assertThat(got).hasValue(0);
  }

  @Test
  @Requires(Capability.COMPLETES_BETWEEN_POLLS)
  void maxPollRequestsLimitsOnePoll() {
    var calls = new AtomicInteger();
    aio.maxPollRequests(3);
    complete(8, calls);
    assertThat(aio.poll()).isEqualTo(3);
    assertThat(aio.poll()).isEqualTo(3);
    assertThat(aio.poll()).isEqualTo(2);
    assertThat(aio.poll()).isZero();
  }

  @Test
  @Requires(Capability.COMPLETES_BETWEEN_POLLS)
  void maxPollRequestsOfTheBuilder() {
    restart(s -> s.maxPollRequests(1));
    var calls = new AtomicInteger();
    complete(2, calls);
    assertThat(aio.poll()).isEqualTo(1);
    aio.maxPollRequests(0);
    complete(5, calls);
    flush();
    assertThat(calls).hasValue(7);
  }

  @Test
  void everythingIsDeliveredUnderALimit() {
    aio.maxPollRequests(1);
    var calls = new AtomicInteger();
    for (int i = 0; i < 50; i++) {
      aio.nop().onComplete((_, _) -> calls.incrementAndGet());
    }
    flush();
    assertThat(calls).hasValue(50);
  }

  @Test
  @Requires(Capability.COMPLETES_BETWEEN_POLLS)
  void maxPollTimeLimitsOnePoll() {
    var calls = new AtomicInteger();
    aio.maxPollTime(Duration.ofNanos(1)); // over after any callback
    complete(4, calls);
    assertThat(aio.poll()).isEqualTo(1);
    aio.maxPollTime(Duration.ofHours(1));
    assertThat(aio.poll()).isEqualTo(3);
  }

  @Test
  void negativeLimitsAreRefused() {
    assertThatThrownBy(() -> aio.maxPollRequests(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> aio.minParallel(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> aio.maxParallel(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  // ------------------------------------------------------------------ the poll channel

  private static boolean isReadable(Selector selector) {
    try {
      selector.selectNow();
      boolean readable = !selector.selectedKeys().isEmpty();
      selector.selectedKeys().clear();
      return readable;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void pollChannelIsTheSameAtEachCall() throws Exception {
    SelectableChannel channel = aio.pollChannel();
    assertThat(aio.pollChannel()).isSameAs(channel);
    assertThat(channel.isBlocking()).isFalse();
    aio.close();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  @Requires(Capability.POLLING)
  void pollChannelIsReadableWhileThereIsWork() throws Exception {
    try (var selector = Selector.open()) {
      aio.pollChannel().register(selector, SelectionKey.OP_READ);
      assertThat(isReadable(selector)).isFalse();
      var calls = new AtomicInteger();
      aio.nop().onComplete((_, _) -> calls.incrementAndGet());
      assertThat(selector.select(20_000)).isEqualTo(1);
      selector.selectedKeys().clear();
      assertThat(isReadable(selector)).isTrue();
      until(() -> calls.get() == 1);
      spinUntil(() -> !isReadable(selector)); // a worker may just look whether it should be
    }
  }

  @Test
  @Requires(Capability.COMPLETES_BETWEEN_POLLS)
  void pollChannelStaysReadableWhenAPollStopsEarly() throws Exception {
    try (var selector = Selector.open()) {
      aio.pollChannel().register(selector, SelectionKey.OP_READ);
      aio.maxPollRequests(1);
      complete(3, new AtomicInteger());
      for (int i = 0; i < 3; i++) {
        assertThat(isReadable(selector)).isTrue();
        assertThat(aio.poll()).isEqualTo(1);
      }
      spinUntil(() -> !isReadable(selector));
    }
  }

  @Test
  @Requires(Capability.COMPLETES_BETWEEN_POLLS)
  void pollChannelOpenedLateIsReadableForWhatIsComplete() throws Exception {
    complete(1, new AtomicInteger());
    try (var selector = Selector.open()) {
      aio.pollChannel().register(selector, SelectionKey.OP_READ);
      assertThat(isReadable(selector)).isTrue();
      aio.poll();
      spinUntil(() -> !isReadable(selector));
    }
  }

  @Test
  @Requires(Capability.POLLING)
  void pollChannelIsReadableForALateCallback() throws Exception {
    try (var selector = Selector.open()) {
      aio.pollChannel().register(selector, SelectionKey.OP_READ);
      var r = aio.nop();
      r.await();
      flush();
      spinUntil(() -> !isReadable(selector));
      r.onComplete((_, _) -> {});
      assertThat(isReadable(selector)).isTrue();
      aio.poll();
      spinUntil(() -> !isReadable(selector));
    }
  }

  @Test
  @Requires(Capability.POLLING)
  void pollChannelAfterACallbackThatThrows() throws Exception {
    try (var selector = Selector.open()) {
      aio.pollChannel().register(selector, SelectionKey.OP_READ);
      aio.nop()
          .onComplete((_, _) -> {
            throw new IllegalArgumentException("mine");
          });
      assertThatThrownBy(
              () -> {
                while (aio.statistics().requests() > 0) {
                  selector.select(1000);
                  selector.selectedKeys().clear();
                  aio.poll();
                }
              })
          .hasMessage("mine");
      spinUntil(() -> !isReadable(selector));
    }
  }

  @Test
  @Requires(Capability.POLLING)
  void pollChannelIsReadableForWhatAFeederThrewOutsideOfAPoll() throws Exception {
    try (var selector = Selector.open()) {
      aio.pollChannel().register(selector, SelectionKey.OP_READ);
      Group<Void> g = aio.group();
      g.feed(
          2,
          _ -> {
            throw new IllegalArgumentException("feeder");
          });
      assertThat(isReadable(selector)).isTrue();
      assertThatThrownBy(aio::poll).hasMessage("feeder");
      spinUntil(() -> !isReadable(selector));
      g.close();
    }
  }

  @Test
  @Requires(Capability.POLLING)
  void pollChannelIsReadableForWhatWasThrownDuringAWait() throws Exception {
    try (var selector = Selector.open()) {
      aio.pollChannel().register(selector, SelectionKey.OP_READ);
      Gate gate = gate();
      aio.nop()
          .onComplete((_, _) -> {
            gate.open();
            throw new IllegalArgumentException("mine");
          });
      gate.request.await();
      assertThat(isReadable(selector)).isTrue();
      assertThatThrownBy(
              () -> {
                while (isReadable(selector)) {
                  aio.poll();
                }
              })
          .hasMessage("mine");
      await() // on a ring, what has woken the wait may complete after it
          .until(() -> {
            boolean readable = isReadable(selector);
            aio.poll();
            return !readable;
          });
    }
  }

  @Test
  @Requires(Capability.POLLING)
  void aSelectorLoopDeliversEverything() throws Exception {
    try (var selector = Selector.open()) {
      aio.pollChannel().register(selector, SelectionKey.OP_READ);
      int n = 20_000;
      var calls = new AtomicInteger();
      var submitter =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < n; i++) {
                  aio.nop().onComplete((_, _) -> calls.incrementAndGet());
                }
              });
      while (calls.get() < n) {
        assertThat(selector.select(20_000)).as("after " + calls).isEqualTo(1);
        selector.selectedKeys().clear();
        aio.poll();
      }
      submitter.join();
      while (isReadable(selector)) {
        aio.poll();
      }
    }
  }

  @Test
  @Requires({Capability.POLL_FD, Capability.POLLING})
  void pollFdIsReadableWhileThereIsWork() throws Exception {
    int fd = aio.pollFd();
    assertThat(aio.pollFd()).isEqualTo(fd);
    assertThat(isReadable(fd)).isFalse();
    var calls = new AtomicInteger();
    aio.nop().onComplete((_, _) -> calls.incrementAndGet());
    spinUntil(() -> isReadable(fd));
    until(() -> calls.get() == 1);
    spinUntil(() -> !isReadable(fd));
  }

  private static boolean isReadable(int fd) {
    var s = new Scratch();
    long poll = s.transfer(Scratch.TRANSFER_MIN);
    Memory.putInt(poll + Poll.FD, fd);
    Memory.putShort(poll + Poll.EVENTS, (short) Poll.POLLIN);
    Memory.putShort(poll + Poll.REVENTS, (short) 0);
    long now = s.timespecs();
    Memory.putLong(now, 0);
    Memory.putLong(now + Long.BYTES, 0);
    int n = Configuration.kernel().ppoll(s, poll, 1, now, 0);
    assertThat(n).isNotNegative();
    return n == 1;
  }

  @Test
  @Requires(Capability.LIMITS)
  void pollFdOfNioIsRefused() {
    assertThatThrownBy(aio::pollFd)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("pollChannel");
  }

  @Test
  @Requires(Capability.ONE_AT_A_TIME)
  void theOrderOfSubmissionIsTheOrderOfDeliveryOfOneWorker() {
    restart(Settings::oneAtATime);
    pause();
    var order = new CopyOnWriteArrayList<Integer>();
    var expected = new ArrayList<Integer>();
    for (int i = 0; i < 100; i++) {
      int n = i;
      expected.add(n);
      aio.nop().onComplete((_, _) -> order.add(n));
    }
    aio.minParallel(1);
    flush();
    assertThat(order).containsExactlyElementsOf(expected);
  }
}
