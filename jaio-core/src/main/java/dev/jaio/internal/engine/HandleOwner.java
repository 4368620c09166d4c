package dev.jaio.internal.engine;

import dev.jaio.AsyncFiles;
import dev.jaio.internal.op.Close;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;

/**
 * What the public open files and directories share, requests do not hold, and the cleaner watches:
 * when it becomes unreachable, nobody can use or close the handle any more.
 */
public final class HandleOwner {

  private static final Cleaner CLEANER = Cleaner.create();

  private final Handle handle;
  private final Cleaner.Cleanable cleanable;

  /** Owns a handle. */
  public HandleOwner(Handle handle) {
    this.handle = handle;
    this.cleanable = CLEANER.register(this, new Leak(handle));
  }

  /** The handle. */
  public Handle handle() {
    return handle;
  }

  /**
   * Closes and waits. An interrupt ends the wait, not the closing, and stays set: closing must not
   * hold a thread on a file system that hangs.
   */
  public void close(AsyncFiles files) throws IOException {
    Task<?> close = new Close(handle);
    files.submit(close);
    try {
      handle.engine().waiting().awaitLeavingAlone(close);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    cleanable.clean(); // finds the handle closed
    close.throwIfNoResult();
  }

  private record Leak(Handle handle) implements Runnable {
    @Override
    public void run() {
      if (handle.isOpen()) {
        Engine.LOG.log(
            Level.WARNING, "jaio: {0} was not closed and has become unreachable", handle.path());
        handle.engine().submit(new Close(handle));
      }
    }
  }
}
