package dev.jaio.cli;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cp}: copies files and trees. */
@Command(name = "cp", description = "Copy files; with -r directories and all that is in them.")
final class CpCommand extends Tool {

  private static final int SIGINT = 128 + 2;

  @Option(
      names = {"-r", "-R", "--recursive"},
      description = "Copy directories too.")
  boolean recursive;

  @Option(
      names = {"-a", "--archive"},
      description = "As -r -P -p, and keep hard links.")
  boolean archive;

  @Option(names = "-p", description = "Keep owner, permissions and times.")
  boolean preserve;

  @Option(
      names = {"-f", "--force"},
      description = "Remove a target that cannot be opened.")
  boolean force;

  @Option(
      names = {"-n", "--no-clobber"},
      description = "Leave targets that exist.")
  boolean keepExisting;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say what is done.")
  boolean verbose;

  @Option(
      names = {"-T", "--no-target-directory"},
      description = "The target is no directory.")
  boolean plain;

  @Option(
      names = {"-t", "--target-directory"},
      paramLabel = "DIR",
      description = "Copy into DIR.")
  @Nullable String directory;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "What to copy, and where to.")
  List<String> operands = List.of();

  private @Nullable Boolean follow;
  private boolean followOperands;

  @Option(
      names = {"-L", "--dereference"},
      description = "Follow all symbolic links.")
  void follow(boolean on) {
    follow = true;
    followOperands = false;
  }

  @Option(
      names = {"-P", "--no-dereference"},
      description = "Copy symbolic links as such.")
  void doNotFollow(boolean on) {
    follow = false;
    followOperands = false;
  }

  @Option(names = "-H", description = "Follow symbolic links that are given.")
  void followGiven(boolean on) {
    follow = false;
    followOperands = true;
  }

  private CopyOptions options() {
    Boolean given = follow;
    boolean all = given != null ? given : !(recursive || archive);
    return new CopyOptions(
        recursive || archive,
        preserve || archive,
        archive,
        force,
        keepExisting,
        verbose,
        all,
        followOperands);
  }

  @Override
  void run(Session session) throws IOException, InterruptedException {
    Destination destination = Destination.of(session, operands, directory, plain);
    if (destination == null) {
      return;
    }
    CopyOptions options = options();
    Progress progress = session.progress("copied");
    if (progress.isShown()) {
      CountWalk.count(session.aio(), destination.sources(), true, progress);
    }
    var run = new CopyRun(session, options, progress);
    try {
      copyAll(session, run, destination);
      run.close();
    } catch (CancellationException e) {
      run.awaitCleanup();
      session.fail(SIGINT);
    }
  }

  private static void copyAll(Session session, CopyRun run, Destination destination)
      throws IOException, InterruptedException {
    Set<String> seen = new HashSet<>();
    Set<String> made = new HashSet<>();
    for (String source : destination.sources()) {
      String target = destination.of(source);
      if (!seen.add(source)) {
        session.warn(
            "warning: source file " + Quoting.always(source) + " specified more than once");
      } else if (!made.add(target) && !run.options().recursive()) {
        session.error(
            "will not overwrite just-created "
                + Quoting.always(target)
                + " with "
                + Quoting.always(source));
      } else {
        run.copy(source, target);
      }
    }
  }
}
