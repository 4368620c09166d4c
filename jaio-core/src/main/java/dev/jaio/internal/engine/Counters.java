package dev.jaio.internal.engine;

import dev.jaio.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts how requests ended, per operation: in adders that any thread may change, and in a {@link
 * Tally} of each thread that executes, which needs no atomic access.
 */
final class Counters {

  private static final int COMPLETED = 0;
  private static final int FAILED = 1;
  private static final int CANCELLED = 2;
  private static final int ENDS = 3;

  private record Row(String name, List<LongAdder> ends) {}

  private final AtomicReferenceArray<@Nullable Row> rows =
      new AtomicReferenceArray<>(OpType.MAX_OPERATIONS);
  private final List<Tally> tallies = new ArrayList<>(); // guarded by itself

  /** How the requests ended that one thread has carried out. */
  final class Tally {

    private final AtomicLongArray counts = new AtomicLongArray(OpType.MAX_OPERATIONS * ENDS);

    /** The one thread; it publishes by handing the request over. */
    void count(OpType type, int state) {
      if (rows.getPlain(type.id()) == null) {
        row(type);
      }
      int at = type.id() * ENDS + end(state);
      counts.setRelease(at, counts.getPlain(at) + 1);
    }

    /** The thread ends: what it has counted goes to the adders. */
    void close() {
      synchronized (tallies) {
        if (!tallies.remove(this)) {
          return;
        }
        for (int i = 0; i < counts.length(); i++) {
          Row row = rows.get(i / ENDS);
          if (row != null) {
            row.ends.get(i % ENDS).add(counts.get(i));
          }
        }
      }
    }
  }

  /** For a thread that executes. */
  Tally newTally() {
    var tally = new Tally();
    synchronized (tallies) {
      tallies.add(tally);
    }
    return tally;
  }

  private static int end(int state) {
    if (Task.wasCancelled(state)) {
      return CANCELLED;
    }
    return (state & Task.FAILED) != 0 ? FAILED : COMPLETED;
  }

  /** Any thread. */
  void count(OpType type, int state) {
    row(type).ends.get(end(state)).increment();
  }

  /** A request that had been counted was cancelled before it was delivered. */
  void countLateCancel(OpType type, int state) {
    Row row = row(type);
    row.ends.get((state & Task.FAILED) != 0 ? FAILED : COMPLETED).decrement();
    row.ends.get(CANCELLED).increment();
  }

  private Row row(OpType type) {
    Row row = rows.get(type.id());
    return row == null ? add(type) : row;
  }

  private Row add(OpType type) {
    var ends = List.of(new LongAdder(), new LongAdder(), new LongAdder());
    var fresh = new Row(type.operationName(), ends);
    Row other = rows.compareAndExchange(type.id(), null, fresh);
    return other == null ? fresh : other;
  }

  SortedMap<String, Statistics.Ended> snapshot() {
    var map = new TreeMap<String, Statistics.Ended>();
    synchronized (tallies) {
      for (int i = 0; i < rows.length(); i++) {
        Row r = rows.get(i);
        if (r != null) {
          map.put(
              r.name,
              new Statistics.Ended(sum(r, i, COMPLETED), sum(r, i, FAILED), sum(r, i, CANCELLED)));
        }
      }
    }
    return map;
  }

  private long sum(Row row, int operation, int end) {
    long sum = row.ends.get(end).sum();
    for (Tally t : tallies) {
      sum += t.counts.get(operation * ENDS + end);
    }
    return sum;
  }
}
