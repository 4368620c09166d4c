package dev.jaio;

import dev.jaio.internal.engine.TransferTask;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request that transfers bytes, a read or a write. Its result, the number of bytes, is available
 * without boxing.
 *
 * <p>As in {@code java.nio}, a read that finds the end of the file gives -1.
 */
public sealed interface Transfer extends Request<Integer> permits TransferTask {

  /** Receives the end of a transfer. */
  @FunctionalInterface
  interface Callback {
    /**
     * Called once where the engine delivers.
     *
     * @param bytes how many bytes were moved, -1 at the end of the file; 0 when {@code error} is
     *     not null
     * @param error why the transfer failed, or null
     */
    void completed(int bytes, @Nullable Throwable error);
  }

  /**
   * As {@link #onComplete}, without boxing. There is only one callback: the last one set, by either
   * method, counts.
   *
   * @param callback receives (bytes, error), or null to remove the present callback
   * @return this request
   */
  Transfer onTransfer(@Nullable Callback callback);

  /**
   * Returns how many bytes were moved. As {@link #resultNow()}, without boxing.
   *
   * @return the number of bytes, -1 at the end of the file
   * @throws IllegalStateException the request has not ended, has failed or was cancelled
   */
  int bytes();

  /**
   * As {@link #await()}, without boxing.
   *
   * @return the number of bytes, -1 at the end of the file
   * @throws IOException the transfer failed
   * @throws InterruptedException this thread was interrupted; cancellation has been asked for
   * @throws java.util.concurrent.CancellationException the transfer was cancelled
   * @throws UnsupportedOperationException the backend cannot do the operation
   */
  int awaitBytes() throws IOException, InterruptedException;
}
