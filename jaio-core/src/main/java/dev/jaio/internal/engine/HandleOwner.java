package dev.jaio.internal.engine;

import dev.jaio.AsyncFiles;
import dev.jaio.Request;
import dev.jaio.internal.op.Close;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

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

  /** Submits the request that closes the handle. */
  public Request<@Nullable Void> closeAsync(AsyncFiles files, Task<@Nullable Void> close) {
    try {
      files.submit(close);
    } catch (IllegalStateException e) {
      handle.engine().submit(close); // a group that has ended must not keep the file open
    }
    if (!handle.isOpen()) { // else the program's own view keeps it back
      // now, not when it is found unreachable: a hundred thousand of them make a collection of
      // garbage take as long as all that the program did since the last one
      cleanable.clean();
    }
    return close;
  }

  /**
   * Closes and waits. An interrupt ends the wait, not the closing, and stays set: closing must not
   * hold a thread on a file system that hangs.
   */
  public void close(AsyncFiles files) throws IOException {
    Task<@Nullable Void> close = new Close(handle);
    closeAsync(files, close);
    try {
      handle.engine().waiting().awaitLeavingAlone(close);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
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
