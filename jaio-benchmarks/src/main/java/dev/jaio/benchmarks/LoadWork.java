package dev.jaio.benchmarks;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Backend;
import dev.jaio.OpenFlag;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Open, read 4 KiB, close, of twenty thousand files in random order; every content is checked. */
final class LoadWork {

  private LoadWork() {}

  /** One request for all three. */
  static Workload compound(Data data, Backend backend, int depth, boolean polled) {
    return new AioChains(backend, depth, polled) {
      @Override
      void next(Slot s) {
        aio.load(data.nextSmall(s), s.buffer())
            .onTransfer((bytes, error) -> {
              if (isGood(error)) {
                s.checkBlock(bytes);
                done(s);
              }
            });
      }
    };
  }

  /** The same, awaited. */
  static Workload compoundAwaited(Data data, Backend backend, int threads) {
    Aio aio = Engines.driven(backend);
    return Loops.virtual(
        threads,
        aio::close,
        s -> s.checkBlock(aio.load(data.nextSmall(s), s.buffer()).awaitBytes()));
  }

  /** Three requests. */
  static Workload three(Data data, Backend backend, int depth, boolean polled) {
    return three(data, backend, depth, polled, new OpenOption[0]);
  }

  /** The same; opening does not wait either, which java.nio cannot say. */
  static Workload threeNonblocking(Data data, Backend backend, int depth, boolean polled) {
    OpenOption[] options = {StandardOpenOption.READ, OpenFlag.NONBLOCK};
    return three(
        data, backend, depth, polled, backend == Backend.NIO ? new OpenOption[0] : options);
  }

  private static Workload three(
      Data data, Backend backend, int depth, boolean polled, OpenOption[] options) {
    return new AioChains(backend, depth, polled) {
      @Override
      void next(Slot s) {
        aio.open(data.nextSmall(s), options)
            .onComplete((file, error) -> {
              if (isGood(error) && file != null) {
                read(s, file);
              }
            });
      }

      private void read(Slot s, AsyncFile file) {
        file.read(s.buffer(), 0)
            .onTransfer((bytes, error) -> {
              if (isGood(error)) {
                s.checkBlock(bytes);
                close(s, file);
              }
            });
      }

      private void close(Slot s, AsyncFile file) {
        file.closeAsync()
            .onComplete((_, error) -> {
              if (isGood(error)) {
                done(s);
              }
            });
      }
    };
  }

  /** Open and close. */
  static Workload opened(Data data, Aio.Builder builder, int depth) {
    return new AioChains(builder, depth, true) {
      @Override
      void next(Slot s) {
        aio.open(data.nextSmall(s))
            .onComplete((file, error) -> {
              if (isGood(error) && file != null) {
                close(s, file);
              }
            });
      }

      private void close(Slot s, AsyncFile file) {
        file.closeAsync()
            .onComplete((_, error) -> {
              if (isGood(error)) {
                done(s);
              }
            });
      }
    };
  }

  static Workload fileChannel(Data data, int threads, boolean virtual) {
    Loops.Step step =
        s -> {
          try (var c = FileChannel.open(data.nextSmall(s), StandardOpenOption.READ)) {
            s.checkBlock(c.read(s.buffer(), 0));
          }
        };
    return virtual
        ? Loops.virtual(threads, () -> {}, step)
        : Loops.platform(threads, () -> {}, step);
  }

  /** Opened by the thread that runs the handler; on the default threads of the JDK, or four. */
  static Workload asynchronousFileChannel(Data data, int depth, boolean fourThreads) {
    ExecutorService threads = fourThreads ? Executors.newFixedThreadPool(4, Daemons.NEW) : null;
    return new Chains(depth) {
      @Override
      void launch() {
        submitAll();
      }

      @Override
      void next(Slot s) {
        try {
          AsynchronousFileChannel c =
              AsynchronousFileChannel.open(
                  data.nextSmall(s), Set.of(StandardOpenOption.READ), threads);
          c.read(s.buffer(), 0, s, new Close(c));
        } catch (IOException e) {
          fail(e);
        }
      }

      @Override
      public void close() {
        Daemons.shutdown(threads);
      }

      final class Close implements CompletionHandler<Integer, Slot> {
        private final AsynchronousFileChannel channel;

        Close(AsynchronousFileChannel channel) {
          this.channel = channel;
        }

        @Override
        public void completed(Integer bytes, Slot s) {
          try {
            s.checkBlock(bytes);
            channel.close();
          } catch (IOException | RuntimeException e) {
            fail(e);
            return;
          }
          done(s);
        }

        @Override
        public void failed(@Nullable Throwable t, Slot s) {
          fail(new IOException(t));
        }
      }
    };
  }
}
