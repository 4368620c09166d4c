package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.Group;
import dev.jaio.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Callbacks that throw, and callbacks that use the engine. */
class DeliveryContract extends Contract {

  /** Polls or waits until all is delivered, and returns all that callbacks threw. */
  private List<Throwable> thrown() {
    var all = new ArrayList<Throwable>();
    for (; ; ) {
      try {
        aio.flush();
        break;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      } catch (RuntimeException | Error e) {
        all.add(e);
        all.addAll(List.of(e.getSuppressed()));
      }
    }
    if (!polled()) {
      all.addAll(unhandled);
      unhandled.clear();
    }
    return all;
  }

  @Test
  void oneThatThrowsIsCompleteBefore() {
    var x = new IllegalArgumentException("x");
    var r = aio.nop();
    r.onComplete((_, _) -> {
      throw x;
    });
    assertThat(thrown()).containsExactly(x);
    assertThat(r.phase()).isEqualTo(Request.Phase.DONE);
    assertThat(aio.statistics().requests()).isZero();
  }

  @Test
  void severalThatThrowLoseNothing() throws Exception {
    var all = new ArrayList<Throwable>();
    completeBeforeDelivery(() -> {
      var requests = new ArrayList<Request<?>>();
      for (int i = 0; i < 3; i++) {
        var x = new IllegalArgumentException("x" + i);
        all.add(x);
        requests.add(
            aio.nop()
                .onComplete((_, _) -> {
                  throw x;
                }));
      }
      return requests;
    });
    assertThat(thrown()).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void theOthersAreDelivered() throws Exception {
    var calls = new AtomicInteger();
    completeBeforeDelivery(() -> {
      var requests = new ArrayList<Request<?>>();
      for (int i = 0; i < 6; i++) {
        int n = i;
        requests.add(
            aio.nop()
                .onComplete((_, _) -> {
                  calls.incrementAndGet();
                  if (n == 2) {
                    throw new IllegalArgumentException();
                  }
                }));
      }
      return requests;
    });
    assertThat(thrown()).hasSize(1);
    assertThat(calls).hasValue(6);
  }

  @Test
  void errorsLeaveAsWell() {
    var x = new AssertionError("x");
    aio.nop()
        .onComplete((_, _) -> {
          throw x;
        });
    assertThat(thrown()).containsExactly(x);
  }

  @Test
  void theSameExceptionTwiceIsNotItsOwnSuppressed() throws Exception {
    var x = new IllegalArgumentException("x");
    completeBeforeDelivery(() -> {
      var requests = new ArrayList<Request<?>>();
      for (int i = 0; i < 3; i++) {
        requests.add(
            aio.nop()
                .onComplete((_, _) -> {
                  throw x;
                }));
      }
      return requests;
    });
    assertThat(thrown()).isNotEmpty().containsOnly(x);
  }

  @Test
  void aMemberThatThrowsDoesNotHoldUpItsGroup() {
    var x = new IllegalArgumentException("x");
    var calls = new AtomicInteger();
    Group<Void> g = aio.group();
    g.onComplete((_, _) -> calls.incrementAndGet());
    g.nop()
        .onComplete((_, _) -> {
          throw x;
        });
    g.close();
    assertThat(thrown()).containsExactly(x);
    assertThat(calls).hasValue(1);
  }

  @Test
  void memberAndGroupThatBothThrowLoseNothing() {
    var x = new IllegalArgumentException("member");
    var y = new IllegalArgumentException("group");
    Group<Void> g = aio.group();
    g.onComplete((_, _) -> {
      throw y;
    });
    g.nop()
        .onComplete((_, _) -> {
          throw x;
        });
    g.close();
    assertThat(thrown()).containsExactly(x, y);
  }

  @Test
  void aFutureIsCompletedThoughTheCallbackThrows() {
    var r =
        aio.nop()
            .onComplete((_, _) -> {
              throw new IllegalArgumentException();
            });
    var f = r.toCompletableFuture();
    assertThat(thrown()).hasSize(1);
    assertThat(f).isDone();
  }

  @Test
  void anExceptionHandlerThatThrowsLosesNothing() {
    var calls = new AtomicInteger();
    restart(s ->
        s.handler(_ -> {
          throw new IllegalStateException("handler");
        }));
    aio.nop()
        .onComplete((_, _) -> {
          throw new IllegalArgumentException("callback");
        });
    aio.nop().onComplete((_, _) -> calls.incrementAndGet());
    var left = thrown();
    assertThat(calls).hasValue(1);
    if (polled()) {
      assertThat(left).hasSize(1);
    } else {
      assertThat(log.take(java.util.logging.Level.SEVERE)).hasSize(2);
    }
  }

  @Test
  void submittingInACallback() {
    var calls = new AtomicInteger();
    submitAgain(calls, 100);
    flush();
    assertThat(calls).hasValue(100);
  }

  private void submitAgain(AtomicInteger calls, int n) {
    aio.nop()
        .onComplete((_, _) -> {
          if (calls.incrementAndGet() < n) {
            submitAgain(calls, n);
          }
        });
  }

  @Test
  void pollingInACallbackDelivers() throws Exception {
    var calls = new AtomicInteger();
    var seen = new AtomicInteger(-1);
    completeBeforeDelivery(() -> {
      var requests = new ArrayList<Request<?>>();
      requests.add(
          aio.withPriority(4)
              .nop()
              .onComplete((_, _) -> {
                aio.poll();
                seen.set(calls.get());
              }));
      for (int i = 0; i < 4; i++) {
        requests.add(aio.nop().onComplete((_, _) -> calls.incrementAndGet()));
      }
      return requests;
    });
    until(() -> seen.get() >= 0);
    flush();
    assertThat(seen).hasValue(4);
  }

  @Test
  void pollWaitInACallbackWaitsForOthersOnly() {
    var got = new AtomicReference<Object>();
    aio.nop()
        .onComplete((_, _) -> {
          try {
            got.set(aio.pollWait());
          } catch (InterruptedException e) {
            got.set(e);
          }
        });
    until(() -> got.get() != null);
    assertThat(got).hasValue(0);
  }

  @Test
  void whatAPolledCallbackThrowsInsideAPollLeavesTheOutermost() throws Exception {
    var x = new IllegalArgumentException("inner");
    var after = new AtomicBoolean();
    completeBeforeDelivery(() ->
        List.of(
            aio.withPriority(4)
                .nop()
                .onComplete((_, _) -> {
                  aio.poll();
                  after.set(true);
                }),
            aio.nop()
                .onComplete((_, _) -> {
                  throw x;
                })));
    assertThat(thrown()).containsExactly(x);
    assertThat(after).isTrue();
  }

  @Test
  void cancellingTheOwnGroupInAMember() {
    var calls = new AtomicInteger();
    pause(); // so that no member ends before it has its callback
    Group<Void> g = aio.group();
    g.onComplete((_, _) -> calls.incrementAndGet());
    for (int i = 0; i < 20; i++) {
      g.nop()
          .onComplete((_, _) -> {
            calls.incrementAndGet();
            g.cancel();
          });
    }
    g.close();
    aio.minParallel(1);
    flush();
    assertThat(g.isCancelled()).isTrue();
    assertThat(calls).hasValue(1);
  }

  @Test
  void closingTheEngineInACallback() {
    var calls = new AtomicInteger();
    pause(); // so that none is submitted when the engine is closed
    aio.withPriority(4)
        .nop()
        .onComplete((_, _) -> {
          aio.close();
          calls.incrementAndGet();
        });
    for (int i = 0; i < 10; i++) {
      aio.nop().onComplete((_, _) -> calls.incrementAndGet());
    }
    aio.minParallel(1);
    until(() -> calls.get() == 11);
    assertThatThrownBy(aio::nop).isInstanceOf(IllegalStateException.class);
    until(() -> threads().isEmpty());
  }

  @Test
  @Requires(Capability.DISPATCHER)
  void poolOfTheUserDelivers() throws Exception {
    var names = new CopyOnWriteArrayList<String>();
    var inside = new AtomicInteger();
    var overlaps = new AtomicInteger();
    try (var pool =
        Executors.newFixedThreadPool(4, r -> Thread.ofPlatform().name("pool").unstarted(r))) {
      restart(s -> s.dispatcher(pool));
      for (int i = 0; i < 300; i++) {
        aio.nop()
            .onComplete((_, _) -> {
              if (inside.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
              }
              names.add(Thread.currentThread().getName());
              inside.decrementAndGet();
            });
      }
      flush();
      aio.close();
    }
    assertThat(names).hasSize(300).containsOnly("pool");
    assertThat(overlaps).hasValue(0);
  }

  @Test
  @Requires(Capability.DISPATCHER)
  void anExecutorThatIsALoopDelivers() throws Exception {
    var loop = new LinkedBlockingQueue<Runnable>();
    restart(s -> s.dispatcher(loop::add));
    var calls = new AtomicInteger();
    for (int i = 0; i < 50; i++) {
      aio.nop().onComplete((_, _) -> calls.incrementAndGet());
    }
    while (calls.get() < 50) {
      Runnable task = loop.poll(20, TimeUnit.SECONDS);
      assertThat(task).isNotNull();
      task.run();
    }
    Runnable rest;
    while ((rest = loop.poll()) != null) {
      rest.run();
    }
  }

  @Test
  void futuresAndCallbacksOfOneRequestAreDeliveredTogether() {
    var order = new CopyOnWriteArrayList<String>();
    pause();
    var r = aio.nop();
    r.toCompletableFuture().thenRun(() -> order.add("future"));
    r.onComplete((_, _) -> order.add("callback"));
    aio.minParallel(1);
    flush();
    assertThat(order).containsExactly("callback", "future");
  }
}
