package dev.jaio.benchmarks;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ConcurrentHashMap;

/** Stat of a hundred thousand files in random order; every size is checked. */
final class StatWork {

  private StatWork() {}

  static Workload callbacks(Data data, Backend backend, int depth, boolean polled) {
    return callbacks(data, Aio.builder().backend(backend), depth, polled);
  }

  static Workload callbacks(Data data, Aio.Builder builder, int depth, boolean polled) {
    return new AioChains(builder, depth, polled) {
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

  /** As {@link #callbacks}, by names relative to an open directory. */
  static Workload callbacksAt(Data data, Backend backend, int depth, boolean polled)
      throws IOException, InterruptedException {
    return new AioChains(backend, depth, polled) {
      private final AsyncDirectory root = aio.openDirectory(data.statRoot()).await();
      private final AsyncFiles files = aio.at(root);

      @Override
      void next(Slot s) {
        files
            .stat(data.nextStatName(s))
            .onComplete((stat, error) -> {
              if (isGood(error) && stat != null) {
                s.checkSize(stat.size());
                done(s);
              }
            });
      }
    };
  }

  /** As {@link #files}, by names relative to a directory that each thread opens once. */
  static Workload secure(Data data, int threads) {
    var opened = new ConcurrentHashMap<Slot, SecureDirectoryStream<Path>>();
    return Loops.platform(
        threads,
        () -> {
          for (SecureDirectoryStream<Path> stream : opened.values()) {
            stream.close();
          }
        },
        s -> {
          SecureDirectoryStream<Path> stream = opened.get(s);
          if (stream == null) {
            stream = open(data.statRoot());
            opened.put(s, stream);
          }
          BasicFileAttributeView view =
              stream.getFileAttributeView(data.nextStatName(s), BasicFileAttributeView.class);
          s.checkSize(view.readAttributes().size());
        });
  }

  @SuppressWarnings("StreamResourceLeak") // closed with the workload
  private static SecureDirectoryStream<Path> open(Path directory) throws IOException {
    return (SecureDirectoryStream<Path>) Files.newDirectoryStream(directory);
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
