package dev.jaio.sim;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which memory the kernel has, and what came of each transfer to or from it. Memory that a test has
 * not declared is not watched, unless all of it must be.
 */
final class Ledger {

  /** Memory that a test lends. */
  static final class Lent {
    private final long address;
    private final long length;
    private final WeakReference<Object> holder;
    private int owners; // entries that the kernel has not completed
    private final List<Integer> results = new ArrayList<>();

    private Lent(long address, long length, Object holder) {
      this.address = address;
      this.length = length;
      this.holder = new WeakReference<>(holder);
    }

    private boolean includes(long from, long count) {
      return from >= address && from + count <= address + length;
    }
  }

  private final TreeMap<Long, Lent> all = new TreeMap<>();
  private final boolean strict;

  /**
   * An empty one.
   *
   * @param strict whether a transfer to what was not declared is a failure
   */
  Ledger(boolean strict) {
    this.strict = strict;
  }

  /** Declares memory that is freed when nobody can reach its holder any more. */
  synchronized Lent declare(long address, long length, Object holder) {
    var lent = new Lent(address, length, holder);
    Lent before = all.put(address, lent);
    if (before != null && before.owners > 0) {
      throw new SimFailure("memory is given to someone else while the kernel has it");
    }
    return lent;
  }

  /** The memory goes to somebody else. */
  synchronized void forget(Lent lent) {
    all.remove(lent.address, lent);
  }

  /** Whether the kernel may still touch it. */
  synchronized boolean isOwned(Lent lent) {
    return lent.owners > 0;
  }

  /** What the transfers that began there have returned since the last look. */
  synchronized List<Integer> takeResults(Lent lent) {
    var taken = List.copyOf(lent.results);
    lent.results.clear();
    return taken;
  }

  /** A call has returned. The end does not count if it was found by who went on after a part. */
  synchronized void result(long address, long result, boolean goesOn) {
    Lent l = find(address, 0);
    if (l != null && !(goesOn && result == 0 && address != l.address)) {
      l.results.add((int) result);
    }
  }

  // ------------------------------------------------------------------ the kernel

  /** The kernel has taken an entry. */
  synchronized void own(SimEntry e) {
    for (int i = 0; i < e.ranges.length; i += 2) {
      Lent l = require(e, i);
      if (l != null) {
        l.owners++;
      }
    }
  }

  /** The kernel is about to touch the memory of an entry. */
  synchronized void touch(SimEntry e) {
    for (int i = 0; i < e.ranges.length; i += 2) {
      require(e, i);
    }
  }

  /** The kernel has completed an entry. */
  synchronized void release(SimEntry e, int res) {
    for (int i = 0; i < e.ranges.length; i += 2) {
      Lent l = find(e.ranges[i], e.ranges[i + 1]);
      if (l != null) {
        l.owners--;
        if (i == 0) {
          l.results.add(res);
        }
      }
    }
  }

  private Lent require(SimEntry e, int i) {
    Lent l = find(e.ranges[i], e.ranges[i + 1]);
    if (l == null && strict) {
      throw new SimFailure("nobody has lent the memory of " + e);
    }
    if (l != null && l.holder.get() == null) {
      throw new SimFailure("the memory of %s was freed while the kernel had it".formatted(e));
    }
    return l;
  }

  private Lent find(long address, long count) {
    Map.Entry<Long, Lent> at = all.floorEntry(address);
    return at != null && at.getValue().includes(address, count) ? at.getValue() : null;
  }

  /** Fails if memory that the kernel has can be freed. */
  synchronized void checkHeld() {
    for (Lent l : all.values()) {
      if (l.owners > 0 && l.holder.get() == null) {
        throw new SimFailure("memory was freed while the kernel had it");
      }
    }
  }
}
