package dev.jaio.internal.engine;

import dev.jaio.Statistics;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts how requests ended, per operation. */
final class Counters {

  private record Row(String name, LongAdder completed, LongAdder failed, LongAdder cancelled) {}

  private final AtomicReferenceArray<@Nullable Row> rows =
      new AtomicReferenceArray<>(OpType.MAX_OPERATIONS);

  void count(OpType type, int state) {
    Row row = row(type);
    if (Task.wasCancelled(state)) {
      row.cancelled.increment();
    } else if ((state & Task.FAILED) != 0) {
      row.failed.increment();
    } else {
      row.completed.increment();
    }
  }

  /** A request that had been counted was cancelled before it was delivered. */
  void countLateCancel(OpType type, int state) {
    Row row = row(type);
    ((state & Task.FAILED) != 0 ? row.failed : row.completed).decrement();
    row.cancelled.increment();
  }

  private Row row(OpType type) {
    Row row = rows.get(type.id());
    return row == null ? add(type) : row;
  }

  private Row add(OpType type) {
    var fresh = new Row(type.operationName(), new LongAdder(), new LongAdder(), new LongAdder());
    Row other = rows.compareAndExchange(type.id(), null, fresh);
    return other == null ? fresh : other;
  }

  SortedMap<String, Statistics.Ended> snapshot() {
    var map = new TreeMap<String, Statistics.Ended>();
    for (int i = 0; i < rows.length(); i++) {
      Row r = rows.get(i);
      if (r != null) {
        map.put(r.name, new Statistics.Ended(r.completed.sum(), r.failed.sum(), r.cancelled.sum()));
      }
    }
    return map;
  }
}
