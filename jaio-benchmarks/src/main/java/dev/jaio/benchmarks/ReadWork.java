package dev.jaio.benchmarks;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Backend;
import dev.jaio.OpenFlag;
import java.io.Closeable;
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

/**
 * 4 KiB at random positions of a file of 1 GiB, from the cache or, with O_DIRECT, from the device;
 * every block is checked.
 */
final class ReadWork {

  private ReadWork() {}

  /** Past the cache or through it, for jaio. */
  private static OpenOption[] options(boolean direct) {
    return direct
        ? new OpenOption[] {StandardOpenOption.READ, OpenFlag.DIRECT}
        : new OpenOption[] {StandardOpenOption.READ};
  }

  /**
   * The same for the JDK, by name: the compiler warns of every mention, and warnings are errors.
   */
  private static Set<OpenOption> jdkOptions(boolean direct) {
    if (!direct) {
      return Set.of(StandardOpenOption.READ);
    }
    try {
      var option =
          Class.forName("com.sun.nio.file.ExtendedOpenOption").getField("DIRECT").get(null);
      return Set.of(StandardOpenOption.READ, (OpenOption) option);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("ExtendedOpenOption.DIRECT", e);
    }
  }

  static Workload callbacks(Data data, Backend backend, int depth, boolean polled, boolean direct)
      throws Exception {
    return callbacks(data, Aio.builder().backend(backend), depth, polled, direct);
  }

  static Workload callbacks(
      Data data, Aio.Builder builder, int depth, boolean polled, boolean direct) throws Exception {
    return new AioChains(builder, depth, polled) {
      private final AsyncFile file = aio.open(data.large(), options(direct)).await();

      @Override
      void next(Slot s) {
        file.read(s.buffer(), Data.nextBlock(s))
            .onTransfer((bytes, error) -> {
              if (isGood(error)) {
                s.checkBlock(bytes);
                done(s);
              }
            });
      }

      @Override
      public void close() {
        file.closeAsync();
        super.close();
      }
    };
  }

  static Workload awaited(Data data, Backend backend, int threads, boolean virtual, boolean direct)
      throws Exception {
    Aio aio = Engines.driven(backend);
    AsyncFile file = aio.open(data.large(), options(direct)).await();
    Closeable resource =
        () -> {
          file.closeAsync();
          aio.close();
        };
    Loops.Step step = s -> s.checkBlock(file.read(s.buffer(), Data.nextBlock(s)).awaitBytes());
    return virtual
        ? Loops.virtual(threads, resource, step)
        : Loops.platform(threads, resource, step);
  }

  static Workload fileChannel(Data data, int threads, boolean virtual, boolean direct)
      throws IOException {
    FileChannel file = FileChannel.open(data.large(), jdkOptions(direct));
    Loops.Step step = s -> s.checkBlock(file.read(s.buffer(), Data.nextBlock(s)));
    return virtual ? Loops.virtual(threads, file, step) : Loops.platform(threads, file, step);
  }

  /** On the default threads of the JDK, or four. */
  static Workload channel(Data data, int depth, boolean fourThreads, boolean direct)
      throws IOException {
    ExecutorService threads = fourThreads ? Executors.newFixedThreadPool(4, Daemons.NEW) : null;
    AsynchronousFileChannel file =
        AsynchronousFileChannel.open(data.large(), jdkOptions(direct), threads);
    return new Chains(depth) {
      private final CompletionHandler<Integer, Slot> handler =
          new CompletionHandler<>() {
            @Override
            public void completed(Integer bytes, Slot s) {
              try {
                s.checkBlock(bytes);
              } catch (RuntimeException e) {
                fail(e);
                return;
              }
              done(s);
            }

            @Override
            public void failed(@Nullable Throwable t, Slot s) {
              fail(new IOException(t));
            }
          };

      @Override
      void launch() {
        submitAll();
      }

      @Override
      void next(Slot s) {
        file.read(s.buffer(), Data.nextBlock(s), s, handler);
      }

      @Override
      public void close() throws IOException {
        file.close();
        Daemons.shutdown(threads);
      }
    };
  }
}
