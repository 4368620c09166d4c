package dev.jaio.cli;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Says by name which test was left out, and why. Registered for all of them as a service. */
public final class Skips implements TestWatcher {

  /** For the service loader. */
  public Skips() {}

  @Override
  @SuppressWarnings("SystemOut")
  public void testAborted(ExtensionContext context, Throwable cause) {
    String name = context.getRequiredTestClass().getSimpleName();
    System.out.println(
        "left out: %s.%s: %s".formatted(name, context.getDisplayName(), cause.getMessage()));
  }
}
