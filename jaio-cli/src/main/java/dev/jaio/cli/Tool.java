package dev.jaio.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command of the command line: picocli fills in the options, then it runs once. */
abstract class Tool {

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "Execute by workers (system calls on threads) or nio (java.nio on threads).")
  @Nullable String backend;

  @Option(names = "--jobs", paramLabel = "N", description = "Use N worker threads.")
  int jobs;

  @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
  boolean help;

  /**
   * Runs the command. What fails for a file is said through the session and the run goes on.
   *
   * @throws UsageException the options or operands make no sense
   * @throws IOException the run cannot go on
   * @throws InterruptedException the run was interrupted
   */
  abstract void run(Session session) throws IOException, InterruptedException;

  /** The exit status for arguments that make no sense. */
  int usageStatus() {
    return 1;
  }

  /** The options or operands make no sense. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }
}
