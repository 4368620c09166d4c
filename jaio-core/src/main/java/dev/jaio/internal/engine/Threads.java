package dev.jaio.internal.engine;

import java.lang.System.Logger.Level;

/** Starts the engine's threads, of which the system may have no more. */
public final class Threads {

  private Threads() {}

  /**
   * Starts a thread. False: there is none to be had now. What it was needed for stays queued, and
   * whoever finds it there tries again: who submits, who waits, the watcher.
   */
  public static boolean start(Thread t) {
    try {
      t.start();
      return true;
    } catch (OutOfMemoryError e) {
      Engine.LOG.log(Level.DEBUG, "jaio: {0} cannot be started: {1}", t.getName(), e.getMessage());
      return false;
    }
  }
}
