package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.AsyncDirectory;
import dev.jaio.Group;
import dev.jaio.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hundred thousand groups, each within the one before, overflow nothing. */
class NestingContract extends Contract {

  private static final int DEPTH = 100_000;

  /** How a group comes to lie within another. */
  enum Way {
    BORN,
    BORN_THROUGH_PRIORITIES,
    BORN_AT_A_DIRECTORY,
    ADDED_FROM_OUTSIDE,
    ADDED_FROM_INSIDE
  }

  /** From the outermost to the innermost. */
  private List<Group<Void>> nest(Way way) throws Exception {
    List<Group<Void>> groups = new ArrayList<>(DEPTH);
    groups.add(aio.group());
    AsyncDirectory d = way == Way.BORN_AT_A_DIRECTORY ? aio.openDirectory(dir).await() : null;
    while (groups.size() < DEPTH) {
      Group<Void> last = groups.getLast();
      groups.add(
          switch (way) {
            case BORN -> last.group();
            case BORN_THROUGH_PRIORITIES -> last.withPriority(groups.size() % 9 - 4).group();
            case BORN_AT_A_DIRECTORY -> last.at(d).group();
            case ADDED_FROM_OUTSIDE, ADDED_FROM_INSIDE -> aio.group();
          });
      if (way == Way.ADDED_FROM_OUTSIDE) {
        last.add(groups.getLast());
      }
    }
    if (way == Way.ADDED_FROM_INSIDE) {
      for (int i = DEPTH - 1; i > 0; i--) {
        groups.get(i - 1).add(groups.get(i));
      }
    }
    if (d != null) {
      d.close();
    }
    return groups;
  }

  private static AtomicInteger count(List<Group<Void>> groups) {
    var calls = new AtomicInteger();
    groups.forEach(g -> g.onComplete((_, _) -> calls.incrementAndGet()));
    return calls;
  }

  @ParameterizedTest
  @EnumSource
  void allEnd(Way way) throws Exception {
    List<Group<Void>> groups = nest(way);
    AtomicInteger calls = count(groups);
    Request<Void> innermost = groups.getLast().nop();
    groups.forEach(Group::close);
    groups.getFirst().await();
    assertThat(innermost.isDone()).isTrue();
    assertThat(groups).allMatch(Request::isDone).noneMatch(Request::isCancelled);
    flush();
    assertThat(calls).hasValue(DEPTH);
  }

  @ParameterizedTest
  @EnumSource
  void allAreCancelled(Way way) throws Exception {
    List<Group<Void>> groups = nest(way);
    AtomicInteger calls = count(groups);
    assertThat(groups.getFirst().cancel()).isTrue();
    assertThat(groups).allMatch(Request::isCancelled);
    assertThat(groups.getLast().nop().isCancelled()).isTrue();
    flush();
    assertThat(calls).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource(names = {"BORN", "ADDED_FROM_OUTSIDE"})
  void theInnermostIsCancelled(Way way) throws Exception {
    List<Group<Void>> groups = nest(way);
    AtomicInteger calls = count(groups);
    assertThat(groups.getLast().cancel()).isTrue();
    groups.forEach(Group::close);
    groups.getFirst().await();
    flush();
    assertThat(calls).hasValue(DEPTH - 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"BORN", "ADDED_FROM_INSIDE"})
  void noneComesToContainItself(Way way) throws Exception {
    List<Group<Void>> groups = nest(way);
    assertThatThrownBy(() -> groups.getLast().add(groups.getFirst()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the group would contain itself");
    assertThatThrownBy(() -> groups.getLast().add(groups.get(DEPTH / 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("member");
    groups.forEach(Group::close);
    groups.getFirst().await();
  }
}
