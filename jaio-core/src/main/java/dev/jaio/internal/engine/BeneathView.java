package dev.jaio.internal.engine;

import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.Operation;
import dev.jaio.Request;
import org.jspecify.annotations.Nullable;

/** Makes every path start at an open directory and stay beneath it. */
public record BeneathView(AsyncFiles parent, AsyncDirectory directory) implements AsyncFiles {

  /**
   * Refuses where the system cannot guarantee it: a view that is weaker than its name is a trap.
   */
  public BeneathView {
    Access.handle(directory).requireBeneath();
  }

  @Override
  public <T extends @Nullable Object> Request<T> submit(Operation<T> operation) {
    ((Task<T>) operation).resolveAt(Access.handle(directory), true);
    return parent.submit(operation);
  }
}
