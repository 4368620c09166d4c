package dev.jaio.internal.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps virtual threads fair that carry out their own requests. These never wait, so they never
 * leave their carriers, and every other virtual thread would starve; to yield does not help, since
 * a carrier goes on with its own queue before it looks at what others have woken.
 *
 * <p>While such requests are carried out the watcher wakes a virtual thread, the canary. If that
 * does not run soon, others do not either: then virtual threads hand their requests over and park,
 * as they do with those that may block, until all that had been woken before the canary, and at
 * last the canary itself, has had its turn.
 */
final class Canary implements Runnable {

  /** How many ticks of the watcher the canary may take. */
  private static final int PATIENCE = 2;

  private final String name;
  private volatile boolean used; // by a virtual thread since the last look
  private volatile boolean asked; // set by the watcher, reset by the canary
  private volatile boolean late;
  private volatile boolean stopped;
  private volatile @Nullable Thread thread; // written by the watcher
  private int ticks; // the watcher's

  Canary(String name) {
    this.name = name;
  }

  /** Whether a virtual thread may carry out its request itself. */
  boolean mayRun() {
    if (late) {
      return false;
    }
    if (!used) { // a look first, so that the line stays shared
      used = true;
    }
    return true;
  }

  /** The watcher looks. True if there is something to watch. */
  boolean tick() {
    if (asked) {
      if (++ticks >= PATIENCE) {
        late = true;
        if (!asked) { // the canary has run between, and resets asked first
          late = false;
        }
      }
      return true;
    }
    if (!used) {
      return false;
    }
    used = false;
    ticks = 0;
    asked = true;
    Thread t = thread;
    if (t == null) {
      t = Thread.ofVirtual().inheritInheritableThreadLocals(false).name(name).unstarted(this);
      thread = t;
      t.start();
    } else {
      LockSupport.unpark(t);
    }
    return true;
  }

  void stop() {
    stopped = true;
    late = false;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    while (!stopped) {
      if (asked) {
        asked = false;
        late = false;
      } else {
        LockSupport.park(this);
      }
    }
  }
}
