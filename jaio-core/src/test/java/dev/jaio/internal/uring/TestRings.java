package dev.jaio.internal.uring;

import static org.awaitility.Awaitility.await;

import dev.jaio.internal.posix.Kernel;
import java.time.Duration;

/** Rings for tests that need one. */
public final class TestRings {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TestRings() {}

  /**
   * A ring. Of a user without CAP_IPC_LOCK the memory of all rings counts towards RLIMIT_MEMLOCK,
   * and that of a closed one until the garbage collector has unmapped it and the kernel has
   * noticed. So tests that use hundreds of rings in a row have to see to that now and then.
   *
   * @throws AssertionError there is none, for another reason
   */
  public static RingSetup.Opened open(Kernel kernel) {
    RingSetup.Outcome outcome =
        await()
            .pollInSameThread()
            .pollInterval(Duration.ofMillis(20))
            .pollDelay(Duration.ZERO)
            .atMost(PATIENCE)
            .until(
                () -> openOrCollect(kernel), o -> o.opened() != null || !lacksMemory(o.reason()));
    RingSetup.Opened ring = outcome.opened();
    if (ring == null) {
      throw new AssertionError(outcome.reason());
    }
    return ring;
  }

  private static RingSetup.Outcome openOrCollect(Kernel kernel) {
    RingSetup.Outcome outcome = RingSetup.open(kernel);
    if (outcome.opened() == null && lacksMemory(outcome.reason())) {
      System.gc();
    }
    return outcome;
  }

  /** Whether a reason is one that passes. */
  static boolean lacksMemory(String reason) {
    return reason.contains("RLIMIT_MEMLOCK");
  }
}
