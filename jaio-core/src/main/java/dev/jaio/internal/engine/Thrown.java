package dev.jaio.internal.engine;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** What callbacks of a polled engine threw, kept until it can leave a poll. */
@SuppressWarnings("ReferenceEquality") // the same exception
final class Thrown {

  private volatile @Nullable Throwable first; // written under this

  /** Logs what nobody handles. If the log does not take it, nothing is left to say so with. */
  static void report(Throwable x) {
    try {
      Engine.LOG.log(Level.ERROR, "jaio: unhandled exception", x);
    } catch (Throwable _) {
      // who reports must go on
    }
  }

  boolean isEmpty() {
    return first == null;
  }

  /** Keeps an exception, suppressed in the one that is kept already. */
  synchronized void add(Throwable x) {
    Throwable kept = first;
    if (kept == null) {
      first = x;
    } else if (kept != x) {
      kept.addSuppressed(x);
    }
  }

  /**
   * Throws what is kept, if there is anything.
   *
   * @param taken called when it is not kept any more
   */
  void leave(Runnable taken) {
    Throwable x = take();
    if (x != null) {
      taken.run();
      sneak(x);
    }
  }

  private synchronized @Nullable Throwable take() {
    Throwable x = first;
    first = null;
    return x;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> void sneak(Throwable x) throws X {
    throw (X) x;
  }
}
