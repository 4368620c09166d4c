package dev.jaio.internal.engine;

import dev.jaio.AsyncFiles;
import dev.jaio.Operation;
import dev.jaio.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Submits with a priority. Of nested views the innermost, applied first, counts. */
public record PriorityView(AsyncFiles parent, int priority) implements View {

  @Override
  public <T extends @Nullable Object> Request<T> submit(Operation<T> operation) {
    ((Task<T>) operation).priorityUnlessSet(priority);
    return parent.submit(operation);
  }

  @Override
  public View over(AsyncFiles newParent) {
    return new PriorityView(newParent, priority);
  }

  @Override
  public boolean matters(List<View> before) {
    return before.stream().noneMatch(PriorityView.class::isInstance);
  }
}
