package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jaio.Group;
import dev.jaio.Request;
import java.util.ArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What submitting does while the queue is full. */
class BackpressureContract extends Contract {

  private void fill(int n) {
    pause();
    for (int i = 0; i < n; i++) {
      aio.nop().onComplete((_, _) -> {});
    }
  }

  @Test
  void rejects() {
    restart(s -> s.queueLimit(3).rejects());
    fill(3);
    assertThatThrownBy(aio::nop)
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("queue is full: 3");
    aio.minParallel(1);
  }

  @Test
  void whatIsRejectedLeavesNothing() {
    restart(s -> s.queueLimit(3).rejects());
    fill(3);
    for (int i = 0; i < 5; i++) {
      assertThat(catchThrowable(aio::nop)).isNotNull();
    }
    assertThat(aio.statistics().requests()).isEqualTo(3);
    aio.minParallel(1);
    flush();
    assertThat(aio.statistics().requests()).isZero();
  }

  @Test
  @Requires(Capability.ONE_QUEUE)
  void aRejectedReadGivesItsHandleBack() throws Exception {
    restart(s -> s.queueLimit(3).rejects());
    var file = aio.open(write("f", "x")).await();
    fill(3);
    assertThatThrownBy(() -> file.read(java.nio.ByteBuffer.allocate(1), 0))
        .isInstanceOf(RejectedExecutionException.class);
    aio.minParallel(1);
    file.close();
  }

  @Test
  void aRejectedMemberLeavesItsGroup() throws Exception {
    restart(s -> s.queueLimit(3).rejects());
    fill(3);
    Group<Void> g = aio.group();
    assertThatThrownBy(g::nop).isInstanceOf(RejectedExecutionException.class);
    aio.minParallel(1);
    g.close();
    g.await();
  }

  @Test
  void thereIsRoomAgainAfterExecution() throws Exception {
    restart(s -> s.queueLimit(3).rejects());
    fill(3);
    aio.minParallel(1);
    flush();
    aio.nop().await();
  }

  @Test
  void thereIsRoomAgainAfterACancel() throws Exception {
    restart(s -> s.queueLimit(1).rejects());
    pause();
    var r = aio.nop();
    assertThat(catchThrowable(aio::nop)).isNotNull();
    r.cancel();
    var again = aio.nop();
    aio.minParallel(1);
    again.await();
  }

  @Test
  void blocksUntilThereIsRoom() throws Exception {
    restart(s -> s.queueLimit(2));
    fill(2);
    var submitted = new AtomicReference<Request<?>>();
    var thread = Thread.ofPlatform().start(() -> submitted.set(aio.nop()));
    spinUntil(() -> thread.getState() == Thread.State.WAITING);
    assertThat(submitted.get()).isNull();
    aio.minParallel(1);
    until(() -> submitted.get() != null && submitted.get().isDone());
    thread.join();
  }

  @Test
  void aBlockedVirtualThreadHoldsNoCarrier() throws Exception {
    restart(s -> s.queueLimit(2));
    fill(2);
    var threads = new ArrayList<Thread>();
    int n = 4 * Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < n; i++) {
      threads.add(Thread.ofVirtual().start(aio::nop));
    }
    spinUntil(() -> threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
    Thread.ofVirtual().start(() -> {}).join();
    aio.minParallel(1);
    until(() -> threads.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void rejectsOnTheThreadThatDelivers() {
    restart(s -> s.queueLimit(4));
    var got = new AtomicReference<Throwable>();
    var submitted = new AtomicInteger();
    aio.nop()
        .onComplete((_, _) -> {
          aio.maxParallel(0);
          spinUntil(() -> aio.statistics().threads() == 0);
          for (int i = 0; i < 5 && got.get() == null; i++) {
            submitted.incrementAndGet();
            got.set(catchThrowable(aio::nop));
          }
        });
    until(() -> got.get() != null);
    assertThat(got.get()).isInstanceOf(RejectedExecutionException.class);
    assertThat(submitted).hasValue(5);
    aio.minParallel(1);
  }

  @Test
  void aBlockedSubmitterFindsTheEngineClosed() throws Exception {
    restart(s -> s.queueLimit(1));
    fill(1);
    var got = new AtomicReference<Throwable>();
    var thread = Thread.ofPlatform().start(() -> got.set(catchThrowable(aio::nop)));
    spinUntil(() -> thread.getState() == Thread.State.WAITING);
    aio.closeNow();
    until(() -> !thread.isAlive());
    if (got.get() != null) {
      assertThat(got.get())
          .isInstanceOfAny(IllegalStateException.class, RejectedExecutionException.class);
    }
  }

  @Test
  void aGroupNeedsNoRoom() throws Exception {
    restart(s -> s.queueLimit(1).rejects());
    fill(1);
    Group<Void> g = aio.group();
    g.close();
    g.await();
    aio.minParallel(1);
  }

  @Test
  void closingAFileNeedsNoRoom() throws Exception {
    restart(s -> s.queueLimit(1).rejects());
    var file = aio.open(write("f", "x")).await();
    fill(1);
    var r = file.closeAsync();
    aio.minParallel(1);
    r.await();
  }

  @Test
  void manySubmittersAndASmallQueue() throws Exception {
    restart(s -> s.queueLimit(8));
    var calls = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 500; i++) {
                  aio.nop().onComplete((_, _) -> calls.incrementAndGet());
                }
              }));
    }
    until(() -> calls.get() == 2000);
    for (Thread t : threads) {
      t.join();
    }
  }
}
