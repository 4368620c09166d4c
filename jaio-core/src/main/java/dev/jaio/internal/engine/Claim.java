package dev.jaio.internal.engine;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Requests that one thread has taken from the queue at once, and carries out one after the other.
 *
 * <p>What it has not begun stays READY: every slot is emptied by an atomic exchange, so that the
 * watcher or an idle worker can take a request back while the owner is kept by another one.
 */
final class Claim {

  /** Most requests claimed at once; more gain nothing and are further from being overtaken. */
  static final int MOST = 16;

  private final AtomicReferenceArray<@Nullable Task<?>> slots;
  private volatile boolean holds; // slots may be filled
  private int unseen; // a bit for each slot whose request is for the batch; the owner's
  private int batched; // how many the batch got; the owner's
  private int touched; // see touched()

  /** With room for so many, 32 at most. */
  Claim(int room) {
    slots = new AtomicReferenceArray<>(room);
  }

  /** For how many there is room. */
  int room() {
    return slots.length();
  }

  /** Fills a slot, in order from 0. The owner, while it holds none. */
  void put(int slot, Task<?> t) {
    slots.setRelease(slot, t); // to who takes it back without having seen the queue's lock
  }

  /**
   * The first slots have been filled. What carrying the requests out will read is read now, for all
   * of them: the memory is then waited for once, and not for one after the other.
   */
  void begin(int n) {
    holds = true;
    int sum = 0;
    for (int i = 0; i < n; i++) {
      Task<?> t = slots.getAcquire(i);
      if (t != null) {
        sum += t.touch();
      }
    }
    touched = sum;
  }

  /** The owner's next request, or null if it was taken back. */
  @Nullable Task<?> next(int slot) {
    return slots.getAndSet(slot, null);
  }

  /**
   * Whether something of it is worth a batch on a ring; then {@link #nextForBatch} goes through
   * that, and another batch may follow.
   *
   * @param n how many slots have been filled
   */
  boolean beginBatch(int n, Router router) {
    batched = 0;
    int left = 0;
    for (int i = 0; i < n; i++) {
      Task<?> t = slots.getPlain(i);
      left |= t != null && router.isForBatch(t) ? 1 << i : 0;
    }
    while (Integer.bitCount(left) >= router.fewest()) {
      unseen = together(left);
      if (Integer.bitCount(unseen) >= router.fewest()) {
        return true;
      }
      left &= ~unseen;
    }
    unseen = 0;
    return false;
  }

  /** Of some slots those whose requests may be carried out along with the first one. */
  private int together(int some) {
    int found = Integer.lowestOneBit(some);
    Task<?> first = slots.getPlain(Integer.numberOfTrailingZeros(some));
    for (int rest = some & ~found; rest != 0; rest &= rest - 1) {
      Task<?> t = slots.getPlain(Integer.numberOfTrailingZeros(rest));
      boolean fits = first != null && t != null && Opening.mayShareCall(first, t);
      found |= fits ? Integer.lowestOneBit(rest) : 0;
    }
    return found;
  }

  /** The owner's next request for a ring, or null. */
  @Nullable Task<?> nextForBatch() {
    while (unseen != 0) {
      int slot = Integer.numberOfTrailingZeros(unseen);
      unseen &= unseen - 1;
      Task<?> t = slots.getAndSet(slot, null);
      if (t != null) {
        batched++;
        return t;
      }
    }
    return null;
  }

  /** Whether the last batch got something; else another one would get nothing either. */
  boolean hasBatched() {
    return batched > 0;
  }

  /** All slots are empty. */
  void end() {
    holds = false;
  }

  /** Takes a request that has not begun, the last first, or null. Any thread. */
  @Nullable Task<?> takeBack() {
    if (!holds) {
      return null;
    }
    for (int i = slots.length() - 1; i >= 0; i--) {
      if (slots.getPlain(i) != null) {
        Task<?> t = slots.getAndSet(i, null);
        if (t != null) {
          return t;
        }
      }
    }
    return null;
  }

  /** Queues again what has not begun. Any thread. The first of it, or null if there was none. */
  @Nullable Task<?> putBack(ReadyQueue queue) {
    return isEmpty() ? null : queue.putBack(this);
  }

  private boolean isEmpty() {
    boolean empty = true;
    for (int i = 0; holds && empty && i < slots.length(); i++) {
      empty = slots.getPlain(i) == null;
    }
    return empty;
  }

  /** What was read ahead. Nobody asks; a field that is never read might not be written. */
  int touched() {
    return touched;
  }
}
