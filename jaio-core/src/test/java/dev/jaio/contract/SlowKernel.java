package dev.jaio.contract;

import dev.jaio.internal.posix.Intercepted;
import dev.jaio.internal.posix.Kernel;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The system, of which one call can be made to wait, as it does on a file system that hangs. */
final class SlowKernel {

  private final Kernel kernel;
  private final CountDownLatch go = new CountDownLatch(1);
  private volatile @Nullable String delayed;

  SlowKernel(Kernel kernel) {
    this.kernel = kernel;
  }

  Kernel kernel() {
    return Intercepted.kernel(
        kernel,
        (method, _, real) -> {
          if (method.getName().equals(delayed)) {
            go.await();
          }
          return real.call();
        });
  }

  /** Calls of this name wait from now on. */
  void delay(String call) {
    delayed = call;
  }

  void goOn() {
    delayed = null;
    go.countDown();
  }
}
