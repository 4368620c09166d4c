package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jaio.Group;
import dev.jaio.Request.Phase;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Waiting for requests. */
class WaitContract extends Contract {

  @Test
  void awaitGivesTheResult() throws Exception {
    assertThat(aio.load(write("f", "text")).await()).asString().isEqualTo("text");
  }

  @Test
  void awaitAgainGivesItAgain() throws Exception {
    var r = aio.load(write("f", "text"));
    assertThat(r.await()).isSameAs(r.await()).isSameAs(r.get()).isSameAs(r.resultNow());
  }

  @Test
  void awaitThrowsTheFailureWithTheTraceOfTheCaller() {
    Throwable t = failure(aio.stat(path("missing")));
    assertThat(t).isInstanceOf(NoSuchFileException.class);
    assertThat(t.getStackTrace()).anyMatch(e -> e.getClassName().equals(getClass().getName()));
  }

  @Test
  void whatACallbackGetsHasNoTrace() {
    var got = new AtomicReference<Throwable>();
    aio.stat(path("missing")).onComplete((_, error) -> got.set(error));
    flush();
    assertThat(got.get().getStackTrace()).isEmpty();
  }

  @Test
  void awaitThrowsANewExceptionEachTime() {
    var r = aio.stat(path("missing"));
    assertThat(failure(r)).isNotSameAs(failure(r)).hasMessage(failure(r).getMessage());
  }

  @Test
  void getWrapsTheFailure() {
    var r = aio.stat(path("missing"));
    assertThatThrownBy(r::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  void awaitWithTimeGivesTheResult() throws Exception {
    assertThat(aio.stat(dir).await(Duration.ofSeconds(20)).isDirectory()).isTrue();
    assertThat(aio.stat(dir).get(20, TimeUnit.SECONDS).isDirectory()).isTrue();
  }

  @Test
  void awaitTimesOutAndTheRequestGoesOn() {
    Gate gate = gate();
    assertThatThrownBy(() -> gate.request.await(Duration.ofMillis(5)))
        .isInstanceOf(TimeoutException.class);
    assertThat(gate.request.phase()).isEqualTo(Phase.EXECUTING);
    gate.open();
    until(() -> gate.request.isDone());
    assertThat(gate.request.isCancelled()).isFalse();
  }

  @Test
  void getTimesOutAndTheRequestGoesOn() {
    Gate gate = gate();
    assertThatThrownBy(() -> gate.request.get(5, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    gate.open();
    until(() -> gate.request.isDone());
  }

  @Test
  void noTimeMeansOnlyALook() throws Exception {
    Gate gate = gate();
    for (var none : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
      assertThatThrownBy(() -> gate.request.await(none)).isInstanceOf(TimeoutException.class);
    }
    var r = aio.nop();
    r.await();
    assertThat(r.await(Duration.ZERO)).isNull();
  }

  @Test
  void aVeryLongTimeIsNoOverflow() throws Exception {
    assertThat(aio.stat(dir).await(Duration.ofSeconds(Long.MAX_VALUE))).isNotNull();
    assertThat(aio.stat(dir).get(Long.MAX_VALUE, TimeUnit.DAYS)).isNotNull();
  }

  @Test
  void anInterruptOfAwaitCancels() throws Exception {
    Gate gate = gate();
    Throwable t = interrupted(() -> gate.request.await());
    assertThat(t).isInstanceOf(InterruptedException.class);
    assertThat(gate.request.isCancelled()).isTrue();
  }

  @Test
  void anInterruptOfAwaitWithTimeCancels() throws Exception {
    Gate gate = gate();
    Throwable t = interrupted(() -> gate.request.await(Duration.ofMinutes(1)));
    assertThat(t).isInstanceOf(InterruptedException.class);
    assertThat(gate.request.isCancelled()).isTrue();
  }

  @Test
  void anInterruptOfGetLeavesTheRequestAlone() throws Exception {
    Gate gate = gate();
    assertThat(interrupted(() -> gate.request.get())).isInstanceOf(InterruptedException.class);
    assertThat(interrupted(() -> gate.request.get(1, TimeUnit.MINUTES)))
        .isInstanceOf(InterruptedException.class);
    assertThat(gate.request.phase()).isEqualTo(Phase.EXECUTING);
  }

  private interface Waiting {
    Object run() throws Exception;
  }

  private static Throwable interrupted(Waiting waiting) throws Exception {
    var caught = new AtomicReference<Throwable>();
    var waiter = Thread.ofPlatform().start(() -> caught.set(catchThrowable(waiting::run)));
    spinUntil(() -> waiter.getState().name().contains("WAITING"));
    waiter.interrupt();
    waiter.join();
    return caught.get();
  }

  @Test
  void anInterruptedThreadThatPollsGetsTheInterrupt() {
    Gate gate = gate();
    Thread.currentThread().interrupt();
    assertThatThrownBy(gate.request::await).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(gate.request.isCancelled()).isTrue();
  }

  @Test
  void anInterruptDoesNotHideWhatHasEnded() throws Exception {
    var r = aio.stat(dir);
    r.await();
    Thread.currentThread().interrupt();
    assertThat(r.await()).isNotNull();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void virtualThreadsAwait() throws Exception {
    var n = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 200; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  if (aio.stat(dir).await().isDirectory()) {
                    n.incrementAndGet();
                  }
                } catch (Exception e) {
                  unhandled.add(e);
                }
              }));
    }
    until(() -> threads.stream().noneMatch(Thread::isAlive));
    assertThat(n).hasValue(200);
  }

