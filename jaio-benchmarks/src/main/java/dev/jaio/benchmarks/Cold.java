package dev.jaio.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/** Work on files of which at the beginning of each window nothing is in the cache. */
final class Cold implements Measured {

  private static final int DONTNEED = 4; // POSIX_FADV_DONTNEED of Linux
  private static final int O_RDONLY = 0;

  private final List<Path> files;
  private final Measured work;
  private final MethodHandle open;
  private final MethodHandle syncfs;
  private final MethodHandle advise;
  private final MethodHandle close;

  /** The JDK cannot ask for that. */
  @SuppressWarnings("restricted")
  Cold(List<Path> files, Measured work) {
    this.files = files;
    this.work = work;
    Linker linker = Linker.nativeLinker();
    var libc = linker.defaultLookup();
    var i = ValueLayout.JAVA_INT;
    var l = ValueLayout.JAVA_LONG;
    var variadic = Linker.Option.firstVariadicArg(2);
    open =
        linker.downcallHandle(
            libc.findOrThrow("open"), FunctionDescriptor.of(i, ValueLayout.ADDRESS, i), variadic);
    syncfs = linker.downcallHandle(libc.findOrThrow("syncfs"), FunctionDescriptor.of(i, i));
    advise =
        linker.downcallHandle(
            libc.findOrThrow("posix_fadvise"), FunctionDescriptor.of(i, i, l, l, i));
    close = linker.downcallHandle(libc.findOrThrow("close"), FunctionDescriptor.of(i, i));
  }

  @Override
  public Window run(long runUpMillis, long millis) throws Exception {
    drop();
    return work.run(runUpMillis, millis);
  }

  private void drop() {
    try (var arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(4096); // PATH_MAX
      boolean synced = false;
      for (Path file : files) {
        name.setString(0, file.toString());
        int fd = (int) open.invokeExact(name, O_RDONLY);
        int error = synced ? 0 : (int) syncfs.invokeExact(fd); // what is not written stays
        synced = true;
        error |= (int) advise.invokeExact(fd, 0L, 0L, DONTNEED);
        error |= (int) close.invokeExact(fd);
        if (fd < 0 || error != 0) {
          throw new IllegalStateException("the cache of " + file + " was not dropped");
        }
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
