package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.Group;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Requests as {@code CompletableFuture}s. */
class FutureContract extends Contract {

  @Test
  void completesWithTheResult() throws Exception {
    CompletableFuture<byte[]> f = aio.load(write("f", "x")).toCompletableFuture();
    assertThat(f.join()).asString().isEqualTo("x");
  }

  @Test
  void getGivesTheResult() throws Exception {
    assertThat(aio.stat(dir).toCompletableFuture().get()).isNotNull();
    assertThat(aio.stat(dir).toCompletableFuture().get(20, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void completesWithTheFailure() {
    var f = aio.stat(path("missing")).toCompletableFuture();
    assertThatThrownBy(f::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(f::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  void isANewOneEachTime() throws Exception {
    var r = aio.nop();
    var a = r.toCompletableFuture();
    var b = r.toCompletableFuture();
    assertThat(a).isNotSameAs(b);
    a.join();
    b.join();
  }

  @Test
  void ofACompleteRequestCompletes() throws Exception {
    var r = aio.stat(dir);
    r.await();
    assertThat(r.toCompletableFuture().join()).isSameAs(r.resultNow());
  }

  @Test
  void dependentsRunOnTheThreadThatDelivers() throws Exception {
    var thread = new AtomicReference<Thread>();
    pause();
    var f = aio.nop().toCompletableFuture().thenRun(() -> thread.set(Thread.currentThread()));
    aio.minParallel(1);
    until(f::isDone);
    if (polled()) {
      assertThat(thread.get()).isSameAs(Thread.currentThread());
    } else {
      assertThat(thread.get().getName()).startsWith(threadPrefix());
    }
  }

  @Test
  void cancellingItCancelsTheRequest() {
    pause();
    var r = aio.nop();
    assertThat(r.toCompletableFuture().cancel(false)).isTrue();
    assertThat(r.isCancelled()).isTrue();
    aio.minParallel(1);
  }

  @Test
  void cancellingADependentDoesNotCancelTheRequest() {
    Gate gate = gate();
    gate.request.toCompletableFuture().thenRun(() -> {}).cancel(true);
    assertThat(gate.request.isDone()).isFalse();
  }

  @Test
  void aCancelledRequestCancelsIt() {
    Gate gate = gate();
    var f = gate.request.toCompletableFuture();
    gate.request.cancel();
    until(f::isDone);
    assertThat(f.isCancelled()).isTrue();
    assertThatThrownBy(f::join).isInstanceOf(CancellationException.class);
  }

  @Test
  void ofACancelledRequestIsCancelled() {
    pause();
    var r = aio.nop();
    r.cancel();
    var f = r.toCompletableFuture();
    aio.minParallel(1);
    until(f::isDone);
    assertThat(f.isCancelled()).isTrue();
  }

  @Test
  void joinOnTheThreadThatPollsPolls() {
    for (int i = 0; i < 20; i++) {
      aio.nop().toCompletableFuture().join();
    }
  }

  @Test
  void joinOfADependentOfACompleteOneReturns() {
    var f = aio.nop().toCompletableFuture();
    f.join();
    assertThat(f.thenApply(_ -> 7).join()).isEqualTo(7);
  }

  @Test
  void getWithTimeTimesOut() {
    Gate gate = gate();
    var f = gate.request.toCompletableFuture();
    assertThatThrownBy(() -> f.get(5, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
    assertThat(gate.request.isDone()).isFalse();
  }

  @Test
  void allOfSeveral() {
    var fs =
        List.of(
            aio.stat(dir).toCompletableFuture(),
            aio.lstat(dir).toCompletableFuture(),
            aio.stat(path("missing")).toCompletableFuture().exceptionally(_ -> null));
    var all = CompletableFuture.allOf(fs.toArray(CompletableFuture[]::new));
    until(all::isDone);
    assertThat(all).isCompleted();
  }

  @Test
  void ofAGroup() {
    Group<String> g = aio.group();
    var f = g.toCompletableFuture();
    g.nop().onComplete((_, _) -> g.result("sum"));
    g.close();
    assertThat(f.join()).isEqualTo("sum");
  }

  @Test
  void callbackAndFutureBothGetIt() {
    var got = new AtomicReference<Object>();
    var r = aio.stat(dir).onComplete((s, _) -> got.set(s));
    var f = r.toCompletableFuture();
    until(() -> got.get() != null && f.isDone());
    assertThat(f.join()).isSameAs(got.get());
  }

  @Test
  void aDependentThatThrowsLosesNothing() {
    var f =
        aio.nop()
            .toCompletableFuture()
            .thenRun(() -> {
              throw new IllegalArgumentException("mine");
            });
    until(f::isDone);
    assertThatThrownBy(f::join).hasCauseInstanceOf(IllegalArgumentException.class);
    flush();
  }

  @Test
  void completingItByHandLeavesTheRequestAlone() throws Exception {
    var r = aio.stat(dir);
    var f = r.toCompletableFuture();
    f.complete(null);
    assertThat(r.await()).isNotNull();
    flush();
  }
}
