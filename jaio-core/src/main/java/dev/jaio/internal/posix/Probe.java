package dev.jaio.internal.posix;

/** What {@link RealKernel#probe} found. */
public sealed interface Probe {

  /**
   * System calls can be made.
   *
   * @param kernel makes them
   */
  record Available(Kernel kernel) implements Probe {}

  /**
   * System calls cannot be made.
   *
   * @param reason why, in one line for a log
   */
  record Unavailable(String reason) implements Probe {}
}
