package dev.jaio.internal.engine;

import dev.jaio.AsyncFiles;
import dev.jaio.Operation;
import dev.jaio.Request;
import org.jspecify.annotations.Nullable;

/** Submits with a priority. Of nested views the innermost, applied first, counts. */
public record PriorityView(AsyncFiles parent, int priority) implements AsyncFiles {

  @Override
  public <T extends @Nullable Object> Request<T> submit(Operation<T> operation) {
    ((Task<T>) operation).priorityUnlessSet(priority);
    return parent.submit(operation);
  }
}
