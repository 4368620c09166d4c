package dev.jaio.internal.engine;

import java.util.Locale;

/**
 * Decides what carries a request out where there is a ring: the ring, or threads that make calls.
 * The one place; docs/decisions.md has the measurements.
 *
 * <p>The ring gets what has to wait for a device. Everything else is faster where it is called: by
 * the thread that waits for it, or by a worker that claims several; cached data too, since threads
 * copy it on every core. A request that does nothing costs less without any call.
 *
 * <p>The system property {@code dev.jaio.route} forces {@code ring} (whatever has a form) or {@code
 * threads}, for tests and measurements.
 */
public final class Router {

  private static final String PROPERTY = "dev.jaio.route";

  private enum Mode {
    AUTO,
    RING,
    THREADS
  }

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
          "system property " + PROPERTY + ": " + value + " is none of auto, ring, threads", e);
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

  /** Whether who waits for a request may take it back from the ring, and make the call itself. */
  boolean mayTakeBack() {
    return mode != Mode.RING;
  }

  /** Whether the ring carries a request out. */
  boolean isForRing(Task<?> t) {
    return switch (mode) {
      case AUTO -> t.askRingForm() == RingForm.DIRECT;
      case RING -> t.askRingForm() != RingForm.NONE;
      case THREADS -> false;
    };
  }
}
