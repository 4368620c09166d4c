package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Group;
import dev.jaio.Request;
import dev.jaio.Statistics.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every request is counted once, under its operation, for how it ended. */
class CountersContract extends Contract {

  private Ended count(String operation) {
    return aio.statistics().operations().get(operation);
  }

  /** It may be counted just after who waits has seen its end. */
  private void assertCounted(String operation, Ended expected) {
    spinUntil(() -> expected.equals(count(operation)));
  }

  @Test
  void whatCompletesAndWhatFails() throws Exception {
    aio.stat(dir).await();
    aio.stat(dir).await();
    assertErrno(aio.stat(path("none")), "ENOENT");
    aio.lstat(dir).await();
    assertCounted("stat", new Ended(2, 1, 0));
    assertCounted("lstat", new Ended(1, 0, 0));
    assertThat(aio.statistics().operations()).containsOnlyKeys("lstat", "stat");
  }

  @Test
  void whatIsCancelledBeforeItBegins() {
    pause();
    var request = aio.stat(dir);
    assertThat(request.cancel()).isTrue();
    assertThat(request.cancel()).isFalse();
    assertCounted("stat", new Ended(0, 0, 1));
  }

  @Test
  void whatIsCancelledWhileItIsExecuted() {
    Gate gate = gate();
    String operation = configuration.has(Capability.THREADS) ? "open" : "busy";
    assertThat(gate.request.cancel()).isTrue();
    gate.open();
    until(() -> gate.request.isDone() && aio.statistics().abandoned() == 0);
    assertCounted(operation, new Ended(0, 0, 1));
  }

  @Test
  @Requires(Capability.POLLING)
  void whatIsCancelledBeforeItsDelivery() throws Exception {
    Request<?>[] both = new Request<?>[2];
    completeBeforeDelivery(() -> {
      both[0] = aio.nop().onComplete((_, _) -> {});
      both[1] = aio.nop().onComplete((_, _) -> {});
      return List.of(both);
    });
    assertThat(both[1].cancel()).isTrue();
    flush();
    assertCounted("nop", new Ended(1, 0, 1));
  }

  @Test
  @Requires({Capability.POLLING, Capability.COMPLETES_BETWEEN_POLLS})
  void whatHasFailedAndIsCancelledBeforeItsDelivery() {
    var request = aio.stat(path("none")).onComplete((_, _) -> {});
    spinUntil(() -> request.phase() == Request.Phase.PENDING);
    assertThat(request.cancel()).isTrue();
    flush();
    assertCounted("stat", new Ended(0, 0, 1));
  }

  @Test
  void groups() throws Exception {
    Group<Void> good = aio.group();
    good.close();
    good.await();
    Group<Void> bad = aio.group();
    bad.fail(new IllegalStateException("as a test wants"));
    bad.close();
    failure(bad);
    Group<Void> none = aio.group();
    none.cancel();
    until(none::isDone);
    assertCounted("group", new Ended(1, 1, 1));
  }

  @Test
  void whatIsMadeOfOthersIsCountedAndNamedAsWhatItIs() throws Exception {
    Path from = Files.write(path("from"), new byte[1]);
    Path to = path("to");
    var copy = aio.copy(from, to);
    assertThat(copy.toString()).startsWith("copy " + from + " to " + to + " [");
    copy.await();
    aio.move(to, path("moved")).await();
    aio.scandir(dir).await();
    failure(aio.copy(path("none"), to));
    assertCounted("copy", new Ended(1, 1, 0));
    assertCounted("move", new Ended(1, 0, 0));
    assertCounted("scandir", new Ended(1, 0, 0));
    assertThat(aio.statistics().operations()).doesNotContainKey("group");
  }
}
