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
    /**
     * As short, or as long as another process likes, as on a pipe: who waits for it may run it, but
     * not the thread that delivers, for which the other end might wait.
     */
    STREAM,
    /** May block for long, as fsync does: runs on a worker that counts as away meanwhile. */
    LONG
  }

  private final int id;
  private final String name;
  private final Cost cost;
  private final OpType onStream;

  private OpType(String name, Cost cost) {
    this.name = name;
    this.cost = cost;
    this.id = IDS.getAndIncrement();
    if (id >= MAX_OPERATIONS) {
      throw new IllegalStateException("more than " + MAX_OPERATIONS + " operations");
    }
    this.onStream = cost == Cost.SHORT ? new OpType(this) : this;
  }

  /** The other form of an operation. */
  private OpType(OpType same) {
    this.name = same.name;
    this.cost = Cost.STREAM;
    this.id = same.id;
    this.onStream = this;
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

  /** The same operation at the current position of a file, which may be a pipe. */
  public OpType onStream() {
    return onStream;
  }

  int id() {
    return id;
  }

  /** The name as POSIX spells it. */
  public String operationName() {
    return name;
  }

  /** Whether anybody may carry it out in passing. */
  boolean isShort() {
    return cost == Cost.NOTHING || cost == Cost.SHORT;
  }

  /** Whether also who waits for it leaves it to the backend. */
  boolean isLong() {
    return cost == Cost.LONG;
  }

  boolean isInstant() {
    return cost == Cost.NOTHING;
  }

  @Override
  public String toString() {
    return name;
  }
}
