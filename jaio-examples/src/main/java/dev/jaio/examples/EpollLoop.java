package dev.jaio.examples;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.jaio.Aio;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * A loop around epoll(7), written by hand with the foreign function API.
 *
 * <p>{@code pollFd()} is a descriptor like any other of the loop: readable exactly while {@code
 * poll()} has work to do. The loop waits for it and never reads it.
 */
@SuppressWarnings("restricted") // the program calls native functions; run it with native access
public final class EpollLoop {
  private EpollLoop() {}

  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLLIN = 1;

  /** Bytes of struct epoll_event: its 64 bits of data are not aligned on x86-64. */
  private static final int EVENT = System.getProperty("os.arch").equals("amd64") ? 12 : 16;

  private static int missing;

  private static MethodHandle function(String name, MemoryLayout... arguments) {
    var linker = Linker.nativeLinker();
    var address = linker.defaultLookup().findOrThrow(name);
    return linker.downcallHandle(address, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  /** Asks for the sizes of some files and waits for events until all have been told. */
  public static void main(String[] args) throws Throwable {
    var create = function("epoll_create1", JAVA_INT);
    var control = function("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    var wait = function("epoll_wait", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    var close = function("close", JAVA_INT);

    try (var samples = Samples.create(5);
        var arena = Arena.ofConfined();
        var aio = Aio.builder().polled().start()) {
      int epoll = (int) create.invokeExact(EPOLL_CLOEXEC);
      var event = arena.allocate(EVENT, 8);
      event.set(JAVA_INT_UNALIGNED, 0, EPOLLIN);
      event.set(JAVA_INT_UNALIGNED, EVENT - 8, aio.pollFd());
      if ((int) control.invokeExact(epoll, EPOLL_CTL_ADD, aio.pollFd(), event) != 0) {
        throw new AssertionError("epoll_ctl");
      }
      missing = samples.files().size();
      for (Path file : samples.files()) {
        aio.stat(file)
            .onComplete((stat, error) -> {
              missing--;
              System.out.println(file.getFileName() + ": " + (error != null ? error : stat.size()));
            });
      }
      while (missing > 0) {
        int ready = (int) wait.invokeExact(epoll, event, 1, -1);
        if (ready == 1 && event.get(JAVA_INT_UNALIGNED, EVENT - 8) == aio.pollFd()) {
          aio.poll();
        }
      }
      int _ = (int) close.invokeExact(epoll);
    }
  }
}
