package dev.jaio.leak;

import dev.jaio.Aio;
import dev.jaio.Backend;
import dev.jaio.Statistics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Has a number of requests carried out by a series of engines, and prints what is left of them: its
 * arguments are the backend, the number, and a directory.
 */
final class LeakMain {

  /** So many requests warm up what is made once. */
  private static final int WARM_UP = 60_000;

  /** How many requests an engine gets before it is closed. */
  private static final int PER_ENGINE = 15_000;

  /** How many requests may be outstanding before they are waited for. */
  private static final int MOST_OUTSTANDING = 2_000;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Backend backend;
  private final Path dir;
  private final Random random = new Random(1);
  private int engines;

  private LeakMain(Backend backend, Path dir) {
    this.backend = backend;
    this.dir = dir;
  }

  public static void main(String[] args) throws Exception {
    Logger.getLogger("dev.jaio").setLevel(Level.SEVERE); // what closing now gives up is told
    Path dir = Path.of(args[2]);
    Files.write(dir.resolve("small"), new byte[10]);
    Files.write(dir.resolve("huge"), new byte[2 << 20]);
    var main = new LeakMain(Backend.valueOf(args[0]), dir);
    main.requests(WARM_UP);
    Resources before = Resources.settled();
    int engines = main.engines;
    long requests = main.requests(Long.parseLong(args[1]));
    Resources after = Resources.settled();
    List<String> left = after.since(before, requests);
    System.out.printf(
        "%s: %,d requests on %d engines; before %s; after %s; left: %s%n",
        args[0], requests, main.engines - engines, before, after, left);
    System.exit(left.isEmpty() ? 0 : 1);
  }

  /**
   * Has at least so many requests carried out, on a thread of their own: the memory with which a
   * thread helps stays with it, and goes with it.
   */
  private long requests(long count) throws Exception {
    var task =
        new FutureTask<>(() -> {
          long done = 0;
          while (done < count) {
            done += oneEngine();
          }
          return done;
        });
    Thread.ofPlatform().start(task).join();
    return task.get();
  }

  private long oneEngine() throws Exception {
    engines++;
    var builder = Aio.builder().backend(backend).name("leak");
    Aio aio = engines % 2 == 0 ? builder.polled().start() : builder.start();
    var mixture = new Mixture(aio, dir, random);
    while (ended(aio.statistics()) < PER_ENGINE) {
      mixture.some();
      if (aio.statistics().requests() > MOST_OUTSTANDING) {
        aio.flush();
      } else if (engines % 2 == 0) {
        aio.poll();
      }
    }
    if (random.nextInt(4) != 0) {
      mixture.end(); // else the cleaner closes the file
    }
    switch (engines % 3) {
      case 0 -> aio.close();
      case 1 -> aio.closeNow();
      default -> {
        if (!aio.close(PATIENCE)) {
          throw new IllegalStateException("not closed in time: " + aio.statistics());
        }
      }
    }
    removeCopies();
    return ended(aio.statistics());
  }

  private static long ended(Statistics s) {
    return s.operations().values().stream()
        .mapToLong(o -> o.completed() + o.failed() + o.cancelled())
        .sum();
  }

  /** Copies that were complete when the engine closed. */
  private void removeCopies() throws Exception {
    try (var files = Files.newDirectoryStream(dir, "fresh*")) {
      for (Path p : files) {
        Files.delete(p);
      }
    }
    try (var files = Files.newDirectoryStream(dir, ".*.jaio")) {
      for (Path p : files) {
        throw new IllegalStateException("a temporary file was left: " + p);
      }
    }
  }
}
