package dev.jaio.internal.engine;

/**
 * Whether the program, when it has been given results, comes back at once to wait for more. What
 * callbacks have submitted to a ring is then submitted by the call that waits, which saves one; if
 * the program is away for longer, the device would lie idle meanwhile. Of the thread that polls.
 */
final class Comeback {

  /** What a program may be away that does nothing between two waits. */
  private static final long SOON_NANOS = 10_000;

  /** For so many waits it is not relied upon after it has been away for longer. */
  private static final int CAUTION = 64;

  private long left; // when the program left while something was to be submitted; 0: it did not
  private int caution;

  /** Whether {@link #isSoon} has to be told the time. */
  boolean hasLeft() {
    return left != 0;
  }

  /** The program waits. Whether it is likely to do so again soon after this. */
  boolean isSoon(long now) {
    if (left != 0) {
      if (now - left > SOON_NANOS) {
        caution = CAUTION;
      }
      left = 0;
    }
    if (caution > 0) {
      caution--;
      return false;
    }
    return true;
  }

  /** The program goes, and what is to be submitted waits for its return. */
  void leaves(long now) {
    left = now;
  }
}
