package dev.jaio;

import dev.jaio.internal.engine.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One submitted operation.
 *
 * <p>A request ends exactly once: with a result, with an error, or cancelled. There are three ways
 * to receive the result, which may be combined: a callback ({@link #onComplete}), which runs where
 * the engine delivers; waiting ({@link #await()}, {@link #get()}); and a {@link CompletableFuture}.
 *
 * <p><b>Waiting.</b> A virtual thread that waits is parked and never holds its carrier. A platform
 * thread that waits may carry the operation out itself instead of sleeping (see {@code helping} of
 * {@link Aio.Builder}); a virtual one, or a wait with a time limit, does so only with what cannot
 * block. On the thread that polls the engine, waiting polls, so callbacks of other requests may run
 * meanwhile. Inside a callback, waiting for a group that can end only after that callback has
 * returned throws {@link IllegalStateException}. Callbacks that wait, poll or flush may nest 64
 * deep. A deeper one runs no other callbacks: it can wait for a single operation, but waiting for a
 * group, a composite operation or a future, polling and flushing throw {@link
 * IllegalStateException}.
 *
 * <p>All methods are thread-safe.
 *
 * @param <T> the type of the result
 */
public sealed interface Request<T extends @Nullable Object> extends Future<T>
    permits Transfer, Group, Task {

  /** How far a request has come. */
  enum Phase {
    /** Queued, or claimed by a worker that has not begun: cancelling it is free. */
    READY,
    /** A backend is executing it. */
    EXECUTING,
    /** Complete, but its callback has not been called yet. */
    PENDING,
    /** Complete and delivered, or complete with nobody to deliver to. */
    DONE,
    /** Ended by {@link Request#cancel()}. */
    CANCELLED
  }

  /**
   * Returns how far the request has come. The answer may be outdated at once.
   *
   * @return the phase
   */
  Phase phase();

  /**
   * Returns the priority the request was submitted with.
   *
   * @return -4 (lowest) to 4 (highest), 0 by default
   */
  int priority();

  /**
   * Sets, replaces or (with null) removes the callback.
   *
   * <p>The callback is called once, with the result and null, or with null and the error, on the
   * thread that delivers: inside {@link Aio#poll()} of a polled engine, on the dispatcher of a
   * driven one. It may be set at any time; if the request has already ended, it is queued for
   * delivery. It is not called when the request is cancelled.
   *
   * @param callback receives (result, error), or null to remove the present one
   * @return this request
   */
  Request<T> onComplete(
      @Nullable BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback);

  /**
   * Asks for cancellation; never blocks.
   *
   * <p>A request that is READY is not executed. One that is EXECUTING is stopped where the backend
   * can. In any case its callback is not called, and waiters get a {@link CancellationException}:
   * immediately, or, if the operation uses the caller's memory, as soon as the system no longer
   * does. If the request is complete but not delivered yet, delivery is skipped. Whatever a
   * cancelled request has opened is closed again.
   *
   * @return true if the request will end (or has just ended) as cancelled; false if it had ended
   *     before, or cannot be cancelled (closing a file, the clean-up of a composite operation)
   */
  boolean cancel();

  /**
   * Waits for the end of the request.
   *
   * @return the result
   * @throws IOException the operation failed; the stack trace is the caller's
   * @throws InterruptedException this thread was interrupted; cancellation of the request has been
   *     asked for
   * @throws CancellationException the request was cancelled
   * @throws UnsupportedOperationException the backend cannot do the operation
   */
  T await() throws IOException, InterruptedException;

  /**
   * Waits for the end of the request, but no longer than a given time. When the time is up the
   * request continues.
   *
   * @param timeout the longest wait; zero or negative does not wait
   * @return the result
   * @throws IOException the operation failed; the stack trace is the caller's
   * @throws InterruptedException this thread was interrupted; cancellation of the request has been
   *     asked for
   * @throws TimeoutException the request has not ended in time
   * @throws CancellationException the request was cancelled
   * @throws UnsupportedOperationException the backend cannot do the operation
   */
  T await(Duration timeout) throws IOException, InterruptedException, TimeoutException;

  /**
   * Returns a future that ends as this request does. It is completed where the engine delivers, so
   * dependent stages without an executor run there. Cancelling the future cancels the request and
   * ends the future at once, as with every {@code CompletableFuture}. A buffer of the request may
   * be used again only when the request itself {@linkplain #isDone() is done}. Joining the future
   * on the thread that polls the engine polls; joining a stage that depends on it does not, and
   * would wait there for ever.
   *
   * @return a new future at each call
   */
  CompletableFuture<T> toCompletableFuture();

  /**
   * As {@link #cancel()}.
   *
   * @param mayInterruptIfRunning ignored: a running operation is always asked to stop
   * @return as {@link #cancel()}
   */
  @Override
  default boolean cancel(boolean mayInterruptIfRunning) {
    return cancel();
  }

  /**
   * Waits for the end of the request. Unlike with {@link #await()}, an interrupt does not cancel
   * the request.
   *
   * @return the result
   * @throws InterruptedException this thread was interrupted
   * @throws ExecutionException the operation failed; the cause says why
   * @throws CancellationException the request was cancelled
   */
  @Override
  T get() throws InterruptedException, ExecutionException;

  /**
   * Waits for the end of the request, but no longer than a given time. An interrupt does not cancel
   * the request.
   *
   * @param timeout the longest wait
   * @param unit the unit of {@code timeout}
   * @return the result
   * @throws InterruptedException this thread was interrupted
   * @throws ExecutionException the operation failed, the cause says how
   * @throws TimeoutException the request has not ended in time
   * @throws CancellationException the request was cancelled
   */
  @Override
  T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException;
}