  @Test
  void aBlockedRequestHoldsNoCarrier() throws Exception {
    int n = 8 * Runtime.getRuntime().availableProcessors();
    Gate gate = gate();
    var waiters = new ArrayList<Thread>();
    for (int i = 0; i < n; i++) {
      waiters.add(
          Thread.ofVirtual()
              .start(() -> {
                var _ = catchThrowable(gate.request::await);
              }));
    }
    var other = new CountDownLatch(1);
    Thread.ofVirtual().start(other::countDown);
    assertThat(other.await(20, TimeUnit.SECONDS)).isTrue();
    gate.request.cancel();
    for (Thread t : waiters) {
      t.join();
    }
  }

  @Test
  void manyThreadsAwaitOneRequest() throws Exception {
    Gate gate = gate();
    var threads = new ArrayList<Thread>();
    var ends = new AtomicInteger();
    for (int i = 0; i < 16; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                var _ = catchThrowable(gate.request::get);
                ends.incrementAndGet();
              }));
    }
    spinUntil(() -> threads.stream().allMatch(t -> t.getState().name().contains("WAITING")));
    gate.open();
    until(() -> ends.get() == 16);
  }

  @Test
  void waitingOnTheThreadThatPollsRunsOtherCallbacks() throws Exception {
    var calls = new AtomicInteger();
    Gate gate = gate();
    for (int i = 0; i < 5; i++) {
      aio.nop()
          .onComplete((_, _) -> {
            if (calls.incrementAndGet() == 5) {
              gate.open();
            }
          });
    }
    gate.request.await();
    assertThat(calls).hasValue(5);
  }

  @Test
  void waitingInACallbackForAnotherRequest() {
    var got = new AtomicReference<Object>();
    aio.nop()
        .onComplete((_, _) -> {
          try {
            got.set(aio.stat(dir).await());
          } catch (Exception e) {
            got.set(e);
          }
        });
    until(() -> got.get() != null);
    assertThat(got.get()).isInstanceOf(dev.jaio.FileStat.class);
  }

  @Test
  void waitingInACallbackForAGroupOfOthers() {
    var got = new AtomicReference<Throwable>();
    var done = new AtomicInteger();
    aio.nop()
        .onComplete((_, _) -> {
          Group<Void> g = aio.group();
          for (int i = 0; i < 5; i++) {
            g.nop().onComplete((_, _) -> done.incrementAndGet());
          }
          g.close();
          got.set(catchThrowable(g::await));
          done.incrementAndGet();
        });
    until(() -> done.get() == 6);
    assertThat(got.get()).isNull();
  }

  @Test
  void waitingInACallbackForTheOwnGroupThrows() {
    var got = new AtomicReference<Throwable>();
    Group<Void> g = aio.group();
    g.nop().onComplete((_, _) -> got.set(catchThrowable(g::await)));
    g.close();
    until(() -> got.get() != null);
    assertThat(got.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only after that callback");
    until(g::isDone);
  }

  @Test
  void waitingInACallbackForAnOuterGroupThrows() {
    var got = new AtomicReference<Throwable>();
    Group<Void> outer = aio.group();
    Group<Void> inner = outer.group();
    inner.nop().onComplete((_, _) -> got.set(catchThrowable(outer::get)));
    inner.close();
    outer.close();
    until(() -> got.get() != null);
    assertThat(got.get()).isInstanceOf(IllegalStateException.class);
    until(outer::isDone);
  }

  @Test
  void waitingInAFeederForTheOwnGroupThrows() {
    var got = new AtomicReference<Throwable>();
    Group<Void> g = aio.group();
    g.feed(1, x -> got.compareAndSet(null, catchThrowable(x::await)));
    g.close();
    until(() -> got.get() != null);
    assertThat(got.get()).isInstanceOf(IllegalStateException.class);
    until(g::isDone);
  }

  @Test
  void awaitWithoutHelping() throws Exception {
    restart(s -> s.helping(false));
    for (int i = 0; i < 50; i++) {
      assertThat(aio.stat(dir).await().isDirectory()).isTrue();
    }
  }

  @Test
  void awaitOfACancelledGroup() {
    Group<Void> g = aio.group();
    g.nop();
    g.cancel();
    assertThatThrownBy(g::await).isInstanceOf(CancellationException.class);
  }

  @Test
  void flushWaitsForAll() {
    var calls = new AtomicInteger();
    for (int i = 0; i < 300; i++) {
      aio.nop().onComplete((_, _) -> calls.incrementAndGet());
    }
    flush();
    assertThat(calls).hasValue(300);
  }

  @Test
  void flushOnAnotherThread() throws Exception {
    var calls = new AtomicInteger();
    for (int i = 0; i < 300; i++) {
      aio.nop().onComplete((_, _) -> calls.incrementAndGet());
    }
    var seen = new AtomicInteger();
    var flusher =
        Thread.ofVirtual()
            .start(() -> {
              try {
                aio.flush();
                seen.set(calls.get());
              } catch (InterruptedException e) {
                unhandled.add(e);
              }
            });
    until(() -> !flusher.isAlive());
    assertThat(seen).hasValue(300);
  }

  @Test
  void flushInACallbackDoesNotWaitForThatCallback() {
    var calls = new AtomicInteger();
    var got = new AtomicReference<Integer>();
    aio.withPriority(4)
        .nop()
        .onComplete((_, _) -> {
          for (int i = 0; i < 10; i++) {
            aio.nop().onComplete((_, _) -> calls.incrementAndGet());
          }
          try {
            aio.flush();
          } catch (InterruptedException e) {
            unhandled.add(e);
          }
          got.set(calls.get());
        });
    until(() -> got.get() != null);
    assertThat(got).hasValue(10);
  }

  @Test
  void flushOfNothingReturns() {
    flush();
    flush();
  }

  @Test
  void flushIsInterrupted() throws Exception {
    Gate gate = gate();
    var flusher =
        interrupted(() -> {
          aio.flush();
          return null;
        });
    assertThat(flusher).isInstanceOf(InterruptedException.class);
    assertThat(gate.request.isDone()).isFalse();
  }
}
