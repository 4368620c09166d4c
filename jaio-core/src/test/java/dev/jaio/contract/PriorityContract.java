package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.AsyncFile;
import dev.jaio.Request;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The order in which requests are executed and delivered. */
class PriorityContract extends Contract {

  private Path out;

  /** Opens a file that shows in which order it was written to. */
  private AsyncFile appending() throws Exception {
    restart(Settings::oneAtATime);
    out = path("order");
    return aio.open(out, StandardOpenOption.CREATE, StandardOpenOption.APPEND).await();
  }

  @Test
  void higherPrioritiesExecuteFirst() throws Exception {
    try (var file = appending()) {
      pause();
      for (int p : new int[] {0, -4, 4, -1, 1, 0}) {
        file.via(aio.withPriority(p)).write(buffer((char) ('e' + p) + ""));
      }
      aio.minParallel(1);
      flush();
      assertThat(text(out)).isEqualTo("ifeeda");
    }
  }

  @Test
  void oneQueueIsFirstInFirstOut() throws Exception {
    try (var file = appending()) {
      pause();
      var expected = new StringBuilder();
      for (char c = 'a'; c <= 'z'; c++) {
        file.write(buffer(c + ""));
        expected.append(c);
      }
      aio.minParallel(1);
      flush();
      assertThat(text(out)).isEqualTo(expected.toString());
    }
  }

  @Test
  @Requires(Capability.ONE_AT_A_TIME)
  void aLaterRequestOfHigherPriorityOvertakesWhatIsQueued() throws Exception {
    try (var file = appending()) {
      Gate gate = gate();
      for (int i = 0; i < 40; i++) {
        file.write(buffer("l"));
      }
      file.via(aio.withPriority(1)).write(buffer("H"));
      gate.open();
      flush();
      assertThat(text(out)).hasSize(41).startsWith("H");
    }
  }

  @Test
  void allNinePrioritiesAreDistinct() throws Exception {
    try (var file = appending()) {
      pause();
      for (int p = -4; p <= 4; p++) {
        file.via(aio.withPriority(p)).write(buffer((p + 4) + ""));
      }
      aio.minParallel(1);
      flush();
      assertThat(text(out)).isEqualTo("876543210");
    }
  }

  @Test
  void priorityIsClamped() {
    pause();
    assertThat(aio.withPriority(100).nop().priority()).isEqualTo(4);
    assertThat(aio.withPriority(-100).nop().priority()).isEqualTo(-4);
    aio.minParallel(1);
  }

  @Test
  void theInnermostViewCounts() {
    pause();
    assertThat(aio.withPriority(1).withPriority(2).nop().priority()).isEqualTo(2);
    aio.minParallel(1);
  }

  @Test
  void aViewDoesNotChangeItsParent() {
    pause();
    var view = aio.withPriority(4);
    assertThat(aio.nop().priority()).isZero();
    assertThat(view.nop().priority()).isEqualTo(4);
    assertThat(view.nop().priority()).isEqualTo(4);
    aio.minParallel(1);
  }

  @Test
  void resultsAreDeliveredByPriority() throws Exception {
    var order = new CopyOnWriteArrayList<Integer>();
    completeBeforeDelivery(() -> {
      var requests = new ArrayList<Request<?>>();
      for (int p : new int[] {0, -4, 4, 2}) {
        requests.add(aio.withPriority(p).nop().onComplete((_, _) -> order.add(p)));
      }
      return requests;
    });
    until(() -> order.size() == 4);
    assertThat(order).containsExactly(4, 2, 0, -4);
  }

  @Test
  void aResultThatComesWhileDeliveringIsStillOrdered() throws Exception {
    var order = new CopyOnWriteArrayList<String>();
    completeBeforeDelivery(() -> {
      var first = aio.withPriority(2).nop();
      var late = aio.withPriority(1).nop();
      var low = aio.withPriority(-1).nop().onComplete((_, _) -> order.add("low"));
      first.onComplete((_, _) -> late.onComplete((_, _) -> order.add("late")));
      return List.of(first, late, low);
    });
    until(() -> order.size() == 2);
    assertThat(order).containsExactly("late", "low");
  }

  @Test
  void membersOfAGroupInheritItsPriority() {
    pause();
    var group = aio.withPriority(3).<Void>group();
    assertThat(group.nop().priority()).isEqualTo(3);
    assertThat(group.group().nop().priority()).isEqualTo(3);
    group.close();
    aio.minParallel(1);
    flush();
  }

  @Test
  void maxParallelNullExecutesNothing() {
    pause();
    var r = aio.nop();
    var s = aio.stat(dir);
    stays(() -> allIn(List.of(r, s), Request.Phase.READY));
    assertThat(aio.statistics().ready()).isEqualTo(2);
    aio.minParallel(1);
    flush();
    assertThat(allIn(List.of(r, s), Request.Phase.DONE)).isTrue();
  }

  @Test
  void minParallelNeverLowers() {
    restart(s -> s.parallel(4, 0).helping(false));
    aio.minParallel(1);
    var gates = List.of(gate(), gate(), gate());
    assertThat(gates).allMatch(g -> g.request.phase() == Request.Phase.EXECUTING);
  }

  @Test
  @Requires(Capability.ONE_AT_A_TIME)
  void maxParallelNeverRaises() {
    restart(Settings::oneAtATime);
    aio.maxParallel(4);
    Gate first = gate();
    Gate second = gateNotAwaited(aio, aio);
    var probe = aio.nop();
    assertThat(first.request.phase()).isEqualTo(Request.Phase.EXECUTING);
    stays(() -> allIn(List.of(second.request, probe), Request.Phase.READY));
  }

  @Test
  void maxParallelDoesNotWait() {
    Gate gate = gate();
    aio.maxParallel(0);
    assertThat(gate.request.phase()).isEqualTo(Request.Phase.EXECUTING);
    gate.open();
    aio.minParallel(1);
    flush();
  }

  @Test
  void aRequestThatBlocksDoesNotHoldUpItsNeighbours() throws Exception {
    Gate gate = gate();
    for (int i = 0; i < 100; i++) {
      aio.nop().await();
    }
    assertThat(gate.request.phase()).isEqualTo(Request.Phase.EXECUTING);
  }
}
