package dev.jaio.environment;

import dev.jaio.Aio;
import java.nio.file.Path;

/**
 * Has itself refused what io_uring needs, then prints the backend that an engine gets, and what
 * came of a workload: its arguments are the refusal and an empty directory.
 */
final class RefusalMain {

  /** The exit code where this machine does not let a process limit itself. */
  static final int UNAVAILABLE = 77;

  private RefusalMain() {}

  public static void main(String[] args) throws Exception {
    try {
      Refusal.valueOf(args[0]).impose();
    } catch (Seccomp.Unavailable e) {
      System.out.println(e.getMessage());
      System.exit(UNAVAILABLE);
    }
    try (Aio aio = Aio.start()) {
      System.out.println(aio.backend());
      for (String line : Workload.carryOut(aio, Path.of(args[1]))) {
        System.out.println(line);
      }
    }
  }
}
