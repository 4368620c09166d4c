package dev.jaio.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * How groups lie within each other. A group that is a member cannot become one again, so the only
 * one that could come to contain itself is the outermost.
 */
@SuppressWarnings("ReferenceEquality") // the same group
final class Nesting {

  private Nesting() {}

  /**
   * The group around all others that a group is in, or the group itself. Each look halves the way
   * for the next one. For one thread of an engine at a time.
   */
  static GroupTask<?> outermost(GroupTask<?> inner) {
    GroupTask<?> g = inner;
    for (GroupTask<?> up = up(g); up != null; up = up(g)) {
      GroupTask<?> further = up(up);
      g.above = further == null ? up : further;
      g = g.above;
    }
    return g;
  }

  private static @Nullable GroupTask<?> up(GroupTask<?> g) {
    return g.above == null ? g.container() : g.above;
  }

  /** Whether a group can end only after what is being delivered has been. */
  static boolean endsOnlyAfter(Iterable<Task<?>> beingDelivered, GroupTask<?> awaited) {
    for (Task<?> t : beingDelivered) {
      boolean own = t instanceof GroupTask<?> && !Task.isComplete(t.word());
      for (Task<?> g = own ? t : t.container(); g != null; g = g.container()) {
        if (g == awaited) {
          return true;
        }
      }
    }
    return false;
  }
}
