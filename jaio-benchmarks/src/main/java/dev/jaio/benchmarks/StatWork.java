package dev.jaio.benchmarks;

import dev.jaio.Aio;
import dev.jaio.Backend;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;

/** Stat of a hundred thousand files in random order; every size is checked. */
final class StatWork {

  private StatWork() {}

  static Workload callbacks(Data data, Backend backend, int depth, boolean polled) {
    return new AioChains(backend, depth, polled) {
      @Override
      void next(Slot s) {
        aio.stat(data.nextStat(s))
            .onComplete((stat, error) -> {
              if (isGood(error) && stat != null) {
                s.checkSize(stat.size());
                done(s);
              }
            });
      }
    };
  }

  static Workload awaitedByVirtual(Data data, Backend backend, int threads) {
    Aio aio = Engines.driven(backend);
    return Loops.virtual(
        threads, aio::close, s -> s.checkSize(aio.stat(data.nextStat(s)).await().size()));
  }

  static Workload awaited(Data data, Aio aio) {
    return Loops.platform(
        1, aio::close, s -> s.checkSize(aio.stat(data.nextStat(s)).await().size()));
  }

  static Workload files(Data data, int threads, boolean virtual) {
    Loops.Step step =
        s -> s.checkSize(Files.readAttributes(data.nextStat(s), BasicFileAttributes.class).size());
    return virtual
        ? Loops.virtual(threads, () -> {}, step)
        : Loops.platform(threads, () -> {}, step);
  }
}
