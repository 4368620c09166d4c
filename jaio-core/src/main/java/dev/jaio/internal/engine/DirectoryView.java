package dev.jaio.internal.engine;

import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.Operation;
import dev.jaio.Request;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes relative paths start at an open directory. */
public record DirectoryView(AsyncFiles parent, AsyncDirectory directory) implements View {

  /** Checks that there is a directory. */
  public DirectoryView {
    Objects.requireNonNull(directory, "directory");
  }

  @Override
  public <T extends @Nullable Object> Request<T> submit(Operation<T> operation) {
    ((Task<T>) operation).resolveAt(Access.handle(directory), false);
    return parent.submit(operation);
  }

  @Override
  public View over(AsyncFiles newParent) {
    return new DirectoryView(newParent, directory);
  }

  /** The first directory is where a relative path starts; another one is ignored. */
  @Override
  public boolean matters(List<View> before) {
    return before.stream().noneMatch(v -> v instanceof DirectoryView || v instanceof BeneathView);
  }
}
