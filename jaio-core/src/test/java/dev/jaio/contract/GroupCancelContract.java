package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.Group;
import dev.jaio.Request;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Cancelling groups and their members. */
class GroupCancelContract extends Contract {

  @Test
  void addingToACancelledGroupCancels() {
    Group<Void> g = aio.group();
    g.cancel();
    var r = g.nop();
    assertThat(r.isCancelled()).isTrue();
    Gate gate = gate();
    g.add(gate.request);
    assertThat(gate.request.isCancelled()).isTrue();
  }

  /** What contains others is refused as well, and not waited for. */
  @Test
  void whatIsStartedOnACancelledGroupLeavesNothingOutstanding() throws Exception {
    write("file", "content");
    Group<Void> g = aio.group();
    g.cancel();
    List<Request<?>> refused =
        List.of(
            g.group(),
            g.scandir(dir),
            g.copy(path("file"), path("copy")),
            g.move(path("file"), path("moved")),
            g.load(path("file")));
    assertThat(refused).allMatch(Request::isCancelled);
    aio.flush();
    until(() -> aio.statistics().requests() == 0);
    assertThat(dir.toFile().list()).containsExactly("file");
  }

  /** There is nothing to clean up, and nobody to tell. */
  @Test
  void whatIsSetOnACancelledGroupIsIgnored() {
    Group<String> g = aio.group();
    g.cancel();
    g.result("late").fail(new IOException()).feed(1, x -> x.nop()).cleanup((_, _) -> {});
    g.hold().close();
    g.close();
    flush();
    assertThat(g.isCancelled()).isTrue();
  }

  @Test
  void cancelIsRecursive() {
    pause();
    Group<Void> g = aio.group();
    Group<Void> inner = g.group();
    var a = g.nop();
    var b = inner.nop();
    assertThat(g.cancel()).isTrue();
    assertThat(List.of(a, b)).allMatch(r -> r.isCancelled());
    assertThat(inner.isCancelled()).isTrue();
    assertThat(g.isCancelled()).isTrue();
    assertThatThrownBy(g::await).isInstanceOf(CancellationException.class);
    aio.minParallel(1);
  }

  @Test
  void theCallbackOfACancelledGroupIsNotCalled() {
    var calls = new AtomicInteger();
    Group<Void> g = aio.group();
    g.onComplete((_, _) -> calls.incrementAndGet());
    g.nop().onComplete((_, _) -> {});
    g.cancel();
    g.close();
    flush();
    assertThat(calls).hasValue(0);
  }

  @Test
  void cancelOfADoneGroupIsFalse() throws Exception {
    Group<Void> g = aio.group();
    g.close();
    g.await();
    flush();
    assertThat(g.cancel()).isFalse();
    assertThat(g.isCancelled()).isFalse();
  }

  @Test
  void cancelMembersLeavesTheGroup() throws Exception {
    pause();
    Group<String> g = aio.group();
    g.result("still");
    var r = g.nop();
    g.cancelMembers();
    assertThat(r.isCancelled()).isTrue();
    assertThat(g.isDone()).isFalse();
    aio.minParallel(1);
    g.nop();
    g.close();
    assertThat(g.await()).isEqualTo("still");
  }

  @Test
  void anOuterGroupGoesOnWhenAnInnerIsCancelled() throws Exception {
    Group<Void> g = aio.group();
    Group<Void> inner = g.group();
    inner.nop();
    g.close();
    inner.cancel();
    g.await();
  }

  @Test
  void membersThatHaveEndedKeepTheirResults() throws Exception {
    Group<Void> g = aio.group();
    var r = g.stat(dir);
    r.await();
    flush();
    g.cancel();
    assertThat(r.isCancelled()).isFalse();
    assertThat(r.resultNow()).isNotNull();
  }

  @Test
  void aMemberThatExecutesIsCancelledWithItsGroup() {
    Group<Void> g = aio.group();
    Gate gate = gate(g);
    g.cancel();
    assertThat(gate.request.isCancelled()).isTrue();
    assertThat(g.isDone()).isTrue();
  }
}
