package dev.jaio.internal.engine;

import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.Operation;
import dev.jaio.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes every path start at an open directory and stay beneath it. */
public record BeneathView(AsyncFiles parent, AsyncDirectory directory) implements View {

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

  @Override
  public View over(AsyncFiles newParent) {
    return new BeneathView(newParent, directory);
  }

  /** The first directory counts; one that was left for it refuses every path, and one is enough. */
  @Override
  @SuppressWarnings("ReferenceEquality") // the same open directory
  public boolean matters(List<View> before) {
    boolean isFirst = true;
    for (View v : before) {
      if (v instanceof BeneathView b) {
        boolean same = Access.handle(b.directory) == Access.handle(directory);
        if (same || !isFirst) {
          return false;
        }
        isFirst = false;
      } else if (v instanceof DirectoryView) {
        isFirst = false;
      }
    }
    return true;
  }
}
