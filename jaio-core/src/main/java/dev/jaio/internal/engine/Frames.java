package dev.jaio.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;

/**
 * What is being delivered, each within a callback of the one before it. The owner's of delivery.
 */
final class Frames {

  private static final VarHandle DEPTH;

  static {
    try {
      DEPTH = MethodHandles.lookup().findVarHandle(Frames.class, "depth", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ArrayDeque<Task<?>> tasks = new ArrayDeque<>();
  private volatile int depth; // the size; others look, as at a moment's state, so without a fence

  void push(Task<?> t) {
    tasks.push(t);
    DEPTH.setOpaque(this, tasks.size());
  }

  void pop() {
    tasks.pop();
    DEPTH.setOpaque(this, tasks.size());
  }

  /** Any thread. */
  int depth() {
    return depth;
  }

  /** Whether a group can end only after one of these has been delivered. */
  boolean areBefore(GroupTask<?> g) {
    return Nesting.endsOnlyAfter(tasks, g);
  }
}
