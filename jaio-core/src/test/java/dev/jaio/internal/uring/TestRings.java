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
   * and the kernel gives back some time later what closed ones took, so tests that use hundreds of
   * rings in a row have to wait for it now and then.
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
                () -> RingSetup.open(kernel), o -> o.opened() != null || !lacksMemory(o.reason()));
    RingSetup.Opened ring = outcome.opened();
    if (ring == null) {
      throw new AssertionError(outcome.reason());
    }
    return ring;
  }

  /** Whether a reason is one that passes. */
  static boolean lacksMemory(String reason) {
    return reason.contains("RLIMIT_MEMLOCK");
  }
}
