package dev.jaio.internal.engine;

import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.Operation;
import dev.jaio.Request;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes relative paths start at an open directory. */
public record DirectoryView(AsyncFiles parent, AsyncDirectory directory) implements AsyncFiles {

  /** Checks that there is a directory. */
  public DirectoryView {
    Objects.requireNonNull(directory, "directory");
  }

  @Override
  public <T extends @Nullable Object> Request<T> submit(Operation<T> operation) {
    ((Task<T>) operation).resolveAt(Access.handle(directory), false);
    return parent.submit(operation);
  }
}
