package dev.jaio;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Closes an engine when the JVM exits, unless it was closed before. */
final class ExitHook extends Thread {

  private final Duration limit;
  private volatile @Nullable Aio aio;

  private ExitHook(String name, Duration limit) {
    super(name);
    this.limit = limit;
  }

  /**
   * Starts an engine with a hook.
   *
   * @throws IllegalStateException the JVM exits already; nothing has been started
   */
  static Aio start(Supplier<Aio> starter, String prefix, Duration limit) {
    var hook = new ExitHook(prefix + "-exit", limit);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Aio aio = starter.get();
      hook.aio = aio;
      aio.engine.shutdown().atEnd(_ -> hook.remove());
      return aio;
    } catch (RuntimeException | Error e) {
      hook.remove();
      throw e;
    }
  }

  @Override
  public void run() {
    Aio a = aio;
    if (a != null) {
      a.close(limit);
    }
  }

  private void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(this);
    } catch (IllegalStateException e) {
      aio = null; // the JVM exits, and the hook has nothing to do any more
    }
  }
}
