package dev.jaio.internal.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A future that ends as a request does. Completed where the engine delivers; a thread that waits
 * for it is treated as one that waits for the request, so that it polls where it has to.
 */
final class RequestFuture<T extends @Nullable Object> extends CompletableFuture<T> {

  private final Task<T> task;

  RequestFuture(Task<T> task) {
    this.task = task;
  }

  Listener link() {
    return new Link(this);
  }

  /** The future in the list of a request's listeners. */
  static final class Link extends Listener {
    private final RequestFuture<?> future;

    Link(RequestFuture<?> future) {
      this.future = future;
    }

    void complete(Outcome<?> outcome) {
      future.take(outcome);
    }

    @Override
    boolean hasLeft() {
      return false; // stays until delivery
    }
  }

  @SuppressWarnings("unchecked")
  private void take(Outcome<?> t) {
    int s = t.word();
    if (Life.wasCancelled(s)) {
      super.cancel(false);
    } else if ((s & Life.FAILED) != 0) {
      completeExceptionally(t.error());
    } else {
      complete((T) t.value());
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    task.cancel();
    return super.cancel(mayInterruptIfRunning);
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    if (!isDone()) {
      task.engine().waiting().awaitFuture(task, this);
    }
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!isDone()) {
      task.engine().waiting().pollWhileWaiting(task, this, unit.toNanos(timeout));
    }
    return isDone() ? super.get() : super.get(timeout, unit);
  }

  @Override
  public T join() {
    if (!isDone()) {
      try {
        task.engine().waiting().awaitFuture(task, this);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // join does not end early; it parks below
      }
    }
    return super.join();
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
