package dev.jaio.internal.engine;

import java.util.concurrent.atomic.AtomicInteger;

/** What all requests of one operation have in common. Each operation class holds one constant. */
public final class OpType {

  /** Bound on the number of operations: counters are arrays of this length. */
  static final int MAX_OPERATIONS = 128;

  private static final AtomicInteger IDS = new AtomicInteger();

  /** How long a worker is expected to be away; decides who may run it, never what it does. */
  public enum Cost {
    /** No system call at all: to wake a thread for it costs more than it does. */
    NOTHING,
    /**
     * A system call on cached data or metadata: a waiting thread may run it, workers claim many.
     */
    SHORT,
    /** May block for long, as fsync does: runs on a worker that counts as away meanwhile. */
    LONG
  }

  private final int id;
  private final String name;
  private final Cost cost;

  private OpType(String name, Cost cost) {
    this.name = name;
    this.cost = cost;
    this.id = IDS.getAndIncrement();
    if (id >= MAX_OPERATIONS) {
      throw new IllegalStateException("more than " + MAX_OPERATIONS + " operations");
    }
  }

  /** A kind of operation that takes no system call. */
  public static OpType instant(String name) {
    return new OpType(name, Cost.NOTHING);
  }

  /** A kind of operation that is expected to be short. */
  public static OpType quick(String name) {
    return new OpType(name, Cost.SHORT);
  }

  /** A kind of operation that may block for long. */
  public static OpType slow(String name) {
    return new OpType(name, Cost.LONG);
  }

  int id() {
    return id;
  }

  /** The name as POSIX spells it. */
  public String operationName() {
    return name;
  }

  boolean isShort() {
    return cost != Cost.LONG;
  }

  boolean isInstant() {
    return cost == Cost.NOTHING;
  }

  @Override
  public String toString() {
    return name;
  }
}
