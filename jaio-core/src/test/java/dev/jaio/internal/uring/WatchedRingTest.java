package dev.jaio.internal.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.OpenFlag;
import dev.jaio.Transfer;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backend;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Config;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.posix.Kernel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A request that nobody cares for is seen by the watcher, whenever it comes. */
@Timeout(60)
@SuppressWarnings("NonAtomicVolatileUpdate") // the watcher's, while that is awake
class WatchedRingTest {

  private static final int BLOCK = 4096;

  /** Around the number of looks without work after which the watcher sleeps. */
  private static final int FIRST = 45;

  private static final int LAST = 51;

  @TempDir Path dir;

  private final Kernel kernel = new ScriptedKernel().kernel();
  private AsyncFile file; // written before the watcher is to look at it
  private volatile int calm; // looks without work since the watcher was woken
  private volatile int submitsAt = -1; // after so many looks without work
  private volatile CompletableFuture<Transfer> submitted = new CompletableFuture<>();

  /** Submits when the watcher has looked, and has perhaps decided to sleep. */
  private Object backend(Backend real, Method method, Object[] arguments) throws Throwable {
    Object result;
    try {
      result = method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (method.getName().equals("tick")) {
      calm = (boolean) result || real.goesOn() ? 0 : calm + 1;
      if (calm == submitsAt) {
        submitsAt = -1;
        submitted.complete(file.read(block(), 0));
      }
    }
    return result;
  }

  private Backend newBackend(Backends backends, Engine engine) {
    Backend real = backends.maker().apply(engine);
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (_, method, arguments) -> backend(real, method, arguments));
  }

  private static ByteBuffer block() {
    return ByteBuffer.allocateDirect(2 * BLOCK).alignedSlice(BLOCK).slice(0, BLOCK);
  }

  private static void awaitSleep() {
    Thread watcher =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().equals("watched-watcher"))
            .findFirst()
            .orElseThrow();
    await().until(() -> watcher.getState() == Thread.State.WAITING); // not for a time
  }

  @Test
  void alsoWhenItIsAboutToSleep() throws Exception {
    Path path = Files.write(dir.resolve("data"), new byte[BLOCK]);
    var config =
        new Config(
            "watched", false, null, _ -> {}, 1 << 20, true, true, 0, 0, 8, 0, 4, 1_000_000_000);
    var backends = Backends.uring(kernel, TestRings.open(kernel));
    var watched =
        new Backends(backends.backend(), "", engine -> newBackend(backends, engine), kernel);
    try (Aio aio = Access.aio(config, watched)) {
      file = aio.open(path, OpenFlag.DIRECT).await();
      for (int looks = FIRST; looks <= LAST; looks++) {
        submitted = new CompletableFuture<>();
        awaitSleep();
        calm = 0;
        submitsAt = looks;
        file.read(block(), 0).get(); // wakes it
        Transfer read = submitted.get(10, TimeUnit.SECONDS);
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!read.isDone() && System.nanoTime() - end < 0) {
          Thread.onSpinWait();
        }
        assertThat(read.isDone()).as("after %d looks", looks).isTrue();
      }
      file.close();
    }
  }
}
