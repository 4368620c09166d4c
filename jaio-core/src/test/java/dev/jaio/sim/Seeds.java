package dev.jaio.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Runs simulations from seeds, each of which can be repeated:
 *
 * <ul>
 *   <li>{@code jaio.sim.seed}: this seed only
 *   <li>{@code jaio.sim.seeds}: how many, from 1, instead of 1000
 * </ul>
 */
final class Seeds {

  static final String SEED = "jaio.sim.seed";
  static final String SEEDS = "jaio.sim.seeds";

  /** How long the one thread may do nothing at all. */
  private static final long PATIENCE_MILLIS = 20_000;

  private static volatile boolean halts; // a simulation that goes on after that

  /** What has been done. */
  record Sum(long seeds, long operations, long transfers, long calls, double seconds) {}

  private Seeds() {}

  /** Runs all that is asked for; fails with the first that fails. */
  static Sum all(Path dir) throws Exception {
    Long one = Long.getLong(SEED);
    long first = one != null ? one : 1;
    long last = one != null ? one : Long.getLong(SEEDS, 1000);
    long operations = 0;
    long transfers = 0;
    long calls = 0;
    long begin = System.nanoTime();
    for (long seed = first; seed <= last; seed++) {
      long[] run = one(seed, dir);
      operations += run[0];
      transfers += run[1];
      calls += run[2];
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Sum(last - first + 1, operations, transfers, calls, seconds);
  }

  /** Runs one: operations, what the ring was given, and what tells it from other runs. */
  static long[] one(long seed, Path dir) throws Exception {
    String before = System.getProperty("dev.jaio.route");
    System.setProperty("dev.jaio.route", "ring");
    try (var _ = new Watch(seed, Thread.currentThread());
        var other = new Other();
        var log = new Log();
        var simulation = new Simulation(seed, new Disk(dir), other, log)) {
      simulation.run();
      return new long[] {
        simulation.operations(), simulation.transfers(), simulation.calls(), simulation.trace()
      };
    } catch (InterruptedException e) {
      throw new SimFailure(name(seed) + "hang: interrupted after a long time", e);
    } catch (Throwable t) {
      throw new SimFailure(name(seed) + (t instanceof SimFailure ? t.getMessage() : t), t);
    } finally {
      if (before == null) {
        System.clearProperty("dev.jaio.route");
      } else {
        System.setProperty("dev.jaio.route", before);
      }
    }
  }

  /** An empty directory, in memory where that is possible. */
  static Path folder() throws IOException {
    Path memory = Path.of("/dev/shm");
    String name = "jaio-simulation";
    return Files.isWritable(memory)
        ? Files.createTempDirectory(memory, name)
        : Files.createTempDirectory(name);
  }

  private static String name(long seed) {
    return "seed %d (-D%s=%d): ".formatted(seed, SEED, seed);
  }

  /** Interrupts a simulation that hangs in earnest; one that goes on is named at least. */
  private static final class Watch implements AutoCloseable {
    private final Thread thread;

    Watch(long seed, Thread watched) {
      thread = Thread.ofVirtual().start(() -> watch(seed, watched));
    }

    @SuppressWarnings("SystemOut")
    private static void watch(long seed, Thread watched) {
      try {
        Thread.sleep(PATIENCE_MILLIS);
        watched.interrupt();
        Thread.sleep(PATIENCE_MILLIS);
        System.out.println(name(seed) + "hang: not even interrupted it comes back");
        if (halts) {
          Runtime.getRuntime().halt(1);
        }
      } catch (InterruptedException _) {
        // it has ended
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  /** Runs simulations without any test framework; the exit status tells. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    halts = true;
    Path dir = folder();
    try {
      System.out.println(all(dir));
    } catch (SimFailure f) {
      System.out.println(f.getMessage());
      if (Boolean.getBoolean("jaio.sim.trace")) {
        f.printStackTrace();
      }
      System.exit(1);
    } finally {
      try (var all = Files.walk(dir)) {
        all.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
      }
    }
  }
}
