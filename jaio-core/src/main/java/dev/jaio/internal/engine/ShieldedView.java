package dev.jaio.internal.engine;

import dev.jaio.AsyncFiles;
import dev.jaio.Operation;
import dev.jaio.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Submits what neither a cancel nor the closing of the engine stops. */
record ShieldedView(AsyncFiles parent) implements View {

  @Override
  public <T extends @Nullable Object> Request<T> submit(Operation<T> operation) {
    ((Task<T>) operation).shielded();
    return parent.submit(operation);
  }

  @Override
  public View over(AsyncFiles newParent) {
    return new ShieldedView(newParent);
  }

  @Override
  public boolean matters(List<View> before) {
    return before.stream().noneMatch(ShieldedView.class::isInstance);
  }
}
