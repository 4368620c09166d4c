package dev.jaio.benchmarks;

import dev.jaio.internal.abi.Seek;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Probe;
import dev.jaio.internal.posix.RealKernel;
import dev.jaio.internal.posix.Scratch;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the interface costs that every system call goes through: the cheapest call there is,
 * lseek(2) that stays where it is, by it and by a downcall of exactly its own shape; nanoseconds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
@SuppressWarnings("restricted")
public class KernelBenchmark {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final MethodHandle LSEEK =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("lseek"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT),
          ERRNO);

  private final Kernel kernel = available();
  private final Scratch scratch = new Scratch();
  private final MemorySegment errno = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());
  private final int fd = open();

  /** For JMH. */
  public KernelBenchmark() {}

  private static Kernel available() {
    return switch (RealKernel.probe()) {
      case Probe.Available a -> a.kernel();
      case Probe.Unavailable u -> throw new IllegalStateException(u.reason());
    };
  }

  private int open() {
    try (var arena = Arena.ofConfined()) {
      int result = kernel.openat(scratch, 0, arena.allocateFrom("/").address(), 0, 0);
      if (result < 0) {
        throw new IllegalStateException("/ cannot be opened: " + result);
      }
      return result;
    }
  }

  /** Closes the directory. */
  @TearDown
  public void close() {
    kernel.close(scratch, fd);
  }

  /** As jaio calls. */
  @Benchmark
  public long kernel() {
    return kernel.lseek(scratch, fd, 0, Seek.SEEK_CUR);
  }

  /** The downcall alone. */
  @Benchmark
  public long downcall() throws Throwable {
    return (long) LSEEK.invokeExact(errno, fd, 0L, Seek.SEEK_CUR);
  }
}
