package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jaio.Aio;
import dev.jaio.Group;
import dev.jaio.Request;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Closing an engine. */
class CloseContract extends Contract {

  @Test
  void letsEverythingFinishAndDelivers() {
    var calls = new AtomicInteger();
    for (int i = 0; i < 200; i++) {
      aio.nop().onComplete((_, _) -> calls.incrementAndGet());
    }
    aio.close();
    assertThat(calls).hasValue(200);
  }

  @Test
  void ofAnIdleEngine() {
    aio.close();
    assertThat(aio.statistics().requests()).isZero();
  }

  @Test
  void twiceIsFine() {
    aio.close();
    aio.close();
    aio.closeNow();
    assertThat(aio.close(Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void submittingAfterwardsIsRefused() {
    aio.close();
    assertThatThrownBy(aio::nop)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("engine is closed");
    assertThatThrownBy(() -> aio.stat(dir)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(aio::group).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void endsTheThreads() throws Exception {
    aio.nop().await();
    aio.close();
    until(() -> threads().isEmpty());
  }

  @Test
  void threadsAreDaemons() throws Exception {
    gate();
    var own =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().startsWith(threadPrefix() + "e"))
            .toList();
    assertThat(own).allMatch(Thread::isDaemon);
  }

  @Test
  void callbacksMayAddToGroupsWhileClosing() {
    var calls = new AtomicInteger();
    Group<Void> g = aio.group();
    g.nop().onComplete((_, _) -> g.nop().onComplete((_, _) -> calls.incrementAndGet()));
    g.close();
    aio.close();
    assertThat(calls).hasValue(1);
    assertThat(g.isDone()).isTrue();
  }

  @Test
  void nowCancelsWhatIsReady() {
    pause();
    var requests = new ArrayList<Request<?>>();
    for (int i = 0; i < 20; i++) {
      requests.add(aio.nop());
    }
    aio.closeNow();
    assertThat(requests).allMatch(Request::isCancelled);
  }

  @Test
  void nowLetsFinishWhatExecutes() {
    var calls = new AtomicInteger();
    Gate gate = gate();
    gate.request.onComplete((_, _) -> calls.incrementAndGet());
    Thread.ofPlatform()
        .start(() -> {
          spinUntil(() -> catchThrowable(aio::nop) != null); // it is closing
          gate.open();
        });
    aio.closeNow();
    assertThat(calls).hasValue(1);
    assertThat(gate.request.isCancelled()).isFalse();
  }

  @Test
  void withTimeIsTrueWhenAllHasEnded() {
    for (int i = 0; i < 20; i++) {
      aio.nop().onComplete((_, _) -> {});
    }
    assertThat(aio.close(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void withTimeGivesUpOnWhatHangs() {
    Gate gate = gate();
    var ready = aio.nop();
    assertThat(aio.close(Duration.ofMillis(50))).isFalse();
    assertThat(log.take(Level.WARNING)).singleElement().asString().contains("left behind");
    assertThat(gate.request.isDone()).isFalse();
    spinUntil(ready::isDone); // a worker may have claimed it
    leavesBehind = true;
  }

  /** As when a program gives up within try-with-resources. */
  @Test
  void withoutTimeDoesNotWaitForWhatWasGivenUp() {
    Gate gate = gate();
    assertThat(aio.close(Duration.ofMillis(20))).isFalse();
    aio.close();
    aio.closeNow();
    assertThat(gate.request.isDone()).isFalse();
    assertThat(log.take(Level.WARNING)).hasSize(1);
    leavesBehind = true;
  }

  @Test
  void endsOpenGroupsThatHaveSomethingToCleanUp() throws Exception {
    Path partial = write("partial", "half");
    Group<Void> g = aio.group();
    g.cleanup((files, _) -> files.unlink(partial));
    aio.close();
    assertThat(g.isCancelled()).isTrue();
    assertThat(partial).doesNotExist();
  }

  @Test
  void endsOpenGroupsWithACallback() {
    Group<Void> g = aio.group();
    g.onComplete((_, _) -> {}).isDone();
    Group<Void> paused = aio.group();
    paused.feed(0, _ -> {}).onComplete((_, _) -> {});
    paused.close();
    aio.close();
    assertThat(g.isCancelled()).isTrue();
    assertThat(paused.isCancelled()).isTrue();
  }

  @Test
  void inACallbackCleansUpAfterIt() throws Exception {
    Path partial = write("partial", "half");
    Group<Void> g = aio.group();
    g.cleanup((files, _) -> files.unlink(partial));
    aio.nop().onComplete((_, _) -> aio.close());
    until(g::isCancelled);
    until(() -> threads().isEmpty());
    assertThat(partial).doesNotExist();
  }

  @Test
  @Requires(Capability.ONE_AT_A_TIME)
  void withTimeCancelsWhatIsReady() {
    restart(Settings::oneAtATime);
    Gate gate = gate();
    var ready = aio.nop();
    assertThat(aio.close(Duration.ofMillis(20))).isFalse();
    assertThat(ready.isCancelled()).isTrue();
    assertThat(gate.request.isCancelled()).isFalse();
    log.take(Level.WARNING);
    leavesBehind = true;
  }

  @Test
  @Requires(Capability.THREADS)
  void withTimeFilesThatWereBeingClosedAreClosed() throws Exception {
    restart(Settings::oneAtATime);
    var file = open(path("f"));
    Gate gate = gate();
    var close = file.closeAsync(); // behind it
    assertThat(aio.close(Duration.ofMillis(20))).isFalse();
    log.take(Level.WARNING);
    gate.open();
    spinUntil(close::isDone);
    assertThat(close.isCancelled()).isFalse();
  }

  @Test
  void withTimeGivesUpOnMemoryThatIsLent() throws Exception {
    var buffer = lendable();
    Gate gate = lending(buffer);
    gate.request.cancel();
    assertThat(aio.close(Duration.ofMillis(50))).isFalse();
    log.take(Level.WARNING);
    assertThat(gate.request.isDone()).isFalse();
    leavesBehind = true;
  }

  @Test
  @Requires(Capability.THREADS)
  void whatWasGivenUpEndsAllTheSame() throws Exception {
    Gate lent = lending(lendable());
    lent.request.cancel();
    assertThat(aio.close(Duration.ofMillis(20))).isFalse();
    log.take(Level.WARNING);
    lent.open();
    until(() -> lent.request.isDone());
    assertThat(lent.request.isCancelled()).isTrue();
  }

  @Test
  void waitsForWhatWasCancelledAndStillExecutes() {
    Gate gate = gate();
    gate.request.cancel();
    var opener =
        Thread.ofPlatform()
            .start(() -> {
              spinUntil(() -> catchThrowable(aio::nop) != null);
              gate.open();
            });
    aio.close();
    assertThat(aio.statistics().abandoned()).isZero();
    until(() -> !opener.isAlive());
  }

  @Test
  void cancelsGroupsThatWouldNeverEnd() throws Exception {
    Group<Void> open = aio.group();
    Group<Void> held = aio.group();
    var hold = held.hold();
    held.close();
    Group<Void> paused = aio.group();
    paused.feed(0, Group::nop);
    paused.close();
    var futures = List.of(open, held, paused).stream().map(g -> g.toCompletableFuture()).toList();
    aio.close();
    assertThat(List.of(open, held, paused)).allMatch(Request::isCancelled);
    assertThat(futures).allMatch(f -> f.isCancelled());
    hold.close();
  }

  @Test
  void whoAwaitsAnOpenGroupIsWoken() throws Exception {
    Group<Void> open = aio.group();
    var got = new AtomicReference<Throwable>();
    var waiter = Thread.ofVirtual().start(() -> got.set(catchThrowable(open::await)));
    spinUntil(() -> waiter.getState() == Thread.State.WAITING);
    aio.close();
    waiter.join();
    assertThat(got.get()).isInstanceOf(CancellationException.class);
  }

  @Test
  void onAnotherThread() {
    var calls = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      aio.nop().onComplete((_, _) -> calls.incrementAndGet());
    }
    var closer = Thread.ofPlatform().start(aio::close);
    until(() -> !closer.isAlive());
    assertThat(calls).hasValue(100);
  }

  @Test
  void byTwoThreadsAtOnce() {
    for (int i = 0; i < 100; i++) {
      aio.nop().onComplete((_, _) -> {});
    }
    var a = Thread.ofPlatform().start(aio::close);
    var b = Thread.ofVirtual().start(aio::close);
    until(() -> !a.isAlive() && !b.isAlive());
    assertThat(aio.statistics().requests()).isZero();
  }

  @Test
  @Requires(Capability.ONE_AT_A_TIME)
  void interruptedCancelsWhatIsReady() {
    restart(Settings::oneAtATime);
    Gate gate = gate();
    var ready = aio.nop();
    Thread.currentThread().interrupt();
    aio.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ready.isCancelled()).isTrue();
    assertThat(gate.request.isCancelled()).isFalse();
    log.take(Level.WARNING);
    leavesBehind = true;
  }

  @Test
  void inACallbackReturnsAtOnce() {
    var returned = new AtomicInteger();
    Gate gate = gate();
    aio.nop()
        .onComplete((_, _) -> {
          aio.close();
          returned.incrementAndGet();
        });
    until(() -> returned.get() == 1);
    assertThat(gate.request.isDone()).isFalse();
    gate.open();
    until(() -> threads().isEmpty());
  }

  @Test
  void nowInACallback() {
    pause();
    var calls = new AtomicInteger();
    Group<Void> g = aio.group();
    g.onComplete((_, _) -> {
      aio.closeNow();
      calls.incrementAndGet();
    });
    var ready = aio.nop();
    g.close();
    until(() -> calls.get() == 1);
    until(() -> threads().isEmpty());
    assertThat(ready.isCancelled()).isTrue();
  }

  @Test
  void twiceInACallback() {
    var calls = new AtomicInteger();
    aio.nop()
        .onComplete((_, _) -> {
          aio.close();
          aio.close();
          calls.incrementAndGet();
        });
    until(() -> calls.get() == 1 && threads().isEmpty());
  }

  @Test
  void aFileMayBeClosedAfterwards() throws Exception {
    var file = aio.open(write("f", "x")).await();
    aio.close();
    file.close(); // the descriptors are counted
    assertThat(file.isOpen()).isFalse();
  }

  @Test
  void aFileIsNotReadAfterwards() throws Exception {
    try (var file = aio.open(write("f", "x")).await()) {
      aio.close();
      assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 0))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aCallbackSetAfterwardsIsNotDropped() throws Exception {
    var r = aio.nop();
    r.await();
    aio.close();
    var calls = new AtomicInteger();
    r.onComplete((_, _) -> calls.incrementAndGet());
    until(() -> calls.get() == 1);
  }

  @Test
  void aResultMayBeTakenAfterwards() throws Exception {
    Path file = write("f", "x");
    var r = aio.load(file);
    aio.close();
    assertThat(r.await()).asString().isEqualTo("x");
    assertThat(r.toCompletableFuture().join()).isNotNull();
  }

  @Test
  @Requires(Capability.DISPATCHER)
  void waitsForABlockingCallback() {
    var calls = new AtomicInteger();
    var entered = new AtomicInteger();
    aio.nop()
        .onComplete((_, _) -> {
          entered.incrementAndGet();
          spinUntil(() -> catchThrowable(aio::nop) != null);
          calls.incrementAndGet();
        });
    until(() -> entered.get() == 1);
    aio.close();
    assertThat(calls).hasValue(1);
  }

  @Test
  void anExceptionOfACallbackIsNotLost() {
    aio.nop()
        .onComplete((_, _) -> {
          throw new IllegalArgumentException("mine");
        });
    Throwable caught = catchThrowable(aio::close);
    if (!polled()) {
      caught = unhandled.poll();
    }
    assertThat(caught).hasMessage("mine");
    until(() -> threads().isEmpty()); // it has closed all the same
  }

  @Test
  void exceptionsOfCallbacksLeaveAfterTheEnd() throws Exception {
    var channel = aio.pollChannel();
    var calls = new AtomicInteger();
    for (int i = 0; i < 50; i++) {
      aio.nop()
          .onComplete((_, _) -> {
            throw new IllegalArgumentException("mine " + calls.incrementAndGet());
          });
    }
    Throwable caught = catchThrowable(() -> aio.close(Duration.ofSeconds(30)));
    assertThat(calls).hasValue(50);
    assertThat(channel.isOpen()).isFalse();
    if (polled()) {
      assertThat(caught).hasMessage("mine 1");
      assertThat(caught.getSuppressed()).hasSize(49);
    } else {
      assertThat(caught).isNull();
      assertThat(unhandled).hasSize(50);
      unhandled.clear();
    }
    until(() -> threads().isEmpty());
  }

  @Test
  void withTimeForEverWaitsForEver() {
    aio.nop().onComplete((_, _) -> {});
    assertThat(aio.close(ChronoUnit.FOREVER.getDuration())).isTrue();
    until(() -> threads().isEmpty());
  }

  @Test
  void enginesDoNotDisturbEachOther() throws Exception {
    var other = start(s -> s);
    other.nop().await();
    aio.close();
    other.nop().await();
    assertThat(other.stat(dir).await().isDirectory()).isTrue();
  }

  @Test
  void nothingCanBePolledAfterIt() throws Exception {
    var channel = aio.pollChannel();
    aio.close();
    assertThat(channel.isOpen()).isFalse();
    aio = start(s -> s);
    aio.close();
    assertThatThrownBy(aio::pollChannel).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(aio::pollFd)
        .isInstanceOfAny(IllegalStateException.class, UnsupportedOperationException.class);
  }

  @Test
  void theHookForTheExitIsForgotten() {
    var closed = new WeakReference<>(startedAndClosed());
    until(() -> {
      System.gc();
      return closed.refersTo(null);
    });
  }

  private static Aio startedAndClosed() {
    var other = Aio.builder().closeAtExit(Duration.ofSeconds(1)).start();
    other.nop().onComplete((_, _) -> {});
    other.close();
    return other;
  }
}
