package dev.jaio.internal.uring;

import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Probe;
import dev.jaio.internal.posix.RealKernel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The system, of which a test replaces calls by name; and which counts all of them. */
final class ScriptedKernel {

  /** In place of a call. */
  interface Script {
    /** The result, or what the real call returns. */
    Object call(Object[] arguments, Real real) throws Throwable;
  }

  /** Makes the call. */
  interface Real {
    Object call() throws Throwable;
  }

  private final Kernel real = ((Probe.Available) RealKernel.probe()).kernel();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

  /** Replaces a call from now on. */
  ScriptedKernel on(String name, Script script) {
    scripts.put(name, script);
    return this;
  }

  /** The real call again. */
  void off(String name) {
    scripts.remove(name);
  }

  /** How often a call was made. */
  int count(String name) {
    return calls.getOrDefault(name, new AtomicInteger()).get();
  }

  Kernel kernel() {
    return (Kernel)
        Proxy.newProxyInstance(
            Kernel.class.getClassLoader(),
            new Class<?>[] {Kernel.class},
            (_, method, arguments) -> {
              calls.computeIfAbsent(method.getName(), _ -> new AtomicInteger()).incrementAndGet();
              Real call =
                  () -> {
                    try {
                      return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  };
              Script script = scripts.get(method.getName());
              return script == null ? call.call() : script.call(arguments, call);
            });
  }
}
