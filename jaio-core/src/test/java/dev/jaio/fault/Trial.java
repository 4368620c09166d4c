package dev.jaio.fault;

import dev.jaio.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * One use of a case: what is done, and what must hold afterwards.
 *
 * @param action submits the request, or does something that waits itself and gives none
 * @param check what success means
 * @param named paths that a failure has to name
 */
record Trial<T>(
    Callable<? extends Request<? extends T>> action, Consumer<? super T> check, List<Path> named) {

  static <T> Trial<T> of(
      Callable<? extends Request<? extends T>> action, Consumer<? super T> check, Path... named) {
    return new Trial<>(action, check, List.of(named));
  }

  /** Where success has nothing to show. */
  static Trial<Object> of(Callable<? extends Request<?>> action, Path... named) {
    return new Trial<>(action, _ -> {}, List.of(named));
  }

  /** Something that waits itself. */
  static Trial<Object> waiting(Waiting action, Path... named) {
    return new Trial<>(
        () -> {
          action.run();
          return null;
        },
        _ -> {},
        List.of(named));
  }

  /** Waits, and throws what went wrong. */
  interface Waiting {
    void run() throws Exception;
  }
}
