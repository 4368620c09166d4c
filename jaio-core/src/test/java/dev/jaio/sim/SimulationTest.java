package dev.jaio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a simulated kernel, from seeds; {@link Seeds} says how to choose them. */
class SimulationTest {

  /** How many runs are made twice. */
  private static final int REPEATED = 10;

  @TempDir(factory = InMemory.class)
  Path dir;

  @Test
  @SuppressWarnings("SystemOut")
  void everySeedKeepsEveryPromise() throws Exception {
    Seeds.Sum sum = Seeds.all(dir);
    System.out.println("simulation: " + sum);
    assertThat(sum.operations()).isGreaterThanOrEqualTo(sum.seeds() * Simulation.OPERATIONS);
    assertThat(sum.transfers()).as("through the ring").isGreaterThan(sum.operations() / 4);
    assertThat(sum.calls()).as("the same").isGreaterThan(sum.operations() / 4);
  }

  @Test
  void aSeedRepeatsItsRun() throws Exception {
    for (long seed = 1; seed <= REPEATED; seed++) {
      assertThat(Seeds.one(seed, dir)).as("seed %d", seed).isEqualTo(Seeds.one(seed, dir));
    }
  }
}
