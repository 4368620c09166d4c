package dev.jaio.cli;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command of the command line: it is told its options, then it runs once. */
abstract class Tool {

  /** The backend that was asked for, or null. */
  @Nullable String backend;

  /** How many threads were asked for, or null. */
  @Nullable String jobs;

  /** Declares what the command understands. */
  abstract void declare(Options options);

  /** All that the command understands, also what all commands do. */
  final Options options() {
    var options = new Options();
    declare(options);
    return options
        .value(
            "NAME",
            "Execute by uring (io_uring), workers (system calls on threads) or nio (java.nio on threads).",
            given -> backend = given,
            "--backend")
        .value("N", "Use N worker threads.", given -> jobs = given, "--jobs")
        .help("Show this help and exit.", "--help");
  }

  /**
   * Runs the command. What fails for a file is said through the session and the run goes on.
   *
   * @throws UsageException the options or operands make no sense
   * @throws IOException the run cannot go on
   * @throws InterruptedException the run was interrupted
   */
  abstract void run(Session session) throws IOException, InterruptedException;

  /** What could have been meant by options that there are not; a line, or nothing. */
  String advice(List<String> args) {
    return "";
  }

  /** The exit status for arguments that make no sense, and for output that cannot be written. */
  int usageStatus() {
    return 1;
  }

  /** The options or operands make no sense. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Whether the user is told where to find help. */
    final boolean hint;

    /** The exit status where it is not the usual one of the command, or 0. */
    final int status;

    /** An argument is none of some words, for which GNU's commands have one status. */
    static UsageException ofArgument(String message) {
      return new UsageException(message, true, 1);
    }

    UsageException(String message) {
      this(message, true);
    }

    UsageException(String message, boolean hint) {
      this(message, hint, 0);
    }

    private UsageException(String message, boolean hint, int status) {
      super(message);
      this.hint = hint;
      this.status = status;
    }

    UsageException(String message, Throwable cause) {
      super(message, cause);
      this.hint = true;
      this.status = 0;
    }
  }
}
