package dev.jaio.internal.engine;

import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.posix.Probe;
import dev.jaio.internal.posix.RealKernel;
import dev.jaio.internal.posix.Scratch;

/**
 * A backend that executes inside {@code poll()}, for benchmarks of what the engine costs without
 * threads. It is in the engine's package since only there a request can be executed.
 */
public final class InlineBackend implements Backend {

  private final Engine engine;
  private final Calls calls;

  private InlineBackend(Engine engine, Calls calls) {
    this.engine = engine;
    this.calls = calls;
  }

  /** How an engine gets it. */
  public static Backends backends() {
    if (!(RealKernel.probe() instanceof Probe.Available real)) {
      throw new IllegalStateException("no native access");
    }
    var calls = new Posix(real.kernel(), new Scratch());
    return new Backends(
        dev.jaio.Backend.WORKERS, "benchmark", e -> new InlineBackend(e, calls), real.kernel());
  }

  @Override
  public void ready(Task<?> task, int queued) {}

  @Override
  public boolean wantsPoll() {
    return engine.readyCount() > 0;
  }

  @Override
  public void poll() {
    for (Task<?> t = engine.takeReady(); t != null; t = engine.takeReady()) {
      t.execute(calls);
    }
  }

  @Override
  public void close() {}
}
