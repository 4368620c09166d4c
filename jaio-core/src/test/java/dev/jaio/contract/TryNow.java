package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Request;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Peek;
import dev.jaio.internal.posix.Intercepted;
import dev.jaio.internal.posix.Kernel;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A waiting thread carries out itself what cannot block; the one worker there is can be kept. */
@Timeout(60)
abstract class TryNow {

  static final AtomicInteger NUMBERS = new AtomicInteger();

  /** A system call that was made. */
  record Call(String name, boolean virtual) {}

  /** Takes the place of a system call; null: goes on to the real one. */
  interface Instead {
    Object call(String name, Object[] arguments) throws Exception;
  }

  @TempDir Path dir;
  final Kernel real = Configuration.kernel();
  final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  final Queue<Throwable> unhandled = new ConcurrentLinkedQueue<>();
  volatile Instead instead = (_, _) -> null;
  ExecutorService loop;
  Aio aio;
  Path file;
  AsyncFile f;
  byte[] content;
  Request<?> busy;

  @BeforeEach
  void start() throws Exception {
    // not by a dispatcher of the engine, which helps when it happens to be awake
    loop = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    var settings =
        new Settings("now" + NUMBERS.incrementAndGet(), false, unhandled::add).dispatcher(loop);
    aio = Access.aio(settings.parallel(1, 1).config(), Backends.workers(recording(), "a test"));
    content = new byte[10_000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31);
    }
    file = Files.write(dir.resolve("f"), content);
    f = aio.open(file).await();
  }

  @AfterEach
  void end() throws Exception {
    if (busy != null) {
      busy.cancel();
    }
    f.close();
    aio.close();
    assertThat(unhandled).isEmpty();
    Contract.spinUntil(() -> aio.statistics().abandoned() == 0);
    loop.shutdown();
  }

  /** Keeps the only worker, so that nothing is carried out but by threads that wait. */
  void keepTheWorker() {
    busy = aio.busy(Duration.ofHours(1));
    Contract.spinUntil(() -> busy.phase() == Request.Phase.EXECUTING);
    calls.clear();
  }

  /** Keeps the only worker until a system call is tried, so that it cannot be faster. */
  void keepTheWorkerUntil(String call, Instead then) {
    keepTheWorker();
    instead =
        (name, arguments) -> {
          if (name.equals(call)) {
            busy.cancel();
          }
          return then.call(name, arguments);
        };
  }

  static Instead failing(String call, Object result) {
    return (name, _) -> name.equals(call) ? result : null;
  }

  Kernel recording() {
    return Intercepted.kernel(
        real,
        (method, arguments, call) -> {
          calls.add(new Call(method.getName(), Thread.currentThread().isVirtual()));
          Object result = instead.call(method.getName(), arguments);
          return result != null ? result : call.call();
        });
  }

  /** The one that keeps virtual threads fair must have had its turn, or all is left to workers. */
  <T> T inVirtualThread(Callable<T> work) throws Exception {
    Request<?> any = busy;
    if (any != null) {
      Contract.spinUntil(() -> Peek.isCanaryAtRest(any));
    }
    var task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task.get(30, TimeUnit.SECONDS);
  }

  List<String> namesOf(boolean virtual) {
    return calls.stream()
        .filter(
            c -> c.virtual == virtual && !c.name.equals("nanosleep")) // of what keeps the worker
        .map(Call::name)
        .toList();
  }

  void assertRead(ByteBuffer buffer, int from, int count) {
    assertThat(buffer.position()).isEqualTo(count);
    assertThat(buffer.flip()).isEqualTo(ByteBuffer.wrap(content, from, count));
  }
}
