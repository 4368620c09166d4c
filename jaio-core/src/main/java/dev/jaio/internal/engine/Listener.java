package dev.jaio.internal.engine;

import org.jspecify.annotations.Nullable;

/** Who wants to know that a request is complete: a waiting thread, or a future. */
class Listener {
  @Nullable Listener next;
  private volatile @Nullable Thread thread;

  /** A listener that has nobody to wake. */
  Listener() {}

  Listener(Thread thread) {
    this.thread = thread;
  }

  void wake(Engine engine) {
    Thread t = thread;
    if (t != null) {
      engine.wake(t);
    }
  }

  /** The thread no longer waits; the node is unlinked by {@link Task#removeListener}. */
  void leave() {
    thread = null;
  }

  boolean hasLeft() {
    return thread == null;
  }
}
