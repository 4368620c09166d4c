package dev.jaio.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many directories a walk may keep open. */
final class Descriptors {

  /** Below this nobody asks what the system allows. */
  private static final int ALWAYS = 32;

  /** More gain nothing. */
  private static final int MOST = 256;

  private static final int SHARE = 4;
  private static int budget;

  private Descriptors() {}

  /** The budget, given how many are open. */
  static int budget(int open) {
    if (open < ALWAYS && budget == 0) {
      return ALWAYS;
    }
    if (budget == 0) {
      budget = Math.clamp(limit() / SHARE, 4, MOST);
    }
    return budget;
  }

  /** For tests: a smaller budget, or 0 to ask again. */
  static void budgetForTest(int descriptors) {
    budget = descriptors;
  }

  /** RLIMIT_NOFILE. */
  private static long limit() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
        if (line.startsWith("Max open files")) {
          String soft = line.substring("Max open files".length()).strip();
          return Long.parseLong(soft.substring(0, soft.indexOf(' ')));
        }
      }
    } catch (IOException | NumberFormatException | StringIndexOutOfBoundsException e) {
      return MOST; // not to be had: a quarter of the usual 1,024
    }
    return (long) MOST * SHARE;
  }
}
