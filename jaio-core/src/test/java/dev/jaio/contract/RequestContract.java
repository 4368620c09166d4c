package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.Request;
import dev.jaio.Request.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The life of a request: its phases, its outcome, and its callback. */
@SuppressWarnings("UnnecessaryAsync") // written by another thread
class RequestContract extends Contract {

  @Test
  void phaseIsReadyWhileQueued() {
    pause();
    var r = aio.nop();
    assertThat(r.phase()).isEqualTo(Phase.READY);
    assertThat(r.isDone()).isFalse();
    assertThat(r.state()).isEqualTo(Future.State.RUNNING);
    aio.minParallel(1);
  }

  @Test
  void phaseIsExecutingWhileABackendIsAtIt() {
    assertThat(gate().request.phase()).isEqualTo(Phase.EXECUTING);
  }

  @Test
  void phaseIsPendingBetweenCompletionAndDelivery() throws Exception {
    var seen = new AtomicReference<Phase>();
    completeBeforeDelivery(() -> {
      var first = aio.withPriority(1).nop();
      var second = aio.nop().onComplete((_, _) -> {});
      first.onComplete((_, _) -> seen.set(second.phase()));
      return List.of(first, second);
    });
    until(() -> seen.get() != null);
    assertThat(seen.get()).isEqualTo(Phase.PENDING);
    flush();
  }

  @Test
  void phaseIsDoneInsideTheCallback() {
    var seen = new AtomicReference<Phase>();
    var r = aio.nop();
    r.onComplete((_, _) -> seen.set(r.phase()));
    until(() -> seen.get() != null);
    assertThat(seen.get()).isEqualTo(Phase.DONE);
  }

  @Test
  void phaseIsDoneWithoutACallback() throws Exception {
    var r = aio.nop();
    r.await();
    assertThat(r.phase()).isEqualTo(Phase.DONE);
    assertThat(r.state()).isEqualTo(Future.State.SUCCESS);
  }

  @Test
  void priorityIsWhatTheViewSaid() {
    pause();
    assertThat(aio.nop().priority()).isZero();
    assertThat(aio.withPriority(3).nop().priority()).isEqualTo(3);
    aio.minParallel(1);
  }

  @Test
  void callbackIsCalledOnce() {
    var calls = new AtomicInteger();
    aio.nop().onComplete((_, _) -> calls.incrementAndGet());
    flush();
    flush();
    assertThat(calls).hasValue(1);
  }

  @Test
  void callbackGetsTheResult() throws Exception {
    var got = new AtomicReference<Object>();
    aio.load(write("f", "text"))
        .onComplete((bytes, error) -> got.set(List.of(bytes, error == null)));
    flush();
    assertThat(got.get()).isEqualTo(List.of(((List<?>) got.get()).getFirst(), true));
    assertThat((byte[]) ((List<?>) got.get()).getFirst()).asString().isEqualTo("text");
  }

  @Test
  void callbackGetsTheErrorAndNoResult() {
    var got = new ArrayList<Object>();
    aio.load(path("missing"))
        .onComplete((bytes, error) -> {
          got.add(bytes);
          got.add(error);
        });
    flush();
    assertThat(got.get(0)).isNull();
    assertThat(got.get(1)).isInstanceOf(java.nio.file.NoSuchFileException.class);
  }

  @Test
  void callbackOfASuccessSeesNoErrorOfAnother() throws Exception {
    failure(aio.stat(path("missing")));
    var got = new AtomicReference<Throwable>();
    var done = new AtomicInteger();
    aio.nop()
        .onComplete((_, error) -> {
          got.set(error);
          done.incrementAndGet();
        });
    until(() -> done.get() == 1);
    assertThat(got.get()).isNull();
  }

  @Test
  void callbackIsReplaced() {
    pause();
    var calls = new CopyOnWriteArrayList<String>();
    var r = aio.nop().onComplete((_, _) -> calls.add("first"));
    r.onComplete((_, _) -> calls.add("second"));
    aio.minParallel(1);
    flush();
    assertThat(calls).containsExactly("second");
  }

  @Test
  void callbackIsReplacedWhileExecuting() {
    var calls = new CopyOnWriteArrayList<String>();
    Gate gate = gate();
    gate.request.onComplete((_, _) -> calls.add("first"));
    gate.request.onComplete((_, _) -> calls.add("second"));
    gate.open();
    flush();
    assertThat(calls).containsExactly("second");
  }

  @Test
  void callbackIsRemoved() {
    pause();
    var calls = new AtomicInteger();
    var r = aio.nop().onComplete((_, _) -> calls.incrementAndGet());
    r.onComplete(null);
    aio.minParallel(1);
    flush();
    assertThat(calls).hasValue(0);
    assertThat(r.phase()).isEqualTo(Phase.DONE);
  }

