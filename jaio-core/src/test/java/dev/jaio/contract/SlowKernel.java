package dev.jaio.contract;

import dev.jaio.internal.posix.Kernel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The system, of which one call can be made to wait, as it does on a file system that hangs. */
final class SlowKernel {

  private final Kernel real;
  private final CountDownLatch go = new CountDownLatch(1);
  private volatile @Nullable String delayed;

  SlowKernel(Kernel real) {
    this.real = real;
  }

  Kernel kernel() {
    return (Kernel)
        Proxy.newProxyInstance(
            Kernel.class.getClassLoader(),
            new Class<?>[] {Kernel.class},
            (_, method, arguments) -> call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals(delayed)) {
      go.await();
    }
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
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
