package dev.jaio.benchmarks;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** 4 KiB at random positions of a cached file of 1 GiB; every block is checked. */
final class ReadWork {

  private ReadWork() {}

  static Workload callbacks(Data data, int depth, boolean polled) throws Exception {
    return new AioChains(depth, polled) {
      private final AsyncFile file = aio.open(data.large()).await();

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

  static Workload awaited(Data data, Aio aio, int threads, boolean virtual) throws Exception {
    AsyncFile file = aio.open(data.large()).await();
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

  static Workload fileChannel(Data data, int threads, boolean virtual) throws IOException {
    FileChannel file = FileChannel.open(data.large(), StandardOpenOption.READ);
    Loops.Step step = s -> s.checkBlock(file.read(s.buffer(), Data.nextBlock(s)));
    return virtual ? Loops.virtual(threads, file, step) : Loops.platform(threads, file, step);
  }

  /** On the default threads of the JDK, or four. */
  static Workload asynchronousFileChannel(Data data, int depth, boolean fourThreads)
      throws IOException {
    ExecutorService threads = fourThreads ? Executors.newFixedThreadPool(4, Daemons.NEW) : null;
    AsynchronousFileChannel file =
        AsynchronousFileChannel.open(data.large(), Set.of(StandardOpenOption.READ), threads);
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
