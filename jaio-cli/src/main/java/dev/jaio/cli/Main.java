package dev.jaio.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: {@code jaio COMMAND ...}.
 *
 * <p>Half of the time a JVM takes to begin is spent on classes and on reflection over options. So
 * only the command that is asked for is known to picocli; all of them are when help is wanted.
 */
public final class Main {

  private static final int SIGPIPE = 128 + 13;
  private static final int SIGINT = 128 + 2;

  private Main() {}

  /**
   * Runs the command and exits with its status.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // digits are ASCII, as those of others
    var in = new FileInputStream(FileDescriptor.in);
    var out = new FileOutputStream(FileDescriptor.out);
    var err = new FileOutputStream(FileDescriptor.err);
    int status;
    try (var session = new Session(in, out, err, true)) {
      status = run(Arguments.exact(args), session);
    }
    if (Interruption.isUnderWay()) {
      Interruption.finished();
      return; // the exit has begun, with a status of its own
    }
    Runtime.getRuntime().halt(status); // everything is flushed, and threads are daemons
  }

  /** Runs a command within the process, as tests do. Arguments are {@linkplain Names texts}. */
  static int run(String[] args, InputStream in, OutputStream out, OutputStream err) {
    try (var session = new Session(in, out, err, false)) {
      return run(args, session);
    }
  }

  private static int run(String[] args, Session session) {
    try {
      int status = dispatch(args, session);
      session.out.flush();
      return status;
    } catch (ByteOutput.OutputFailure e) {
      return failed(e, session, 1);
    }
  }

  /** Nobody can read what a command has to say. */
  private static int failed(ByteOutput.OutputFailure e, Session session, int status) {
    if (e.isBrokenPipe()) {
      return SIGPIPE;
    }
    session.complain("jaio: write error: " + e.getMessage() + '\n');
    return status;
  }

  private static int dispatch(String[] args, Session session) {
    List<String> rest = new ArrayList<>(args.length);
    int i = globalOptions(args, rest);
    if (i == args.length) {
      if (rest.contains("--version")) {
        session.out.put("jaio ").put(version()).put('\n');
        return 0;
      }
      if (rest.contains("--help")) {
        session.out.put(help());
        return 0;
      }
      session.complain("jaio: missing command\n" + tryHelp(null));
      return 1;
    }
    String name = args[i];
    Tool tool = Commands.create(name);
    if (tool == null) {
      String what = name.startsWith("-") ? "unrecognized option " : "unknown command ";
      session.complain("jaio: " + what + Quoting.always(name) + '\n' + tryHelp(null));
      return 1;
    }
    rest.addAll(List.of(args).subList(i + 1, args.length));
    return execute(name, tool, rest, session);
  }

  /** Takes the options in front of the command; picocli gets them as options of the command. */
  private static int globalOptions(String[] args, List<String> options) {
    int i = 0;
    while (i < args.length && args[i].startsWith("--")) {
      String option = args[i];
      boolean separate = option.equals("--backend") || option.equals("--jobs");
      if (!separate
          && !option.equals("--version")
          && !option.equals("--help")
          && !option.startsWith("--backend=")
          && !option.startsWith("--jobs=")) {
        break;
      }
      options.add(option);
      i++;
      if (separate && i < args.length) {
        options.add(args[i++]);
      }
    }
    return i;
  }

  private static int execute(String name, Tool tool, List<String> args, Session session) {
    Options options = tool.options();
    CommandLine line = commandLine(name, tool, options);
    String[] words = args.toArray(new String[0]);
    try {
      if (!(tool instanceof FindCommand)) { // whose words look like options
        words = options.complete(args);
      }
      line.parseArgs(words);
      if (line.isUsageHelpRequested()) {
        session.out.put(line.getUsageMessage(Ansi.OFF));
        return 0;
      }
      session.engine(tool.backend, checkJobs(tool.jobs));
      tool.run(session);
      session.out.finish();
      return session.status();
    } catch (ByteOutput.OutputFailure e) {
      return failed(e, session, tool.usageStatus());
    } catch (ParameterException | Tool.UsageException e) {
      Tool.UsageException ours = raised(e);
      boolean hinted = !(tool instanceof FindCommand) && (ours == null || ours.hint);
      String hint = (ours == null ? tool.advice(args) : "") + (hinted ? tryHelp(name) : "");
      session.complain("jaio: " + usageMessage(e, words) + '\n' + hint);
      return ours != null && ours.status > 0 ? ours.status : tool.usageStatus();
    } catch (UnsupportedOperationException e) {
      session.error(String.valueOf(e.getMessage()));
      return session.status();
    } catch (IOException e) {
      session.error(Reasons.of(e));
      return session.status();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SIGINT;
    }
  }

