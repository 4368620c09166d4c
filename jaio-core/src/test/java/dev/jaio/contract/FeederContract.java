package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.Group;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Generators of members. */
@SuppressWarnings("UnnecessaryAsync") // written by another thread
class FeederContract extends Contract {

  /** Adds a number of nops, one at each call, then nothing. */
  private static Consumer<Group<Void>> nops(int n, AtomicInteger fed) {
    return g -> {
      if (fed.get() < n) {
        fed.incrementAndGet();
        g.nop();
      }
    };
  }

  @Test
  void feedsUntilTheFeederAddsNothing() throws Exception {
    var fed = new AtomicInteger();
    Group<Void> g = aio.group();
    g.feed(3, nops(100, fed));
    g.close();
    g.await();
    assertThat(fed).hasValue(100);
  }

  @Test
  void neverHoldsMoreThanTheLimitWhenOneIsAddedAtATime() throws Exception {
    var most = new AtomicInteger();
    var fed = new AtomicInteger();
    Group<Void> g = aio.group();
    g.feed(
        4,
        x -> {
          if (fed.incrementAndGet() <= 200) {
            x.nop();
            most.accumulateAndGet(x.size(), Math::max);
          }
        });
    g.close();
    g.await();
    assertThat(most.get()).isEqualTo(4);
  }

  @Test
  void fillsUpToTheLimitAtOnce() {
    pause();
    var fed = new AtomicInteger();
    Group<Void> g = aio.group();
    g.feed(5, nops(100, fed));
    until(() -> g.size() == 5);
    stays(() -> fed.get() == 5);
    aio.minParallel(1);
    g.close();
    until(g::isDone);
  }

  @Test
  void runsDirectlyOnTheThreadThatDelivers() {
    pause();
    var size = new AtomicInteger(-1);
    Runnable feeding =
        () -> {
          Group<Void> g = aio.group();
          g.feed(2, Group::nop);
          size.set(g.size());
          g.cancel();
        };
    if (polled()) {
      feeding.run();
    } else {
      var r = aio.<Void>group();
      r.onComplete((_, _) -> feeding.run());
      r.close();
    }
    until(() -> size.get() >= 0);
    assertThat(size).hasValue(2);
    aio.minParallel(1);
  }

  @Test
  void runsWhereCallbacksRun() throws Exception {
    var threads = new CopyOnWriteArrayList<Thread>();
    var callbacks = new CopyOnWriteArrayList<Thread>();
    Group<Void> g = aio.group();
    var starter =
        Thread.ofPlatform()
            .start(() ->
                g.feed(
                    1,
                    x -> {
                      threads.add(Thread.currentThread());
                      if (threads.size() < 10) {
                        x.nop().onComplete((_, _) -> callbacks.add(Thread.currentThread()));
                      }
                    }));
    starter.join();
    g.close();
    until(g::isDone);
    assertThat(threads).hasSize(10).doesNotContain(starter).hasSameElementsAs(callbacks);
  }

  @Test
  void mayAddMoreThanTheLimit() throws Exception {
    pause();
    var calls = new AtomicInteger();
    Group<Void> g = aio.group();
    g.feed(
        3,
        x -> {
          if (calls.incrementAndGet() == 1) {
            for (int i = 0; i < 5; i++) {
              x.nop();
            }
          }
        });
    until(() -> g.size() == 5);
    assertThat(calls).hasValue(1);
    aio.minParallel(1);
    g.close();
    g.await();
    assertThat(calls).hasValue(2);
  }

  @Test
  void whatAddsNothingIsRemovedForGood() {
    var calls = new AtomicInteger();
    Group<Void> g = aio.group();
    g.feed(2, _ -> calls.incrementAndGet());
    until(() -> calls.get() == 1);
    g.limit(5);
    g.nop();
    flush();
    stays(() -> calls.get() == 1);
    g.close();
    until(g::isDone);
  }

  @Test
  void addingWhatIsCancelledCounts() throws Exception {
    var calls = new AtomicInteger();
    Group<Void> g = aio.group();
    g.feed(
        1,
        x -> {
          if (calls.incrementAndGet() <= 5) {
            x.nop().cancel();
          }
        });
    g.close();
    g.await();
    assertThat(calls).hasValue(6);
  }

  @Test
  void aMemberThatEndsDuringTheFeederCounts() throws Exception {
    var fed = new AtomicInteger();
    Group<Void> g = aio.group();
    g.feed(
        1,
        x -> {
          if (fed.incrementAndGet() <= 20) {
            try {
              x.nop().await();
            } catch (java.io.IOException | InterruptedException e) {
              throw new AssertionError(e);
            }
          }
        });
    g.close();
    g.await();
    assertThat(fed).hasValue(21);
  }

  @Test
  void keepsItsGroupAlive() {
    var fed = new AtomicInteger();
    Group<Void> g = aio.group();
    g.feed(0, nops(10, fed));
    g.close();
    stays(() -> !g.isDone());
    g.limit(1);
    until(g::isDone);
    assertThat(fed).hasValue(10);
  }

  @Test
  void limitNullPauses() {
    var fed = new AtomicInteger();
    Group<Void> g = aio.group();
    g.feed(
        1,
        x -> {
          if (fed.incrementAndGet() == 5) {
            x.limit(0);
          }
          if (fed.get() <= 10) {
            x.nop();
          }
        });
    g.close();
    until(() -> fed.get() == 5 && g.limit() == 0 && g.size() == 0);
    stays(() -> fed.get() == 5 && !g.isDone());
    g.limit(2);
    until(g::isDone);
    assertThat(fed).hasValue(11);
  }

