package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Request;
import dev.jaio.contract.Descriptors;
import dev.jaio.internal.posix.Intercepted;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Probe;
import dev.jaio.internal.posix.RealKernel;
import dev.jaio.internal.uring.TestRings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file is closed while its engine closes: the request was accepted, and is put into its queue
 * when nobody is left to take it out.
 */
@Timeout(30)
class QueuedAtCloseTest {

  private final Kernel kernel = ((Probe.Available) RealKernel.probe()).kernel();

  /** Runs something once, between the look at whether the engine is open and the queueing. */
  private static Backend whenRouted(Backend real, AtomicBoolean armed, Runnable action) {
    return Intercepted.of(
        Backend.class,
        real,
        (method, _, call) -> {
          Object result = call.call();
          if (method.getName().equals("ringQueue") && armed.compareAndSet(true, false)) {
            action.run();
          }
          return result;
        });
  }

  @ParameterizedTest(name = "on a ring: {0}")
  @ValueSource(booleans = {false, true})
  void aFileIsClosedAllTheSame(boolean ring, @TempDir Path dir) throws Exception {
    Backends real =
        ring
            ? Backends.uring(kernel, TestRings.open(kernel), Router.forced())
            : Backends.workers(kernel, "a test");
    var armed = new AtomicBoolean();
    var config =
        new Config("late", false, null, t -> {}, 99, true, true, 0, 0, 8, 0, 4, 1_000_000_000);
    Aio[] aio = new Aio[1];
    aio[0] =
        Access.aio(
            config,
            new Backends(
                real.backend(),
                real.reason(),
                e ->
                    whenRouted(
                        real.maker().apply(e),
                        armed,
                        () -> aio[0].close(Duration.ofNanos(1))), // does not wait for the request
                kernel));
    Path path = Files.createFile(dir.resolve("a"));
    AsyncFile file = aio[0].open(path).await();
    assertThat(descriptors(path)).isEqualTo(1);

    armed.set(true);
    Request<?> close = file.closeAsync();
    assertThat(armed).isFalse();
    close.get(20, TimeUnit.SECONDS);
    assertThat(descriptors(path)).isZero();
  }

  private static long descriptors(Path path) {
    return Descriptors.now().links().values().stream().filter(path.toString()::equals).count();
  }
}
