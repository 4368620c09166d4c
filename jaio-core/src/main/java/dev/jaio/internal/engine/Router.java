package dev.jaio.internal.engine;

import dev.jaio.Backend.Route;
import java.util.Locale;

/**
 * Decides what carries a request out where there is a ring: the ring, or threads that make calls.
 * The one place; docs/decisions.md has the measurements.
 *
 * <p>The ring gets what has to wait for a device. Everything else is faster where it is called: by
 * the thread that waits for it, or by a worker that claims several; cached data too, since threads
 * copy it on every core. A request that does nothing costs less without any call.
 *
 * <p>The system property {@code dev.jaio.route} forces {@code ring} (whatever has a form), {@code
 * batch} (as without it, but each batch however small) or {@code threads}, for tests and
 * measurements.
 */
public final class Router {

  private static final String PROPERTY = "dev.jaio.route";

  private static final String RING = "ring";
  private static final String THREAD = "the thread";
  private static final String WORKER = "worker";
  private static final String OR_ITS_RING = " or its ring"; // if there are several
  private static final String THEN = ", else "; // what would have to wait

  private enum Mode {
    AUTO,
    BATCH,
    RING,
    THREADS
  }

  /**
   * So many requests are worth a call of a ring, if each could be carried out by a call of its own.
   */
  private static final int FEW = 4;

  private static final Router THREADS_ONLY = new Router(Mode.THREADS);

  private final Mode mode;

  private Router(Mode mode) {
    this.mode = mode;
  }

  /** As the system property says. */
  static Router create() {
    String value = System.getProperty(PROPERTY, "auto");
    try {
      return new Router(Mode.valueOf(value.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "system property " + PROPERTY + ": " + value + " is none of auto, batch, ring, threads",
          e);
    }
  }

  /** Gives everything to threads. */
  static Router threads() {
    return THREADS_ONLY;
  }

  /** Gives the ring whatever has a form for it, for tests. */
  public static Router forced() {
    return new Router(Mode.RING);
  }

  /** Has the ring carry out each batch, however small, for tests. */
  public static Router batches() {
    return new Router(Mode.BATCH);
  }

  /**
   * What becomes of a request, in words.
   *
   * @param backend on what
   * @param helping whether a thread that waits may make calls itself
   */
  Route describe(String operation, Task<?> t, Backend backend, boolean helping) {
    Calls borrowed = backend.borrow();
    if (borrowed != null) {
      backend.giveBack(borrowed);
    }
    boolean hasRing = backend.ringQueue() != null;
    boolean tries = helping && borrowed != null;
    boolean helped = helping && backend.helper() != null && !t.type().isLong();
    if (hasRing && isForRing(t)) {
      return new Route(operation, RING, helped && mayTakeBack() ? THREAD : RING, RING);
    }
    boolean tried = tries && t.mayTryNow();
    boolean passed = hasRing && tried && isForRingOnceTried(t);
    String virtual = tried ? THREAD + THEN + WORKER : WORKER;
    String worker = hasRing && isForBatch(t) ? WORKER + OR_ITS_RING : WORKER;
    return new Route(
        operation, passed ? worker + THEN + RING : worker, helped ? THREAD : WORKER, virtual);
  }

  /** Whether who waits for a request may take it back from the ring, and make the call itself. */
  boolean mayTakeBack() {
    return mode != Mode.RING;
  }

  /**
   * Whether the ring carries a request out that a thread has tried and would have to wait for: what
   * it reads is not in the cache.
   */
  boolean isForRingOnceTried(Task<?> t) {
    return mode != Mode.THREADS
        && switch (t.askRingForm()) {
          case COPIED, UNCACHED -> true;
          default -> false;
        };
  }

  /** Whether what a request may wait for is a device here, and not a server that hangs. */
  static boolean isLocal(Task<?> t) {
    return switch (t.askRingForm()) {
      case COPIED, UNCACHED, DIRECT -> true; // the file has been asked
      default -> false;
    };
  }

  /** How many requests are worth a batch. */
  int fewest() {
    return mode == Mode.BATCH ? 1 : FEW;
  }

  /**
   * Whether a thread that has claimed several has a ring of its own carry a request out along with
   * others, which saves a system call for each but one.
   */
  boolean isForBatch(Task<?> t) {
    return (mode == Mode.AUTO || mode == Mode.BATCH) && !t.isOffRing() && t.askMayBatch();
  }

  /** Whether the ring carries a request out. */
  boolean isForRing(Task<?> t) {
    return switch (mode) {
      case AUTO, BATCH ->
          switch (t.askRingForm()) {
            case DIRECT, UNCACHED -> true;
            default -> false;
          };
      case RING -> t.askRingForm() != RingForm.NONE;
      case THREADS -> false;
    };
  }
}
