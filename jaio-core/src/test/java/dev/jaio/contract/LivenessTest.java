package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Request;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Router;
import dev.jaio.internal.posix.Intercepted;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.uring.TestRings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A few requests on a system some of whose calls take long, and then silence: nothing that is
 * submitted or ends later brings along what was forgotten, so all of it must come by itself.
 *
 * <p>The delays are those at which threads are replaced, step aside and stop watching. The choices
 * of a round follow from its number; what comes of them does not, as threads are scheduled.
 */
@Timeout(300)
class LivenessTest {

  private static final int ROUNDS = Integer.getInteger("jaio.liveness.rounds", 250);
  private static final int AT_A_TIME = 8;
  private static final int PATIENCE_SECONDS = 30;
  private static final int BLOCK = 512;

  /** How the results are delivered. */
  private enum Way {
    DRIVEN,
    EXECUTOR,
    POLLED,
    SELECTED,
    AWAITED
  }

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "WORKERS, DRIVEN",
    "WORKERS, EXECUTOR",
    "WORKERS, POLLED",
    "WORKERS, SELECTED",
    "WORKERS, AWAITED",
    "RING, DRIVEN",
    "RING, POLLED",
    "RING, SELECTED",
    "BATCH, DRIVEN",
    "BATCH, EXECUTOR",
    "BATCH, POLLED",
    "BATCH, SELECTED",
    "URING, DRIVEN",
    "URING, POLLED"
  })
  void allComesByItself(String backend, Way way) throws Exception {
    Path file = Files.write(dir.resolve("file"), new byte[BLOCK]);
    ExecutorService rounds = Executors.newFixedThreadPool(AT_A_TIME, daemons());
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      int seed = i;
      running.add(rounds.submit(() -> new Round(backend, way, file, seed).run()));
    }
    for (int i = 0; i < ROUNDS; i++) {
      try {
        running.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new AssertionError("round " + i + " hangs: " + backend + ", " + way, e);
      }
    }
    rounds.shutdown();
  }

  private static ThreadFactory daemons() {
    return Thread.ofPlatform().daemon().factory();
  }

  /** The real system, some of whose calls take long. */
  private static Kernel slow(boolean rings) {
    return Intercepted.kernel(
        Configuration.kernel(),
        (method, _, real) -> {
          if (rings || !method.getName().startsWith("io_uring")) {
            dawdle();
          }
          return real.call();
        });
  }

  private static void dawdle() throws InterruptedException {
    int chance = ThreadLocalRandom.current().nextInt(64);
    if (chance < 4) {
      Thread.sleep(70); // longer than the watcher watches
    } else if (chance < 12) {
      Thread.sleep(3); // as long as it takes to be replaced
    } else if (chance < 20) {
      LockSupport.parkNanos(100_000);
    }
  }

  private static Backends backends(String name) {
    Kernel kernel = slow(name.equals("BATCH"));
    return switch (name) {
      case "WORKERS" -> Backends.workers(kernel, "a test");
      case "BATCH" -> Backends.uring(kernel, TestRings.open(kernel), Router.batches());
      case "RING" -> Backends.uring(kernel, TestRings.open(kernel), Router.forced());
      default -> Backends.uring(kernel, TestRings.open(kernel));
    };
  }

  /** One engine, and a few requests. */
  private static final class Round {

    private final String backend;
    private final Way way;
    private final Path path;
    private final int seed;
    private final AtomicInteger left = new AtomicInteger();
    private final List<Request<?>> submitted = new ArrayList<>(); // guarded by itself
    private volatile boolean closesEarly;
    private Aio aio;
    private AsyncFile file;

    Round(String backend, Way way, Path path, int seed) {
      this.backend = backend;
      this.way = way;
      this.path = path;
      this.seed = seed;
    }

    Void run() throws Exception {
      var random = new Random(seed);
      ExecutorService loop =
          way == Way.EXECUTOR ? Executors.newSingleThreadExecutor(daemons()) : null;
      boolean polled = way != Way.DRIVEN && way != Way.EXECUTOR;
      var settings = new Settings("liveness" + seed, polled, _ -> {}).dispatcher(loop);
      int most = 1 + random.nextInt(3);
      aio = Access.aio(settings.parallel(most, most).config(), backends(backend));
      file = aio.open(path).await();
      closesEarly = random.nextInt(4) == 0;
      submitSome(random, 0);
      List<Thread> others = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        var own = new Random(random.nextLong());
        Runnable submits = () -> submitAndAwait(own);
        others.add(
            own.nextBoolean()
                ? Thread.ofPlatform().daemon().start(submits)
                : Thread.ofVirtual().start(submits));
      }
      if (closesEarly) {
        aio.close(); // waits for all as well
      } else {
        awaitAll();
      }
      for (Thread each : others) {
        while (each.isAlive()) { // who polls has to, as long as others wait
          if (polled && !closesEarly) {
            aio.poll();
          }
          each.join(1);
        }
      }
      file.close();
      aio.close();
      if (loop != null) {
        loop.shutdown();
      }
      return null;
    }

    private void submitSome(Random random, int depth) {
      for (int i = 1 + random.nextInt(6); i > 0; i--) {
        submit(random, depth);
      }
    }

    private void submit(Random random, int depth) {
      left.incrementAndGet();
      Request<?> request = request(random);
      boolean more = depth < 2 && random.nextInt(4) == 0;
      long then = random.nextLong();
      if (random.nextInt(8) == 0) {
        request.cancel();
      }
      request
          .toCompletableFuture()
          .whenComplete((_, _) -> {
            if (more) {
              submitSome(new Random(then), depth + 1);
            }
            left.decrementAndGet();
            if (left.get() == 0) {
              synchronized (left) {
                left.notifyAll();
              }
            }
          });
      synchronized (submitted) {
        submitted.add(request);
      }
    }

    private Request<?> request(Random random) {
      return switch (random.nextInt(10)) {
        case 0 -> aio.nop();
        case 1 -> aio.stat(path);
        case 2 -> file.read(ByteBuffer.allocateDirect(BLOCK), 0);
        case 3 -> file.read(ByteBuffer.allocateDirect(BLOCK));
        case 4 -> file.stat();
        case 5 -> file.fdatasync();
        case 6 -> aio.load(path);
        case 8 -> aio.load(path, ByteBuffer.allocateDirect(BLOCK));
        case 7 -> {
          var group = aio.group();
          group.stat(path);
          group.nop();
          group.close();
          yield group;
        }
        default -> aio.readdir(path.getParent());
      };
    }

    private void submitAndAwait(Random random) {
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        try {
          request(random).await();
        } catch (IOException | InterruptedException | RuntimeException e) {
          if (!closesEarly) {
            throw new AssertionError(e);
          }
        }
      }
    }

    private void awaitAll() throws Exception {
      switch (way) {
        case DRIVEN, EXECUTOR -> {
          synchronized (left) {
            while (left.get() > 0) {
              left.wait();
            }
          }
        }
        case POLLED -> {
          while (left.get() > 0) {
            aio.pollWait();
          }
        }
        case SELECTED -> {
          try (var selector = Selector.open()) {
            aio.pollChannel().register(selector, SelectionKey.OP_READ);
            while (left.get() > 0) {
              selector.select();
              aio.poll();
            }
          }
        }
        case AWAITED -> {
          for (int i = 0; i < size(); i++) {
            Request<?> each;
            synchronized (submitted) {
              each = submitted.get(i);
            }
            try {
              each.await();
            } catch (CancellationException e) {
              // as it was asked to be
            }
          }
          aio.flush();
          assertThat(left).hasValue(0);
        }
      }
    }

    private int size() {
      synchronized (submitted) {
        return submitted.size();
      }
    }
  }
}
