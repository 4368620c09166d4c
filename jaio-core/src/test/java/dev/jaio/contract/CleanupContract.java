package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.Group;
import dev.jaio.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What happens however a group ends. */
class CleanupContract extends Contract {

  @Test
  void runsAfterTheLastMemberAndBeforeTheEnd() {
    var order = new CopyOnWriteArrayList<String>();
    Group<Void> g = aio.group();
    g.cleanup((_, _) -> order.add("cleanup"));
    g.onComplete((_, _) -> order.add("group"));
    g.nop().onComplete((_, _) -> order.add("member"));
    g.close();
    flush();
    assertThat(order).containsExactly("member", "cleanup", "group");
  }

  @Test
  void theGroupWaitsForItsRequests() throws Exception {
    Path file = write("f", "x");
    Group<Void> g = aio.group();
    g.cleanup((files, _) -> files.unlink(file));
    g.close();
    g.await();
    assertThat(file).doesNotExist();
  }

  @Test
  void getsNullOnSuccess() throws Exception {
    var got = new AtomicReference<Throwable>(new Throwable());
    Group<Void> g = aio.group();
    g.cleanup((_, error) -> got.set(error));
    g.close();
    g.await();
    assertThat(got.get()).isNull();
  }

  @Test
  void getsTheFailure() {
    var got = new AtomicReference<Throwable>();
    var x = new IOException("why");
    Group<Void> g = aio.group();
    g.cleanup((_, error) -> got.set(error));
    g.fail(x);
    g.close();
    failure(g);
    assertThat(got.get()).isSameAs(x);
  }

  @Test
  void holdsDoNotKeepItFromACancelledGroup() throws Exception {
    Path file = write("f", "x");
    Group<Void> g = aio.group();
    g.cleanup((files, _) -> files.unlink(file));
    Gate gate = gate(g);
    Group.Hold closedAfterwards = g.hold();
    g.hold(); // and never closed
    g.cancel();
    closedAfterwards.close();
    g.hold().close();
    gate.open();
    assertThatThrownBy(g::await).isInstanceOf(CancellationException.class);
    assertThat(file).doesNotExist();
  }

  @Test
  void getsACancellationIfCancelled() {
    var got = new AtomicReference<Throwable>();
    Group<Void> g = aio.group();
    g.cleanup((_, error) -> got.set(error));
    Gate gate = gate(g);
    g.cancel();
    gate.open();
    assertThatThrownBy(g::await).isInstanceOf(CancellationException.class);
    assertThat(got.get()).isInstanceOf(CancellationException.class);
  }

  @Test
  void severalRunInReverseOrder() {
    var order = new CopyOnWriteArrayList<String>();
    Group<Void> g = aio.group();
    for (String name : new String[] {"a", "b", "c"}) {
      g.cleanup((files, _) -> {
        order.add(name);
        files.nop().onComplete((_, _) -> order.add(name + "'s request"));
      });
    }
    g.close();
    until(g::isDone);
    flush();
    assertThat(order).containsExactly("c", "c's request", "b", "b's request", "a", "a's request");
  }

  @Test
  void itsRequestsAreNotCancelledWithTheGroup() throws Exception {
    Path file = write("f", "x");
    var inCleanup = new AtomicReference<Request<?>>();
    Group<Void> g = aio.group();
    g.cleanup((files, _) -> {
      Request<?> r = files.unlink(file);
      inCleanup.set(r);
      g.cancel();
      assertThat(r.cancel()).isFalse();
    });
    g.cancel();
    until(g::isDone);
    assertThat(inCleanup.get().isCancelled()).isFalse();
    assertThat(file).doesNotExist();
    assertThat(g.isCancelled()).isTrue();
  }

  @Test
  @Requires(Capability.GOES_ON)
  void aCancelledGroupEndsOnlyAfterItsMembersHaveStopped() {
    var cleaned = new AtomicBoolean();
    Group<Void> g = aio.group();
    g.cleanup((_, _) -> cleaned.set(true));
    Gate gate = gate(g);
    assertThat(g.cancel()).isTrue();
    stays(() -> !cleaned.get() && !g.isDone() && !gate.request.isDone());
    gate.open();
    until(g::isDone);
    assertThat(cleaned).isTrue();
    assertThat(gate.request.isCancelled()).isTrue();
  }

  @Test
  void runsWhenTheEngineIsClosedNow() throws Exception {
    Path file = write("f", "x");
    Group<Void> g = aio.group();
    g.cleanup((files, _) -> files.unlink(file));
    pause();
    g.nop();
    g.close();
    aio.minParallel(2);
    aio.closeNow();
    assertThat(g.isDone()).isTrue();
    assertThat(Files.exists(file)).isFalse();
  }

  @Test
  void aThrowingCleanupDoesNotKeepTheOthersFromRunning() {
    var x = new IllegalArgumentException("cleanup");
    var other = new AtomicInteger();
    Group<Void> g = aio.group();
    g.cleanup((_, _) -> other.incrementAndGet());
    g.cleanup((_, _) -> {
      throw x;
    });
    Throwable caught = null;
    try {
      g.close();
      until(g::isDone);
      flush();
    } catch (IllegalArgumentException e) {
      caught = e;
    }
    if (!polled()) {
      until(() -> !unhandled.isEmpty());
      caught = unhandled.poll();
    }
    assertThat(caught).isSameAs(x);
    until(g::isDone);
    assertThat(other).hasValue(1);
  }

  @Test
  void submittingThroughTheGroupWhileCleaningIsCancelled() {
    var late = new AtomicReference<Request<?>>();
    Group<Void> g = aio.group();
    g.cleanup((_, _) -> late.set(g.nop()));
    g.close();
    until(g::isDone);
    assertThat(late.get().isCancelled()).isTrue();
  }

  @Test
  void isRefusedByAnEndedGroup() throws Exception {
    Group<Void> g = aio.group();
    g.close();
    g.await();
    assertThatThrownBy(() -> g.cleanup((_, _) -> {})).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void runsOnceWhenCancelledTwice() {
    var runs = new AtomicInteger();
    Group<Void> g = aio.group();
    g.cleanup((_, _) -> runs.incrementAndGet());
    Gate gate = gate(g);
    g.cancel();
    g.cancel();
    gate.open();
    until(g::isDone);
    g.cancel();
    flush();
    assertThat(runs).hasValue(1);
  }
}
