package dev.jaio.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The requests that are complete and wait for delivery. Many threads push, one takes.
 *
 * <p>Pushed onto a stack by compare-and-set; the taker empties the stack in one swap, restores the
 * order, and keeps nine lists of its own, so that results too are delivered by priority. Bounded by
 * the number of outstanding requests.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
final class CompletionQueue {

  private static final VarHandle SORTED;
  private static final VarHandle TAKEN;

  static {
    try {
      var lookup = MethodHandles.lookup();
      SORTED = lookup.findVarHandle(CompletionQueue.class, "sorted", int.class);
      TAKEN = lookup.findVarHandle(CompletionQueue.class, "taken", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Alone.Top top = new Alone.Top();
  private final LongAdder pushed = new LongAdder();

  // The taker's own; the taker changes only through the delivery's ownership, which orders this.
  private final @Nullable Task<?>[] heads = new Task<?>[Task.PRIORITIES];
  private final @Nullable Task<?>[] tails = new Task<?>[Task.PRIORITIES];
  private int levels;
  private volatile int sorted; // how many are in the lists; written by the taker only
  private volatile long taken; // written by the taker only

  /** Any thread. The compare-and-set releases what was written to the task. */
  void push(Task<?> t) {
    push(t, t, 1);
  }

  /** As {@link #push}, several, linked from the newest to the oldest. */
  void push(Task<?> newest, Task<?> oldest, int n) {
    for (; ; ) {
      Task<?> head = top.get();
      oldest.next = head;
      if (top.compareAndSet(head, newest)) {
        pushed.add(n);
        return;
      }
      Thread.onSpinWait();
    }
  }

  /** Any thread: whether there is something to take. */
  boolean isEmpty() {
    return sorted == 0 && top.get() == null;
  }

  /** The taker only: the first of the highest priority, or null. */
  @Nullable Task<?> take() {
    if (top.get() != null) {
      sort();
    }
    if (levels == 0) {
      return null;
    }
    int level = 31 - Integer.numberOfLeadingZeros(levels);
    Task<?> t = heads[level];
    if (t == null) {
      throw new AssertionError("a level is marked that is empty");
    }
    heads[level] = t.next;
    if (t.next == null) {
      tails[level] = null;
      levels &= ~(1 << level);
    }
    t.next = null;
    SORTED.setRelease(this, sorted - 1); // others look, as at a moment's state
    TAKEN.setRelease(this, taken + 1);
    return t;
  }

  private void sort() {
    Task<?> newest = top.take();
    Task<?> oldest = null;
    int n = 0;
    while (newest != null) {
      Task<?> before = newest.next;
      newest.next = oldest;
      oldest = newest;
      newest = before;
      n++;
    }
    while (oldest != null) {
      Task<?> after = oldest.next;
      oldest.next = null;
      int level = oldest.level();
      Task<?> tail = tails[level];
      if (tail == null) {
        heads[level] = oldest;
        levels |= 1 << level;
      } else {
        tail.next = oldest;
      }
      tails[level] = oldest;
      oldest = after;
    }
    SORTED.setRelease(this, sorted + n);
  }

  /** How many wait, as a moment's estimate. */
  int size() {
    return (int) Math.max(0, pushed.sum() - taken);
  }
}
