package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.jaio.Request;
import dev.jaio.Request.Phase;
import dev.jaio.internal.op.Nop;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Cancelling a request in each of its phases. */
class CancelContract extends Contract {

  @Test
  void readyNeverExecutes() throws Exception {
    Path file = write("f", "x");
    pause();
    var r = aio.unlink(file);
    assertThat(r.cancel()).isTrue();
    assertThat(r.phase()).isEqualTo(Phase.CANCELLED);
    aio.minParallel(1);
    aio.nop().await();
    flush();
    assertThat(file).exists();
  }

  @Test
  void beforeItIsSubmitted() throws Exception {
    var nop = new Nop();
    assertThat(nop.cancel()).isTrue();
    assertThat(aio.submit(nop).isCancelled()).isTrue();
    flush();
    assertThat(aio.statistics().requests()).isZero();
    var _ = nop.onComplete((_, _) -> fail("called"));
    flush();
  }

  @Test
  void readyLeavesTheQueueAtOnce() {
    pause();
    var r = aio.nop();
    assertThat(aio.statistics().ready()).isEqualTo(1);
    r.cancel();
    assertThat(aio.statistics().ready()).isZero();
    assertThat(aio.statistics().requests()).isZero();
  }

  @Test
  void theMiddleOfTheQueueLeavesTheRest() {
    pause();
    var order = new CopyOnWriteArrayList<Integer>();
    var requests = new ArrayList<Request<?>>();
    for (int i = 0; i < 9; i++) {
      int n = i;
      requests.add(aio.nop().onComplete((_, _) -> order.add(n)));
    }
    for (int i : new int[] {0, 4, 8, 5}) {
      requests.get(i).cancel();
    }
    aio.minParallel(1);
    flush();
    assertThat(order).containsExactlyInAnyOrder(1, 2, 3, 6, 7);
  }

  @Test
  @Requires(Capability.GOES_ON)
  void executingEndsAtOnceWhenNothingIsLent() {
    Gate gate = gate();
    assertThat(gate.request.cancel()).isTrue();
    assertThat(gate.request.phase()).isEqualTo(Phase.CANCELLED);
    assertThat(aio.statistics().abandoned()).isEqualTo(1);
    gate.open();
    until(() -> aio.statistics().abandoned() == 0);
  }

  @Test
  void executingThatLendsEndsWhenTheMemoryIsBack() throws Exception {
    Gate gate = lending(lendable());
    assertThat(gate.request.cancel()).isTrue();
    stays(() -> gate.request.phase() == Phase.EXECUTING);
    gate.open();
    until(() -> gate.request.isDone());
    assertThat(gate.request.isCancelled()).isTrue();
  }

  @Test
  void thePositionIsNotAdvancedAfterACancel() throws Exception {
    var buffer = lendable().position(3);
    Gate gate = lending(buffer);
    gate.request.cancel();
    gate.open();
    until(() -> gate.request.isDone());
    assertThat(buffer.position()).isEqualTo(3);
  }

  @Test
  void aHeapBufferIsNotTouchedAfterACancel() throws Exception {
    var buffer = ByteBuffer.allocate(64);
    Gate gate = reading(buffer);
    assertThat(gate.request.cancel()).isTrue();
    gate.open();
    until(() -> gate.request.isDone() && aio.statistics().abandoned() == 0);
    flush();
    assertThat(buffer.position()).isZero();
    assertThat(buffer.array()).containsOnly(0);
  }

  @Test
  void aReadOfAFifoEndsAtOnce() throws Exception {
    var buffer = ByteBuffer.allocateDirect(64);
    Gate gate = reading(buffer);
    assertThat(gate.request.cancel()).isTrue();
    assertThat(gate.request.isDone()).isTrue();
    gate.open();
    until(() -> aio.statistics().abandoned() == 0);
    assertThat(buffer.get(0)).isZero();
  }

  @Test
  void theCallbackOfAReadyRequestIsNotCalled() {
    pause();
    var calls = new AtomicInteger();
    aio.nop().onComplete((_, _) -> calls.incrementAndGet()).cancel();
    aio.minParallel(1);
    flush();
    assertThat(calls).hasValue(0);
  }

  @Test
  void theCallbackOfAnExecutingRequestIsNotCalled() {
    var calls = new AtomicInteger();
    Gate gate = gate();
    gate.request.onComplete((_, _) -> calls.incrementAndGet());
    gate.request.cancel();
    gate.open();
    until(() -> aio.statistics().abandoned() == 0);
    flush();
    assertThat(calls).hasValue(0);
  }

