package dev.jaio.internal.engine;

/**
 * A descriptor or channel that is readable while {@code poll()} has work to do.
 *
 * <p>{@code set} writes only if nothing has been written since the last {@code clear}. Whoever
 * finds the flag set need not write: {@code clear} resets it, and then who called it looks at the
 * queue once more, so a completion that came before is found by that look. Flag and channel change
 * together, under the lock, or the channel could stay readable with the flag reset; and nothing is
 * written after the end, when the number of the descriptor may be another file's.
 */
public abstract class Notifier {

  private volatile boolean isSet; // written under the lock; read without it before and after
  private boolean ended; // guarded by this

  /** Makes it readable. Any thread. */
  final void set() {
    if (!isSet) {
      synchronized (this) {
        if (!isSet && !ended) {
          isSet = true;
          write();
        }
      }
    }
  }

  /** Makes it unreadable. Who does that looks for work afterwards. */
  final void clear() {
    if (isSet) {
      synchronized (this) {
        if (!ended) {
          drain();
        }
        isSet = false;
      }
    }
  }

  /** Closes both ends; afterwards it is neither set nor cleared. */
  final synchronized void end() {
    if (!ended) {
      ended = true;
      close();
    }
  }

  /** Makes the channel readable. */
  protected abstract void write();

  /** Reads all that was written. */
  protected abstract void drain();

  /** Closes both ends. */
  protected abstract void close();
}
