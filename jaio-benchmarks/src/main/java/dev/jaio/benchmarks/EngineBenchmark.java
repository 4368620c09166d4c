package dev.jaio.benchmarks;

import dev.jaio.Aio;
import dev.jaio.Group;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Config;
import dev.jaio.internal.engine.InlineBackend;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the engine adds to a request, without threads and system calls: nanoseconds per request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EngineBenchmark {

  private static final int BATCH = 32;
  private static final int MEMBERS = 100;

  private final Aio inline =
      Access.aio(
          new Config("bench", true, null, _ -> {}, 1 << 20, false, true, 0, 0, 1, 0, 1, 1),
          InlineBackend.backends());
  private final Aio helping = Aio.start();
  private int delivered;

  /** For JMH. */
  public EngineBenchmark() {}

  /** Ends the engines. */
  @TearDown
  public void close() {
    inline.close();
    helping.close();
  }

  /** Submit 32 nops with a callback and deliver them. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int nopCallback() {
    for (int i = 0; i < BATCH; i++) {
      inline.nop().onComplete((_, _) -> delivered++);
    }
    while (inline.poll() > 0) {
      // all are delivered
    }
    return delivered;
  }

  /** Submit 32 nops as futures and complete them. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int nopFuture() {
    for (int i = 0; i < BATCH; i++) {
      var _ = inline.nop().toCompletableFuture().thenRun(() -> delivered++);
    }
    while (inline.poll() > 0) {
      // all are delivered
    }
    return delivered;
  }

  /** Submit a nop and wait for it, in an engine with workers: the waiting thread executes it. */
  @Benchmark
  public @Nullable Object nopAwait() throws Exception {
    return helping.nop().await();
  }

  /** A group of 100 nops, from its creation to its own callback. */
  @Benchmark
  @OperationsPerInvocation(MEMBERS)
  public int groupOf100() {
    try (Group<Integer> group = inline.group()) {
      group.onComplete((_, _) -> delivered++);
      for (int i = 0; i < MEMBERS; i++) {
        group.nop();
      }
    }
    while (inline.poll() > 0) {
      // all are delivered
    }
    return delivered;
  }
}
