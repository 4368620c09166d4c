package dev.jaio.contract;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Lets the system forget what it has in its page cache of a file, posix_fadvise(2). */
@SuppressWarnings("restricted")
final class Uncached {

  private static final int DONTNEED = 4;

  private static final MethodHandle OPEN =
      handle("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle ADVISE =
      handle(
          "posix_fadvise",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private Uncached() {}

  private static MethodHandle handle(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }

  /** Drops what is cached; what is not written yet stays. */
  static void drop(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      int fd = (int) OPEN.invokeExact(arena.allocateFrom(path.toString()), 0);
      int result = (int) ADVISE.invokeExact(fd, 0L, 0L, DONTNEED);
      int closed = (int) CLOSE.invokeExact(fd);
      if (fd < 0 || result != 0 || closed != 0) {
        throw new AssertionError("posix_fadvise of " + path + ": " + result);
      }
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }
}
