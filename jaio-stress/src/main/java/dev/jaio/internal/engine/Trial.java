package dev.jaio.internal.engine;

import dev.jaio.internal.posix.Posix;

/**
 * A request that does nothing and counts what is done to it.
 *
 * <p>The counters are plain fields on purpose: an atomic one would order what the engine has to
 * order.
 */
public class Trial extends Task<Integer> {

  private static final OpType TYPE = OpType.quick("trial");

  final int number;
  int executed;
  int settled;
  int discarded;
  int released;
  int called;

  Trial() {
    this(0);
  }

  /** With a number. */
  protected Trial(int number) {
    this.number = number;
  }

  /** With a callback that counts. */
  public static Trial called() {
    var t = new Trial();
    t.setCallback(t.counter());
    return t;
  }

  /** A callback that counts its calls here. */
  public final java.util.function.BiConsumer<Object, Throwable> counter() {
    return (_, _) -> called++;
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  /** What execution does, on whatever thread. */
  protected int work() {
    executed++;
    store(1);
    return 1;
  }

  /** How often it was executed. */
  public final int executions() {
    return executed;
  }

  /** Whether its submission has come so far that another thread may know of it. */
  public final boolean isQueued() {
    return (queue != null && !isNew()) || phase(word()) > READY;
  }

  @Override
  protected final int posix(Posix p) {
    throw new AssertionError("executed by work");
  }

  @Override
  protected void settle(int bytes) {
    settled++;
  }

  @Override
  protected void discard() {
    discarded++;
  }

  @Override
  protected void released() {
    released++;
  }

  /**
   * What is wrong with a request that should have been executed or cancelled, once: 0 if nothing.
   */
  public final int faults() {
    int faults = released == 1 ? 0 : 1;
    if (isCancelled()) {
      faults += discarded == executed && called == 0 ? 0 : 10;
    } else {
      faults += isDone() && executed == 1 && discarded == 0 ? 0 : 100;
    }
    return faults;
  }
}
