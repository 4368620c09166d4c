package dev.jaio.benchmarks;

import dev.jaio.Aio;
import dev.jaio.Backend;
import java.util.concurrent.Executors;

/** Requests that do nothing: what the engine itself costs. */
final class NopWork {

  private NopWork() {}

  static Workload callbacks(Backend backend, int depth, boolean polled) {
    return new AioChains(backend, depth, polled) {
      @Override
      void next(Slot s) {
        aio.nop()
            .onComplete((_, error) -> {
              if (isGood(error)) {
                done(s);
              }
            });
      }
    };
  }

  static Workload awaited(Aio aio) {
    return Loops.platform(1, aio::close, _ -> aio.nop().await());
  }

  static Workload awaitedByVirtual(Backend backend, int threads) {
    Aio aio = Engines.driven(backend);
    return Loops.virtual(threads, aio::close, _ -> aio.nop().await());
  }

  /** A task that does nothing, on a pool of as many threads as cores; each submits the next. */
  static Workload pool(int depth) {
    var threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), Daemons.NEW);
    return new Chains(depth) {
      @Override
      void launch() {
        submitAll();
      }

      @Override
      void next(Slot s) {
        threads.execute(() -> done(s));
      }

      @Override
      public void close() {
        threads.shutdown();
      }
    };
  }

  /** The same, each task awaited. */
  static Workload poolAwaited() {
    var threads = Executors.newFixedThreadPool(1, Daemons.NEW);
    return Loops.platform(1, threads::shutdown, _ -> threads.submit(() -> {}).get());
  }
}