  @Test
  void theCallbackOfALendingRequestIsNotCalled() throws Exception {
    var calls = new AtomicInteger();
    Gate gate = lending(lendable());
    gate.request.onComplete((_, _) -> calls.incrementAndGet());
    gate.request.cancel();
    gate.open();
    until(() -> gate.request.isDone());
    flush();
    assertThat(calls).hasValue(0);
  }

  @Test
  void pendingIsNotDelivered() throws Exception {
    var calls = new AtomicInteger();
    var cancelled = new AtomicReference<Boolean>();
    completeBeforeDelivery(() -> {
      var second = aio.nop().onComplete((_, _) -> calls.incrementAndGet());
      var first = aio.withPriority(1).nop();
      first.onComplete((_, _) -> cancelled.set(second.cancel()));
      return List.of(first, second);
    });
    until(() -> cancelled.get() != null);
    flush();
    assertThat(cancelled).hasValue(true);
    assertThat(calls).hasValue(0);
  }

  @Test
  void pendingThatWasTakenByAWaiterIsTooLate() throws Exception {
    var cancelled = new AtomicReference<Boolean>();
    var calls = new AtomicInteger();
    completeBeforeDelivery(() -> {
      var second = aio.nop().onComplete((_, _) -> calls.incrementAndGet());
      var first = aio.withPriority(1).nop();
      first.onComplete((_, _) -> {
        second.resultNow();
        cancelled.set(second.cancel());
      });
      return List.of(first, second);
    });
    until(() -> calls.get() == 1);
    assertThat(cancelled).hasValue(false);
  }

  @Test
  void doneIsFalse() throws Exception {
    var r = aio.nop();
    r.await();
    flush();
    assertThat(r.cancel()).isFalse();
    assertThat(r.cancel(true)).isFalse();
    assertThat(r.isCancelled()).isFalse();
    assertThat(r.phase()).isEqualTo(Phase.DONE);
  }

  @Test
  void ofAFailedRequestIsFalse() {
    var r = aio.stat(path("missing"));
    failure(r);
    flush();
    assertThat(r.cancel()).isFalse();
    assertThat(r.state()).isEqualTo(Future.State.FAILED);
  }

  @Test
  void inTheOwnCallbackIsHarmless() {
    var result = new AtomicReference<Boolean>();
    var r = aio.nop();
    r.onComplete((_, _) -> result.set(r.cancel()));
    until(() -> result.get() != null);
    assertThat(result).hasValue(false);
    assertThat(r.isCancelled()).isFalse();
  }

  @Test
  void ofASiblingInACallback() {
    pause();
    var calls = new AtomicInteger();
    var second = aio.withPriority(-4).unlink(path("none"));
    aio.withPriority(4).nop().onComplete((_, _) -> second.cancel());
    second.onComplete((_, _) -> calls.incrementAndGet());
    aio.minParallel(1);
    flush();
    assertThat(second.isDone()).isTrue();
    assertThat(calls.get()).isEqualTo(second.isCancelled() ? 0 : 1);
  }

  @Test
  void twiceIsStillTrueOnlyWhileItIsEnding() throws Exception {
    Gate gate = lending(lendable());
    assertThat(gate.request.cancel()).isTrue();
    assertThat(gate.request.cancel()).isTrue();
    gate.open();
    until(() -> gate.request.isDone());
    assertThat(gate.request.cancel()).isFalse();
    pause();
    var r = aio.nop();
    assertThat(r.cancel()).isTrue();
    assertThat(r.cancel()).isFalse();
    aio.minParallel(1);
  }

  @Test
  void whoAwaitsIsWoken() throws Exception {
    Gate gate = gate();
    var caught = new AtomicReference<Throwable>();
    var waiter =
        Thread.ofVirtual()
            .start(() -> {
              try {
                gate.request.await();
              } catch (Exception e) {
                caught.set(e);
              }
            });
    gate.request.cancel();
    waiter.join();
    assertThat(caught.get()).isInstanceOf(CancellationException.class);
  }

