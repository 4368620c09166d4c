package dev.jaio.internal.posix;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** An object of an interface whose calls a test sees, delays, changes or makes in its own way. */
public final class Intercepted {

  /** Around each call. */
  public interface Call {
    /** What the call returns, or throws. */
    Object around(Method method, Object[] arguments, Real real) throws Throwable;
  }

  /** Makes the call. */
  public interface Real {
    /** What it returns, or throws. */
    Object call() throws Throwable;
  }

  private Intercepted() {}

  /** A kernel. */
  public static Kernel kernel(Kernel real, Call call) {
    return of(Kernel.class, real, call);
  }

  /** An object of any interface. */
  public static <T> T of(Class<T> type, T real, Call call) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) ->
                call.around(method, arguments, () -> invoke(real, method, arguments)));
    return type.cast(proxy);
  }

  private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