  @Test
  void callbackSetAfterTheEndIsDelivered() throws Exception {
    var r = aio.nop();
    r.await();
    var calls = new AtomicInteger();
    r.onComplete((_, _) -> calls.incrementAndGet());
    flush();
    assertThat(calls).hasValue(1);
  }

  @Test
  void callbackSetAfterTheEndIsNotRunInline() throws Exception {
    var r = aio.nop();
    r.await();
    var inline = new AtomicReference<Thread>();
    var setting = new AtomicReference<>(true);
    var wasInline = new AtomicReference<Boolean>();
    r.onComplete((_, _) -> {
      inline.set(Thread.currentThread());
      if (inline.get() == Thread.currentThread() && polled()) {
        wasInline.set(setting.get());
      }
    });
    setting.set(false);
    until(() -> inline.get() != null);
    assertThat(wasInline.get()).isNotEqualTo(true);
    assertThat(inline.get() == Thread.currentThread()).isEqualTo(polled());
  }

  @Test
  void callbackSetInACallbackIsDelivered() {
    var calls = new CopyOnWriteArrayList<String>();
    var r = aio.nop();
    r.onComplete((_, _) -> {
      r.onComplete((_, _) -> calls.add("inner"));
      calls.add("outer");
    });
    until(() -> calls.size() == 2);
    assertThat(calls).containsExactly("outer", "inner");
  }

  @Test
  void aSecondCallbackAfterDeliveryIsDeliveredToo() {
    var calls = new AtomicInteger();
    var r = aio.nop().onComplete((_, _) -> calls.incrementAndGet());
    flush();
    r.onComplete((_, _) -> calls.incrementAndGet());
    flush();
    assertThat(calls).hasValue(2);
  }

  @Test
  void callbackIsNotRunBySubmit() {
    var thread = new AtomicReference<Thread>();
    var during = new AtomicReference<Thread>();
    for (int i = 0; i < 100; i++) {
      aio.nop().onComplete((_, _) -> thread.set(Thread.currentThread()));
      if (polled()) {
        during.compareAndSet(null, thread.get());
      }
    }
    assertThat(during.get()).isNull();
    flush();
    assertThat(thread.get()).isNotNull();
  }

  @Test
  void callbacksRunOnTheThreadThatDelivers() {
    var threads = new CopyOnWriteArrayList<Thread>();
    for (int i = 0; i < 20; i++) {
      aio.nop().onComplete((_, _) -> threads.add(Thread.currentThread()));
    }
    until(() -> threads.size() == 20);
    if (polled()) {
      assertThat(threads).containsOnly(Thread.currentThread());
    } else {
      assertThat(threads).allMatch(t -> t.getName().startsWith(threadPrefix()));
      assertThat(threads).doesNotContain(Thread.currentThread());
    }
  }

  @Test
  void callbacksNeverRunTwoAtATime() {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    for (int i = 0; i < 500; i++) {
      aio.nop()
          .onComplete((_, _) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
          });
    }
    flush();
    assertThat(most).hasValue(1);
  }

  @Test
  void everyRequestEndsExactlyOnce() {
    int n = 2000;
    var calls = new AtomicInteger[n];
    for (int i = 0; i < n; i++) {
      calls[i] = new AtomicInteger();
      var c = calls[i];
      aio.withPriority(i % 9 - 4).nop().onComplete((_, _) -> c.incrementAndGet());
    }
    flush();
    assertThat(calls).allMatch(c -> c.get() == 1);
  }

  @Test
  void resultNowOfARunningRequestThrows() {
    pause();
    var r = aio.nop();
    assertThatThrownBy(r::resultNow).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(r::exceptionNow).isInstanceOf(IllegalStateException.class);
    aio.minParallel(1);
  }

  @Test
  void resultNowOfACompleteRequest() throws Exception {
    var r = aio.load(write("f", "x"));
    r.await();
    assertThat(r.resultNow()).asString().isEqualTo("x");
    assertThatThrownBy(r::exceptionNow).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void exceptionNowOfAFailedRequest() {
    Request<byte[]> r = aio.load(path("missing"));
    failure(r);
    assertThat(r.state()).isEqualTo(Future.State.FAILED);
    assertThat(r.exceptionNow()).isInstanceOf(java.nio.file.NoSuchFileException.class);
    assertThatThrownBy(r::resultNow).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void toStringTellsNamePathAndPhase() throws Exception {
    var r = aio.stat(dir);
    r.await();
    assertThat(r).hasToString("stat " + dir + " [DONE]");
  }

  @Test
  void nothingOutstandingAfterAllIsDelivered() {
    for (int i = 0; i < 50; i++) {
      aio.nop().onComplete((_, _) -> {});
    }
    flush();
    assertThat(aio.statistics().requests()).isZero();
  }
}