  /** What a command has thrown; picocli wraps what comes from an option. */
  private static Tool.@Nullable UsageException raised(Throwable e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof Tool.UsageException ours) {
        return ours;
      }
    }
    return null;
  }

  /** What is wrong with the arguments, in the words of getopt where it has some. */
  private static String usageMessage(RuntimeException e, String[] args) {
    Tool.UsageException ours = raised(e);
    if (ours != null) {
      return String.valueOf(ours.getMessage());
    }
    if (e instanceof UnmatchedArgumentException unmatched) {
      String option = unmatched.getUnmatched().getFirst();
      if (!option.startsWith("-") || option.equals("-")) {
        return "extra operand " + Quoting.always(option);
      }
      return option.startsWith("--")
          ? "unrecognized option " + Quoting.always(option)
          : "invalid option -- " + Quoting.always(option.substring(1, 2));
    }
    if (e instanceof MissingParameterException) {
      String option = args[args.length - 1]; // an option in front of something takes that
      return option.startsWith("--")
          ? "option " + Quoting.always(option) + " requires an argument"
          : "option requires an argument -- "
              + Quoting.always(option.substring(option.length() - 1));
    }
    String message = String.valueOf(e.getMessage());
    int extra = message.indexOf(" should be specified without ");
    return extra < 0 ? message : message.substring(0, extra) + " doesn't allow an argument";
  }

  private static int checkJobs(@Nullable String jobs) {
    if (jobs == null) {
      return 0;
    }
    try {
      int threads = Integer.parseInt(jobs);
      if (threads > 0) {
        return threads;
      }
    } catch (NumberFormatException e) {
      throw new Tool.UsageException("invalid number of jobs: " + Quoting.always(jobs));
    }
    throw new Tool.UsageException("invalid number of jobs: " + Quoting.always(jobs));
  }

  /** The parser of a command. */
  static CommandLine commandLine(String name, Tool tool, Options options) {
    CommandLine line = options.parser("jaio " + name);
    line.setExpandAtFiles(false);
    line.setOverwrittenOptionsAllowed(true);
    line.setToggleBooleanFlags(false);
    line.setAllowOptionsAsOptionParameters(true); // as getopt does
    if (tool instanceof FindCommand) {
      line.setStopAtPositional(true);
      line.setUnmatchedOptionsArePositionalParams(true);
    }
    return line;
  }

  private static String tryHelp(@Nullable String command) {
    return "Try 'jaio "
        + (command == null ? "" : command + ' ')
        + "--help' for more information.\n";
  }

  /** The help of all commands. */
  private static String help() {
    var all = new CommandLine(new Overview());
    all.setCommandName("jaio");
    for (String name : Commands.NAMES) {
      all.addSubcommand(name, Objects.requireNonNull(Commands.create(name)).options().parser(name));
    }
    return all.getUsageMessage(Ansi.OFF);
  }

  @Command(
      name = "jaio",
      synopsisSubcommandLabel = "COMMAND",
      description = "Asynchronous file-system I/O.",
      footer = "%n'jaio COMMAND --help' tells more about a command.")
  @SuppressWarnings("UnusedVariable") // only the help looks at them
  private static final class Overview {
    @CommandLine.Option(
        names = "--backend",
        paramLabel = "NAME",
        description =
            "Execute by uring (io_uring), workers (system calls on threads) or nio (java.nio on threads).")
    @Nullable String backend;

    @CommandLine.Option(names = "--jobs", paramLabel = "N", description = "Use N worker threads.")
    int jobs;

    @CommandLine.Option(names = "--version", description = "Show the version and exit.")
    boolean version;

    @CommandLine.Option(names = "--help", description = "Show this help and exit.")
    boolean help;
  }

  /** The version of the jar, or "development" when run from classes. */
  static String version() {
    return Objects.requireNonNullElse(
        Main.class.getPackage().getImplementationVersion(), "development");
  }
}
