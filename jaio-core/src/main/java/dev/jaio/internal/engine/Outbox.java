package dev.jaio.internal.engine;

/**
 * What one thread has completed and not yet handed to who delivers.
 *
 * <p>The top of the completion queue is written by all threads, so each write waits for the cache
 * line; here one thread writes for each request, and hands over what it has claimed at once. While
 * a request keeps that thread, the watcher hands over what came before: the stack is emptied by an
 * atomic exchange, so it does not matter who does it.
 */
final class Outbox {

  private final CompletionQueue completions;
  private final Alone.Top top = new Alone.Top();

  Outbox(CompletionQueue completions) {
    this.completions = completions;
  }

  /** The owner. */
  void add(Task<?> t) {
    Task<?> head;
    do {
      head = top.get();
      t.next = head;
    } while (!top.compareAndSet(head, t));
  }

  /** Hands all over. Any thread. False if there was nothing; the caller signals. */
  boolean flush() {
    if (top.get() == null) {
      return false;
    }
    Task<?> newest = top.take();
    if (newest == null) {
      return false;
    }
    completions.pushAll(newest);
    return true;
  }
}