  @Test
  void awaitThrowsCancellation() {
    pause();
    var r = aio.nop();
    r.cancel();
    assertThatThrownBy(r::await).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> r.await(Duration.ofSeconds(1)))
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(r::get).isInstanceOf(CancellationException.class);
    assertThatThrownBy(r::resultNow).isInstanceOf(IllegalStateException.class);
    assertThat(r.state()).isEqualTo(Future.State.CANCELLED);
  }

  @Test
  void aLateCallbackIsNotCalled() {
    pause();
    var r = aio.nop();
    r.cancel();
    var calls = new AtomicInteger();
    r.onComplete((_, _) -> calls.incrementAndGet());
    aio.minParallel(1);
    flush();
    assertThat(calls).hasValue(0);
  }

  @Test
  void whatACancelledOpenHasOpenedIsClosed() {
    Gate gate = gate();
    gate.request.cancel();
    gate.open();
    until(() -> aio.statistics().abandoned() == 0);
    flush(); // the descriptors are counted after the case
  }

  @Test
  void whatAPendingOpenHasOpenedIsClosed() throws Exception {
    Path file = write("f", "x");
    var opens = new ArrayList<Request<?>>();
    for (int i = 0; i < 20; i++) {
      opens.add(aio.open(file).onComplete((_, _) -> {}));
    }
    if (polled()) {
      aio.poll();
    }
    opens.forEach(Request::cancel);
    flush();
    for (var r : opens) {
      if (!r.isCancelled()) {
        ((dev.jaio.AsyncFile) r.resultNow()).close();
      }
    }
  }

  @Test
  void cancelledReaddirLeaksNothing() throws Exception {
    for (int i = 0; i < 200; i++) {
      write("f" + i, "");
    }
    for (int i = 0; i < 200; i++) {
      var r = aio.readdir(dir);
      if (i % 2 == 0) {
        Thread.onSpinWait();
      }
      r.cancel();
    }
    flush();
  }

  @Test
  void closingAFileIsNotCancelled() throws Exception {
    var file = aio.open(write("f", "x")).await();
    pause();
    var r = file.closeAsync();
    assertThat(r.cancel()).isFalse();
    aio.minParallel(1);
    r.await();
    assertThat(file.isOpen()).isFalse();
  }

  @Test
  void busyIsFreedByACancel() throws Exception {
    restart(s -> s.parallel(1, 1).helping(false));
    var r = aio.busy(Duration.ofHours(1));
    until(() -> r.phase() == Phase.EXECUTING);
    assertThat(r.cancel()).isTrue();
    aio.nop().await(Duration.ofSeconds(10));
  }

  @Test
  void aCancelledWriteThatHasNotBegunWritesNothing() throws Exception {
    Path path = write("f", "old");
    try (var file = aio.open(path, StandardOpenOption.WRITE).await()) {
      pause();
      var r = file.write(direct("new"), 0);
      r.cancel();
      aio.minParallel(1);
    }
    assertThat(Files.readString(path)).isEqualTo("old");
  }

  @Test
  void aHandleIsGivenBackByACancel() throws Exception {
    var file = aio.open(write("f", "x")).await();
    pause();
    var r = file.read(ByteBuffer.allocate(8), 0);
    r.cancel();
    aio.minParallel(1);
    file.close(); // would wait for the read
    assertThat(r.isCancelled()).isTrue();
  }

  @Test
  void cancelRacesEndExactlyOnce() throws Exception {
    int n = 2000;
    var ends = new AtomicInteger();
    var requests = new ArrayList<Request<?>>();
    var canceller = new CopyOnWriteArrayList<Request<?>>();
    for (int i = 0; i < n; i++) {
      var r = aio.nop().onComplete((_, _) -> ends.incrementAndGet());
      requests.add(r);
      if (i % 3 == 0) {
        r.cancel();
      } else if (i % 50 == 1) {
        canceller.add(r);
      }
    }
    var thread = Thread.ofPlatform().start(() -> canceller.forEach(Request::cancel));
    flush();
    thread.join();
    flush();
    assertThat(requests).allMatch(Request::isDone);
    long cancelled = requests.stream().filter(Request::isCancelled).count();
    assertThat(ends.get() + cancelled).isEqualTo(n);
    assertThat(cancelled).isPositive();
  }

  @Test
  void getOfACancelledRequestIsNoExecutionException() {
    Gate gate = gate();
    gate.request.cancel();
    assertThatThrownBy(gate.request::get)
        .isInstanceOf(CancellationException.class)
        .isNotInstanceOf(ExecutionException.class);
  }
}
