package dev.jaio.cli;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** {@code cp}: copies files and trees. */
final class CpCommand extends Tool {

  private static final int SIGINT = 128 + 2;

  private boolean recursive;
  private boolean archive;
  private boolean preserve;
  private boolean force;
  private boolean keepExisting;
  private boolean verbose;
  private boolean plain;
  private @Nullable String directory;
  private List<String> operands = List.of();

  private @Nullable Boolean follow;
  private boolean followOperands;

  private void follow() {
    follow = true;
    followOperands = false;
  }

  private void doNotFollow() {
    follow = false;
    followOperands = false;
  }

  private void followGiven() {
    follow = false;
    followOperands = true;
  }

  private CopyOptions copyOptions() {
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
  void declare(Options options) {
    options
        .about("Copy files; with -r directories and all that is in them.")
        .flag("Copy directories too.", () -> recursive = true, "-r", "-R", "--recursive")
        .flag("As -r -P -p, and keep hard links.", () -> archive = true, "-a", "--archive")
        .flag("Keep owner, permissions and times.", () -> preserve = true, "-p")
        .flag("Remove a target that cannot be opened.", () -> force = true, "-f", "--force")
        .flag("Leave targets that exist.", () -> keepExisting = true, "-n", "--no-clobber")
        .flag("Say what is done.", () -> verbose = true, "-v", "--verbose")
        .flag("The target is no directory.", () -> plain = true, "-T", "--no-target-directory")
        .value("DIR", "Copy into DIR.", given -> directory = given, "-t", "--target-directory")
        .flag("Follow all symbolic links.", this::follow, "-L", "--dereference")
        .flag("Copy symbolic links as such.", this::doNotFollow, "-P", "--no-dereference")
        .flag("Follow symbolic links that are given.", this::followGiven, "-H")
        .operands("FILE", "What to copy, and where to.", given -> operands = given);
  }

  @Override
  void run(Session session) throws IOException, InterruptedException {
    Destination destination = Destination.of(session, operands, directory, plain);
    if (destination == null) {
      return;
    }
    CopyOptions options = copyOptions();
    session.out.isOptional();
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
    } catch (ByteOutput.OutputFailure e) {
      run.abandon();
      throw e;
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
