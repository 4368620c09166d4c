package dev.jaio.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** Work on the large file, of which at the beginning of each window nothing is in the cache. */
final class Cold implements Measured {

  private static final int DONTNEED = 4; // POSIX_FADV_DONTNEED of Linux
  private static final int O_RDONLY = 0;

  private final Data data;
  private final Measured work;

  Cold(Data data, Measured work) throws IOException {
    this.data = data;
    this.work = work;
    try (var large = FileChannel.open(data.large(), StandardOpenOption.WRITE)) {
      large.force(true); // what is not written yet cannot be dropped
    }
  }

  @Override
  public Window run(long runUpMillis, long millis) throws Exception {
    drop();
    return work.run(runUpMillis, millis);
  }

  /** The JDK cannot ask for that. */
  @SuppressWarnings("restricted")
  private void drop() {
    Linker linker = Linker.nativeLinker();
    var libc = linker.defaultLookup();
    var i = ValueLayout.JAVA_INT;
    var l = ValueLayout.JAVA_LONG;
    try (var arena = Arena.ofConfined()) {
      var open =
          linker.downcallHandle(
              libc.findOrThrow("open"),
              FunctionDescriptor.of(i, ValueLayout.ADDRESS, i),
              Linker.Option.firstVariadicArg(2));
      var advise =
          linker.downcallHandle(
              libc.findOrThrow("posix_fadvise"), FunctionDescriptor.of(i, i, l, l, i));
      var close = linker.downcallHandle(libc.findOrThrow("close"), FunctionDescriptor.of(i, i));
      int fd = (int) open.invokeExact(arena.allocateFrom(data.large().toString()), O_RDONLY);
      int error = (int) advise.invokeExact(fd, 0L, 0L, DONTNEED);
      int closed = (int) close.invokeExact(fd);
      if (fd < 0 || error != 0 || closed != 0) {
        throw new IllegalStateException("the cache of " + data.large() + " was not dropped");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  @Override
  public void close() throws IOException {
    work.close();
  }
}
