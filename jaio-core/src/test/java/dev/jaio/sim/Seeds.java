package dev.jaio.sim;

import java.nio.file.Files;
import java.nio.file.Path;

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
  private static final long PATIENCE_MILLIS = 30_000;

  /** What has been done. */
  record Sum(long seeds, long operations, double seconds) {}

  private Seeds() {}

  /** Runs all that is asked for; fails with the first that fails. */
  static Sum all(Path dir) throws Exception {
    Long one = Long.getLong(SEED);
    long first = one != null ? one : 1;
    long last = one != null ? one : Long.getLong(SEEDS, 1000);
    long operations = 0;
    long begin = System.nanoTime();
    for (long seed = first; seed <= last; seed++) {
      operations += one(seed, dir)[0];
    }
    return new Sum(last - first + 1, operations, (System.nanoTime() - begin) / 1e9);
  }

  /** Runs one: how many operations there were, and what tells it from other runs. */
  static long[] one(long seed, Path dir) throws Exception {
    String before = System.getProperty("dev.jaio.route");
    System.setProperty("dev.jaio.route", "ring");
    try (var _ = new Watch(Thread.currentThread());
        var other = new Other();
        var log = new Log();
        var simulation = new Simulation(seed, new Disk(dir), other, log)) {
      simulation.run();
      return new long[] {simulation.operations(), simulation.trace()};
    } catch (Throwable t) {
      throw new SimFailure("seed %d (-D%s=%d): %s".formatted(seed, SEED, seed, t.getMessage()), t);
    } finally {
      if (before == null) {
        System.clearProperty("dev.jaio.route");
      } else {
        System.setProperty("dev.jaio.route", before);
      }
    }
  }

  /** Interrupts a simulation that hangs in earnest. */
  private static final class Watch implements AutoCloseable {
    private final Thread thread;

    Watch(Thread watched) {
      thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  Thread.sleep(PATIENCE_MILLIS);
                  watched.interrupt();
                } catch (InterruptedException _) {
                  // it has ended
                }
              });
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  /** Runs simulations without any test framework; the exit status tells. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    Path dir = Files.createTempDirectory("jaio-simulation");
    try {
      System.out.println(all(dir));
    } catch (SimFailure f) {
      System.out.println(f.getMessage());
      if (Boolean.getBoolean("jaio.sim.trace")) {
        f.printStackTrace();
      }
      System.exit(1);
    } finally {
      for (String name : new String[] {"read-only", "regions"}) {
        Files.deleteIfExists(dir.resolve(name));
      }
      Files.deleteIfExists(dir);
    }
  }
}
