package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.Group;
import dev.jaio.Request.Phase;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When a group ends, with what, and who may add to it. */
class GroupContract extends Contract {

  @Test
  void anOpenGroupDoesNotEnd() {
    Group<Void> g = aio.group();
    g.nop();
    flush();
    stays(() -> !g.isDone());
    g.close();
    flush();
    assertThat(g.isDone()).isTrue();
  }

  @Test
  void anEmptyClosedGroupEnds() throws Exception {
    Group<Void> g = aio.group();
    g.close();
    assertThat(g.await()).isNull();
  }

  @Test
  void theCallbackOfAnEmptyGroupIsCalled() {
    var calls = new AtomicInteger();
    Group<Void> g = aio.group();
    g.onComplete((_, _) -> calls.incrementAndGet());
    g.close();
    flush();
    assertThat(calls).hasValue(1);
  }

  @Test
  void closingTwiceIsFine() throws Exception {
    Group<Void> g = aio.group();
    g.close();
    g.close();
    g.await();
  }

  @Test
  void endsAfterItsLastMember() {
    var order = new CopyOnWriteArrayList<String>();
    Group<Void> g = aio.group();
    g.onComplete((_, _) -> order.add("group"));
    for (int i = 0; i < 5; i++) {
      g.nop().onComplete((_, _) -> order.add("member"));
    }
    g.close();
    flush();
    assertThat(order).hasSize(6).endsWith("group");
  }

  @Test
  void doesNotEndBeforeAMemberThatExecutes() {
    Group<Void> g = aio.group();
    Gate gate = gate(g);
    g.close();
    stays(() -> !g.isDone());
    gate.open();
    until(g::isDone);
  }

  @Test
  void innerGroupEndsBeforeTheOuter() {
    var order = new CopyOnWriteArrayList<String>();
    Group<Void> outer = aio.group();
    outer.onComplete((_, _) -> order.add("outer"));
    Group<Void> inner = outer.group();
    inner.onComplete((_, _) -> order.add("inner"));
    inner.nop().onComplete((_, _) -> order.add("member"));
    outer.close();
    inner.close();
    flush();
    assertThat(order).containsExactly("member", "inner", "outer");
  }

  @Test
  void theResultIsWhatWasSet() throws Exception {
    Group<String> g = aio.group();
    g.result("r");
    g.close();
    assertThat(g.await()).isEqualTo("r");
  }

  @Test
  void theLastResultCounts() throws Exception {
    Group<String> g = aio.group();
    g.result("first");
    g.fail(new IOException("second"));
    g.result("third");
    g.close();
    assertThat(g.await()).isEqualTo("third");
  }

  @Test
  void theLastFailureCounts() {
    Group<String> g = aio.group();
    g.result("first");
    g.fail(new IOException("second"));
    g.fail(new NoSuchFileException("third"));
    g.close();
    assertThat(failure(g)).hasMessageContaining("third");
  }

  @Test
  void theResultIsNullUnlessSet() throws Exception {
    Group<String> g = aio.group();
    g.nop();
    g.close();
    assertThat(g.await()).isNull();
  }

  @Test
  void resultMayBeSetByTheLastMember() {
    var got = new AtomicReference<String>();
    Group<String> g = aio.group();
    g.onComplete((value, _) -> got.set(value));
    g.nop().onComplete((_, _) -> g.result("late"));
    g.close();
    flush();
    assertThat(got).hasValue("late");
  }

