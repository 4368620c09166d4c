package dev.jaio.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What one thread has completed and not yet handed to who delivers.
 *
 * <p>The top of the completion queue is written by all threads, so each write waits for the cache
 * line; here one thread writes for each request, without an atomic access, and hands over what it
 * has claimed at once. While a request keeps that thread, the watcher hands over what came before.
 *
 * <p>The owner fills slots up to {@code added}; the right to those from {@code taken} on is had by
 * moving that by compare-and-set. The owner fills no slot that has not been taken, so another
 * thread that has read the slots first, and then succeeds, has read what was to be read.
 */
final class Outbox {

  private static final int ROOM = Claim.MOST;
  private static final VarHandle ADDED;

  static {
    try {
      ADDED = MethodHandles.lookup().findVarHandle(Outbox.class, "added", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final CompletionQueue completions;
  private final Counters.Tally tally;
  private final AtomicReferenceArray<@Nullable Task<?>> slots = new AtomicReferenceArray<>(ROOM);
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong handed = new AtomicLong(); // how many by others than the owner
  private volatile long added; // written by the owner only

  // The owner's.
  private long emptied; // the first slot that may still hold something
  private long mine; // the end of what it has handed over last
  private long others; // how many others had taken by then

  Outbox(CompletionQueue completions, Counters counters) {
    this.completions = completions;
    this.tally = counters.newTally();
  }

  /** The owner. */
  void add(Task<?> t) {
    long at = added;
    if (at - emptied == ROOM) {
      flush();
    }
    slots.setRelease(slot(at), t);
    ADDED.setRelease(this, at + 1); // publishes the slot and what was written to the request
  }

  /** The owner: hands all over. False if there was nothing; the caller signals. */
  boolean flush() {
    long to = added;
    boolean any = false;
    for (long from = taken.get(); from < to; from = taken.get()) {
      if (taken.compareAndSet(from, to)) {
        awaitOthers(from);
        Task<?> newest = null;
        for (long i = from; i < to; i++) {
          newest = link(slots.getPlain(slot(i)), newest);
        }
        hand(newest, slots.getPlain(slot(from)), (int) (to - from));
        mine = to;
        any = true;
      }
    }
    for (; emptied < to; emptied++) {
      slots.setPlain(slot(emptied), null); // it may hold an open file, which would not be forgotten
    }
    return any;
  }

  /**
   * The owner: what others have taken comes first. Hardly ever they have, and then between their
   * taking and their handing over is nothing to wait for.
   */
  @SuppressWarnings("ThreadPriorityCheck") // one of them has no processor
  private void awaitOthers(long from) {
    if (from > mine) {
      others += from - mine;
      while (handed.get() < others) {
        Thread.yield();
      }
    }
  }

  /** Another thread, while a request keeps the owner: hands over what there is by then. */
  boolean flushForOwner() {
    long from = taken.get();
    long to = added;
    if (from >= to) {
      return false;
    }
    @Nullable Task<?>[] copy = new Task<?>[(int) (to - from)];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = slots.getAcquire(slot(from + i));
    }
    if (!taken.compareAndSet(from, to)) {
      return false; // the owner was faster
    }
    try {
      Task<?> newest = null;
      for (Task<?> t : copy) {
        newest = link(t, newest);
      }
      hand(newest, copy[0], copy.length);
    } finally {
      handed.addAndGet(copy.length); // after that: the owner, who sees it, pushes what is newer
    }
    return true;
  }

  private static int slot(long at) {
    return (int) at & (ROOM - 1);
  }

  private static Task<?> link(@Nullable Task<?> t, @Nullable Task<?> before) {
    if (t == null) {
      throw new AssertionError("a slot is empty that was filled");
    }
    t.next = before;
    return t;
  }

  private void hand(@Nullable Task<?> newest, @Nullable Task<?> oldest, int n) {
    if (newest != null && oldest != null) {
      completions.push(newest, oldest, n);
    }
  }

  /** Counts how a request has ended. The owner. */
  void count(OpType type, int state) {
    tally.count(type, state);
  }

  /** The owner ends. */
  void close() {
    tally.close();
  }
}