  @Test
  void flushDoesNotWaitForAPausedGroup() {
    Group<Void> g = aio.group();
    g.feed(0, Group::nop);
    g.close();
    flush();
    assertThat(g.isDone()).isFalse();
    g.feed(0, null);
    until(g::isDone);
  }

  @Test
  void raisingTheLimitFeeds() {
    pause();
    Group<Void> g = aio.group();
    var fed = new AtomicInteger();
    g.feed(1, nops(50, fed));
    until(() -> fed.get() == 1);
    g.limit(4);
    until(() -> fed.get() == 4);
    aio.minParallel(1);
    g.close();
    until(g::isDone);
  }

  @Test
  void loweringTheLimitWaits() {
    pause();
    Group<Void> g = aio.group();
    var fed = new AtomicInteger();
    g.feed(4, nops(6, fed));
    until(() -> fed.get() == 4);
    g.limit(1);
    assertThat(g.limit()).isEqualTo(1);
    stays(() -> fed.get() == 4);
    aio.minParallel(1);
    g.close();
    until(g::isDone);
    assertThat(fed).hasValue(6);
  }

  @Test
  void theLimitIsTwoUntilSet() {
    Group<Void> g = aio.group();
    assertThat(g.limit()).isEqualTo(2);
    g.close();
    until(g::isDone);
  }

  @Test
  void aNegativeLimitIsRefused() {
    Group<Void> g = aio.group();
    assertThatThrownBy(() -> g.limit(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> g.feed(-1, Group::nop)).isInstanceOf(IllegalArgumentException.class);
    g.close();
    until(g::isDone);
  }

  @Test
  void aFeederIsReplaced() {
    pause();
    Group<Void> g = aio.group();
    var first = new AtomicInteger();
    var second = new AtomicInteger();
    g.feed(1, nops(50, first));
    until(() -> first.get() == 1);
    g.feed(1, nops(3, second));
    aio.minParallel(1);
    g.close();
    until(g::isDone);
    assertThat(first).hasValue(1);
    assertThat(second).hasValue(3);
  }

  @Test
  void aFeederIsRemoved() {
    pause();
    Group<Void> g = aio.group();
    var fed = new AtomicInteger();
    g.feed(1, nops(50, fed));
    until(() -> fed.get() == 1);
    g.feed(1, null);
    aio.minParallel(1);
    g.close();
    until(g::isDone);
    assertThat(fed).hasValue(1);
  }

  @Test
  void feedingAnEndedGroupIsRefused() throws Exception {
    Group<Void> g = aio.group();
    g.close();
    g.await();
    assertThatThrownBy(() -> g.feed(1, Group::nop)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void runsAfterTheCallbackOfTheMember() {
    var order = new CopyOnWriteArrayList<String>();
    Group<Void> g = aio.group();
    g.feed(
        1,
        x -> {
          order.add("feed");
          if (order.size() < 4) {
            x.nop().onComplete((_, _) -> order.add("member"));
          }
        });
    g.close();
    until(g::isDone);
    assertThat(order).containsExactly("feed", "member", "feed", "member", "feed");
  }

  @Test
  void isNotCalledAfterTheGroupWasCancelled() {
    pause();
    Group<Void> g = aio.group();
    var fed = new AtomicInteger();
    g.feed(2, nops(50, fed));
    until(() -> fed.get() == 2);
    g.cancel();
    aio.minParallel(1);
    stays(() -> fed.get() == 2);
    assertThat(g.isCancelled()).isTrue();
  }

  @Test
  void isDroppedByCancelMembers() throws Exception {
    pause();
    Group<Void> g = aio.group();
    var fed = new AtomicInteger();
    g.feed(2, nops(50, fed));
    until(() -> fed.get() == 2);
    g.cancelMembers();
    aio.minParallel(1);
    g.close();
    g.await();
    assertThat(fed).hasValue(2);
  }

  @Test
  void isNotCalledWhileItRuns() throws Exception {
    var inside = new AtomicBoolean();
    var nested = new AtomicBoolean();
    var fed = new AtomicInteger();
    Group<Void> g = aio.group();
    g.feed(
        3,
        x -> {
          nested.compareAndSet(false, !inside.compareAndSet(false, true));
          if (fed.incrementAndGet() < 30) {
            x.nop();
            aio.poll();
            x.limit(3);
          }
          inside.set(false);
        });
    g.close();
    g.await();
    assertThat(nested).isFalse();
  }

  @Test
  void aThrowingFeederIsRemovedAndItsExceptionNotLost() {
    Group<Void> g = aio.group();
    var x = new IllegalArgumentException("feeder");
    var calls = new AtomicInteger();
    var caught = new AtomicReference<Throwable>();
    try {
      g.feed(
          1,
          _ -> {
            calls.incrementAndGet();
            throw x;
          });
      g.close();
      until(g::isDone);
      flush();
    } catch (IllegalArgumentException e) {
      caught.set(e);
    }
    if (!polled()) {
      until(() -> !unhandled.isEmpty());
      caught.set(unhandled.poll());
    }
    assertThat(caught.get()).isSameAs(x);
    until(g::isDone);
    assertThat(calls).hasValue(1);
  }

  @Test
  void twoFeedersOfNestedGroupsGoOnSideBySide() throws Exception {
    var a = new AtomicInteger();
    var b = new AtomicInteger();
    Group<Void> outer = aio.group();
    Group<Void> inner = outer.group();
    outer.feed(3, nops(40, a));
    inner.feed(3, nops(40, b));
    outer.close();
    inner.close();
    outer.await();
    assertThat(a).hasValue(40);
    assertThat(b).hasValue(40);
  }
}
