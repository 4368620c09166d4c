package dev.jaio.internal.op;

import dev.jaio.AsyncFiles;
import dev.jaio.ErrnoException;
import dev.jaio.Group;
import dev.jaio.internal.engine.Composite;
import dev.jaio.internal.engine.GroupTask;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.Task;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An operation made of others: a group in which each request's callback submits the next one. Since
 * a member counts until its callback has returned, the group can be closed as soon as the first
 * step is submitted, and ends after the last.
 */
abstract class Steps<R extends @Nullable Object> {

  private final Group<R> group;

  Steps(AsyncFiles files, OpType type, Path path, @Nullable Path otherPath) {
    this.group = GroupTask.start(files, new Composite(type, path, otherPath));
  }

  /** Through which the steps are submitted. */
  final Group<R> group() {
    return group;
  }

  /** The first step, by {@link #submit}. */
  abstract void begin();

  /**
   * Submits an operation that has its callback already: else the operation could be delivered, and
   * the group end, before this thread has set one. Where callbacks run that cannot happen.
   */
  final <T extends @Nullable Object> void submit(
      Task<T> operation, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback) {
    operation.onComplete(callback);
    group.submit(operation);
  }

  /** Submits the first step. */
  final Group<R> start() {
    try {
      begin();
    } catch (RuntimeException e) {
      group.cancel();
      throw e;
    }
    group.close();
    return group;
  }

  /** The whole operation has failed. */
  void failed(Throwable t) {
    group.fail(t);
  }

  /** Goes on with a result, or fails. */
  final <T> BiConsumer<@Nullable T, @Nullable Throwable> then(Consumer<? super T> next) {
    return (value, error) ->
        step(error, _ -> false, () -> next.accept(Objects.requireNonNull(value)));
  }

  /** Goes on, or fails. */
  final BiConsumer<@Nullable Object, @Nullable Throwable> then(Runnable next) {
    return (_, error) -> step(error, _ -> false, next);
  }

  /** Goes on, also after a failure that does not matter, or fails. */
  final BiConsumer<@Nullable Object, @Nullable Throwable> unless(
      Predicate<Throwable> matters, Runnable next) {
    return (_, error) -> step(error, matters.negate(), next);
  }

  /** Goes on with a result, with another step after certain failures, or fails. */
  final <T> BiConsumer<@Nullable T, @Nullable Throwable> either(
      Consumer<? super T> next, Predicate<Throwable> expected, Runnable otherwise) {
    return (value, error) -> {
      if (error == null) {
        attempt(() -> next.accept(Objects.requireNonNull(value)));
      } else {
        step(error, expected, otherwise);
      }
    };
  }

  private void step(@Nullable Throwable error, Predicate<Throwable> harmless, Runnable next) {
    if (error == null || harmless.test(error)) {
      attempt(next);
    } else {
      failed(error);
    }
  }

  /** Takes a step; the whole operation fails if that cannot be submitted. */
  final void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) { // a queue that is full, an engine that is closed
      failed(e);
    }
  }

  /** Whether a failure is one of some error numbers. */
  static boolean isErrno(Throwable t, int... numbers) {
    if (t instanceof ErrnoException e) {
      for (int n : numbers) {
        if (e.errno() == n) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the backend cannot do it. */
  static boolean isUnsupported(Throwable t) {
    return t instanceof UnsupportedOperationException;
  }
}
