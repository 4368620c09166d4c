package dev.jaio.sim;

import dev.jaio.Group;
import java.util.ArrayList;
import java.util.List;

/** A group and its end. */
final class Squad {

  final Group<Object> group;
  final List<Ticket> members = new ArrayList<>();
  private int callbacks;

  Squad(Group<Object> group) {
    this.group = group;
    group.onComplete((_, _) -> {
      callbacks++;
      for (Ticket t : members) {
        if (!t.request.isDone()) {
          throw t.fail("its group has ended before");
        }
      }
    });
  }

  void cancel() {
    members.forEach(t -> t.cancelAsked = true);
    group.cancel();
  }

  /** When all is over. */
  void check() {
    if (!group.isDone() || callbacks > 1 || (callbacks == 0 && !group.isCancelled())) {
      throw new SimFailure("a group called back %d times: %s".formatted(callbacks, group));
    }
  }
}