  @Test
  void resultAfterTheEndIsRefused() throws Exception {
    Group<String> g = aio.group();
    g.close();
    g.await();
    assertThatThrownBy(() -> g.result("x")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> g.fail(new IOException())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theFailureReachesCallbackAndWaiter() {
    var got = new AtomicReference<Throwable>();
    Group<String> g = aio.group();
    g.onComplete((_, error) -> got.set(error));
    var x = new IllegalArgumentException("mine");
    g.fail(x);
    g.close();
    assertThat(failure(g)).hasMessageContaining("mine");
    flush();
    assertThat(got.get()).isSameAs(x);
  }

  @Test
  void aMembersFailureDoesNotFailTheGroup() throws Exception {
    Group<String> g = aio.group();
    g.stat(path("missing"));
    g.result("fine");
    g.close();
    assertThat(g.await()).isEqualTo("fine");
  }

  @Test
  void aCancelledMemberDoesNotHoldUpTheGroup() throws Exception {
    pause();
    Group<Void> g = aio.group();
    var r = g.nop();
    g.close();
    assertThat(r.cancel()).isTrue();
    aio.minParallel(1);
    g.await();
  }

  @Test
  void sizeCountsMembersThatAreNotDelivered() {
    pause();
    Group<Void> g = aio.group();
    assertThat(g.size()).isZero();
    g.nop();
    g.nop();
    assertThat(g.size()).isEqualTo(2);
    aio.minParallel(1);
    until(() -> g.size() == 0);
    g.close();
    until(g::isDone);
  }

  @Test
  void membersMayBeAddedByMembers() {
    var calls = new AtomicInteger();
    Group<Void> g = aio.group();
    g.nop().onComplete((_, _) -> g.nop().onComplete((_, _) -> calls.incrementAndGet()));
    g.close();
    until(g::isDone);
    assertThat(calls).hasValue(1);
  }

  @Test
  void addingInTheGroupsOwnCallbackIsRefused() {
    var got = new AtomicReference<Throwable>();
    Group<Void> g = aio.group();
    g.onComplete((_, _) -> {
      try {
        g.nop();
      } catch (IllegalStateException e) {
        got.set(e);
      }
    });
    g.close();
    flush();
    assertThat(got.get()).hasMessageContaining("has ended");
  }

  @Test
  void submittingAfterTheEndIsRefused() throws Exception {
    Group<Void> g = aio.group();
    g.close();
    g.await();
    assertThatThrownBy(g::nop).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(g::group).isInstanceOf(IllegalStateException.class);
    assertThat(aio.statistics().requests()).isZero();
  }

  @Test
  void addingAfterTheEndIsRefused() throws Exception {
    Group<Void> g = aio.group();
    g.close();
    g.await();
    Gate gate = gate();
    assertThatThrownBy(() -> g.add(gate.request)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void addReturnsTheRequest() {
    Group<Void> g = aio.group();
    Gate gate = gate();
    assertThat((Object) g.add(gate.request)).isSameAs(gate.request);
    assertThat(g.size()).isEqualTo(1);
    g.close();
    stays(() -> !g.isDone());
    gate.open();
    until(g::isDone);
  }

  @Test
  void addingWhatIsDoneDoesNothing() throws Exception {
    var r = aio.nop();
    r.await();
    flush();
    Group<Void> g = aio.group();
    assertThat((Object) g.add(r)).isSameAs(r);
    assertThat(g.size()).isZero();
    g.close();
    g.await();
  }

  @Test
  void aRequestIsInOneGroupOnly() {
    Group<Void> g = aio.group();
    Group<Void> h = aio.group();
    Gate gate = gate(g);
    assertThatThrownBy(() -> h.add(gate.request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another group");
    assertThatThrownBy(() -> g.add(gate.request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this group already");
    g.close();
    h.close();
    gate.open();
    until(() -> g.isDone() && h.isDone());
  }

  @Test
  void aGroupIsNotItsOwnMember() {
    Group<Void> g = aio.group();
    assertThatThrownBy(() -> g.add(g)).isInstanceOf(IllegalArgumentException.class);
    g.close();
    until(g::isDone);
  }

  @Test
  void aGroupDoesNotContainWhatContainsIt() {
    Group<Void> a = aio.group();
    Group<Void> b = a.group();
    Group<Void> c = b.group();
    assertThatThrownBy(() -> c.add(a)).isInstanceOf(IllegalArgumentException.class);
    List.of(a, b, c).forEach(Group::close);
    until(a::isDone);
  }

  @Test
  void aRequestOfAnotherEngineIsRefused() {
    var other = start(s -> s);
    Gate gate = gate(other, other);
    Group<Void> g = aio.group();
    assertThatThrownBy(() -> g.add(gate.request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another engine");
    gate.open();
    until(other, () -> gate.request.isDone());
    g.close();
    until(g::isDone);
  }

  @Test
  void groupsOfGroupsEndInOrder() {
    var order = new CopyOnWriteArrayList<Integer>();
    var groups = new ArrayList<Group<Void>>();
    groups.add(aio.group());
    for (int i = 1; i < 10; i++) {
      groups.add(groups.getLast().group());
    }
    for (int i = 0; i < 10; i++) {
      int n = i;
      groups.get(i).onComplete((_, _) -> order.add(n));
      groups.get(i).close();
    }
    flush();
    assertThat(order).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  }

  @Test
  void aHoldKeepsTheGroupFromEnding() {
    Group<Void> g = aio.group();
    var hold = g.hold();
    g.close();
    stays(() -> !g.isDone());
    hold.close();
    until(g::isDone);
  }

  @Test
  void closingAHoldTwiceCountsOnce() {
    Group<Void> g = aio.group();
    var first = g.hold();
    var second = g.hold();
    g.close();
    first.close();
    first.close();
    stays(() -> !g.isDone());
    second.close();
    until(g::isDone);
  }

  @Test
  void aHoldOnAnEndedGroupIsRefused() throws Exception {
    Group<Void> g = aio.group();
    g.close();
    g.await();
    assertThatThrownBy(g::hold).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void membersAddedUnderAHoldByAnotherThreadCount() throws Exception {
    var calls = new AtomicInteger();
    Group<Void> g = aio.group();
    var hold = g.hold();
    g.close();
    var adder =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < 100; i++) {
                g.nop().onComplete((_, _) -> calls.incrementAndGet());
              }
              hold.close();
            });
    until(g::isDone);
    adder.join();
    assertThat(calls).hasValue(100);
  }

  @Test
  void flushDoesNotWaitForAnOpenGroup() {
    Group<Void> g = aio.group();
    g.nop();
    flush();
    assertThat(g.phase()).isEqualTo(Phase.EXECUTING);
    g.close();
  }

  @Test
  void flushDoesNotWaitForAHeldGroup() {
    Group<Void> g = aio.group();
    var hold = g.hold();
    g.close();
    flush();
    assertThat(g.isDone()).isFalse();
    hold.close();
  }

  @Test
  void concurrentAddersAndTheEndAgree() throws Exception {
    for (int round = 0; round < 50; round++) {
      Group<Void> g = aio.group();
      var calls = new AtomicInteger();
      var accepted = new AtomicInteger();
      var start = new CountDownLatch(1);
      var adder =
          Thread.ofPlatform()
              .start(() -> {
                awaitUninterruptibly(start);
                try {
                  for (int i = 0; i < 50; i++) {
                    g.nop().onComplete((_, _) -> calls.incrementAndGet());
                    accepted.incrementAndGet();
                  }
                } catch (IllegalStateException e) {
                  // the group has ended
                }
              });
      g.nop();
      start.countDown();
      g.close();
      until(() -> g.isDone() && !adder.isAlive());
      flush();
      assertThat(calls).hasValue(accepted.get());
    }
  }
}
