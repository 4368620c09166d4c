package dev.jaio.internal.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A descriptor or channel that is readable while {@code poll()} has work to do.
 *
 * <p>{@code set} writes only if it has not been written since the last {@code clear}; {@code clear}
 * empties the channel first and resets the flag second, after which the delivery looks at the queue
 * once more: a completion that found the flag still set is found by that look.
 */
public abstract class Notifier {

  private final AtomicBoolean isSet = new AtomicBoolean();

  /** Makes it readable. Any thread. */
  final void set() {
    if (!isSet.get() && isSet.compareAndSet(false, true)) {
      write();
    }
  }

  /** Makes it unreadable. The thread that delivers. */
  final void clear() {
    if (isSet.get()) {
      drain();
      isSet.set(false);
    }
  }

  /** Makes the channel readable. */
  protected abstract void write();

  /** Reads all that was written. */
  protected abstract void drain();

  /** Closes both ends. */
  protected abstract void close();
}
