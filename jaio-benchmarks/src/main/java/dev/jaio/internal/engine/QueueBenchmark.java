package dev.jaio.internal.engine;

import dev.jaio.internal.op.Nop;
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
import org.openjdk.jmh.annotations.Warmup;

/** The two queues every request goes through, on one thread: nanoseconds per request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class QueueBenchmark {

  private static final int BATCH = 32;

  private final ReadyQueue ready = new ReadyQueue(1 << 20);
  private final CompletionQueue completions = new CompletionQueue();
  private final Claim claimed = new Claim(Claim.MOST);
  private final Task<?>[] tasks = new Task<?>[BATCH];

  /** For JMH. */
  public QueueBenchmark() {
    for (int i = 0; i < BATCH; i++) {
      tasks[i] = new Nop();
      tasks[i].ready();
    }
  }

  /** Queue 32 requests and take them one by one. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public @Nullable Object readyOneByOne() {
    for (Task<?> t : tasks) {
      ready.offer(t, false, false);
    }
    Object last = null;
    for (Task<?> t = ready.take(); t != null; t = ready.take()) {
      last = t;
    }
    return last;
  }

  /** Queue 32 requests and claim them as a worker does. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int readyClaimed() {
    for (Task<?> t : tasks) {
      ready.offer(t, false, false);
    }
    int n = 0;
    for (int k = ready.take(claimed, 2); k > 0; k = ready.take(claimed, 2)) {
      n += k;
    }
    return n;
  }

  /** Push 32 completed requests and take them. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public @Nullable Object completions() {
    for (Task<?> t : tasks) {
      completions.push(t);
    }
    Object last = null;
    for (Task<?> t = completions.take(); t != null; t = completions.take()) {
      last = t;
    }
    return last;
  }
}
