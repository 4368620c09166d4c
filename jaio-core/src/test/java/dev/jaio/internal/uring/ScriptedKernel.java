package dev.jaio.internal.uring;

import dev.jaio.internal.posix.Intercepted;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Probe;
import dev.jaio.internal.posix.RealKernel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The system, of which a test replaces calls by name; and which counts all of them. */
final class ScriptedKernel {

  /** In place of a call. */
  interface Script {
    /** The result, or what the real call returns. */
    Object call(Object[] arguments, Intercepted.Real real) throws Throwable;
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
    return Intercepted.kernel(
        real,
        (method, arguments, call) -> {
          calls.computeIfAbsent(method.getName(), _ -> new AtomicInteger()).incrementAndGet();
          Script script = scripts.get(method.getName());
          return script == null ? call.call() : script.call(arguments, call);
        });
  }
}
