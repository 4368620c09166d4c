package dev.jaio;

import dev.jaio.internal.engine.Task;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An operation with its arguments, not yet submitted.
 *
 * <p>An operation does nothing by itself and can be submitted exactly once. Programs see it only
 * when they implement {@link AsyncFiles} themselves, for example to trace or to refuse requests:
 * such an implementation inspects {@link #name()} and {@link #path()} and passes the operation on
 * to another {@code AsyncFiles}.
 *
 * @param <T> the type of the result
 */
public sealed interface Operation<T extends @Nullable Object> permits Task {

  /**
   * Returns the name of the operation as POSIX spells it, for example {@code "rename"}.
   *
   * @return the name
   */
  String name();

  /**
   * Returns the path that the operation was given, or that its open file was opened with.
   *
   * @return the path, or null for an operation that has none
   */
  @Nullable Path path();

  /**
   * Returns the second path of an operation on two paths, as it was given.
   *
   * @return the second path, or null
   */
  @Nullable Path otherPath();
}
