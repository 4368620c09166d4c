package dev.jaio.internal.engine;

import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The members of a group that have not been delivered, in a list through the members themselves.
 * Guarded by the group, as their links are.
 */
final class Members {

  private @Nullable Task<?> head;
  private int count;

  int count() {
    return count;
  }

  void add(Task<?> t) {
    Task<?> first = head;
    t.nextMember = first;
    t.prevMember = null;
    if (first != null) {
      first.prevMember = t;
    }
    head = t;
    t.isLinkedMember = true;
    count++;
  }

  void remove(Task<?> t) {
    Task<?> p = t.prevMember;
    Task<?> n = t.nextMember;
    if (p == null) {
      head = n;
    } else {
      p.nextMember = n;
    }
    if (n != null) {
      n.prevMember = p;
    }
    t.prevMember = null;
    t.nextMember = null;
    t.isLinkedMember = false;
    count--;
  }

  /** Adds those that may be cancelled to a list. */
  void addTo(Queue<Task<?>> work) {
    for (Task<?> m = head; m != null; m = m.nextMember) {
      if (!m.isShielded()) {
        work.add(m);
      }
    }
  }
}
