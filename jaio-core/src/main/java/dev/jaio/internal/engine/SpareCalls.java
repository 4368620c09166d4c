package dev.jaio.internal.engine;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls for threads that have none of their own, as virtual threads. Who has borrowed some has them
 * alone, also while it is unmounted; so there need not be more than are in use at once, which is
 * hardly ever more than there are carriers.
 */
final class SpareCalls {

  private final Supplier<Calls> maker;
  private final AtomicReferenceArray<@Nullable Calls> slots;
  private final int mask;

  SpareCalls(Supplier<Calls> maker, int cores) {
    this.maker = maker;
    int size = Integer.highestOneBit(cores) * 4;
    this.slots = new AtomicReferenceArray<>(size);
    this.mask = size - 1;
  }

  /** Where a thread begins to look, so that few look at the same place. */
  private int begin() {
    return (int) Thread.currentThread().threadId();
  }

  Calls borrow() {
    int begin = begin();
    for (int i = 0; i <= mask; i++) {
      int slot = (begin + i) & mask;
      if (slots.getPlain(slot) != null) {
        Calls c = slots.getAndSet(slot, null);
        if (c != null) {
          return c;
        }
      }
    }
    return maker.get();
  }

  void giveBack(Calls c) {
    int begin = begin();
    for (int i = 0; i <= mask; i++) {
      int slot = (begin + i) & mask;
      if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, c)) {
        return;
      }
    }
    c.close();
  }
}
