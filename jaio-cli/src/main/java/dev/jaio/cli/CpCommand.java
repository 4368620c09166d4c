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

  private final CopyFlags flags = new CopyFlags();
  private boolean plain;
  private boolean parents;
  private @Nullable String directory;
  private List<String> operands = List.of();

  @Override
  void declare(Options options) {
    options.about("Copy files; with -r directories and all that is in them.");
    flags.declare(options);
    options
        .flag("The target is no directory.", () -> plain = true, "-T", "--no-target-directory")
        .value("DIR", "Copy into DIR.", given -> directory = given, "-t", "--target-directory")
        .flag(
            "Make the directories that FILE is named with in DIR.",
            () -> parents = true,
            "--parents")
        .operands("FILE", "What to copy, and where to.", given -> operands = given)
        .footer(
            "",
            "Extended attributes and access control lists are never copied, not even by -a,",
            "and no message says so.");
  }

  @Override
  void run(Session session) throws IOException, InterruptedException {
    CopyOptions options = flags.options();
    Destination destination = Destination.of(session, operands, directory, plain);
    if (destination == null) {
      return;
    }
    if (parents && !destination.isDirectory()) {
      throw new UsageException("with --parents, the destination must be a directory");
    }
    session.out.isOptional();
    Progress progress = session.progress("copied", options.verbose());
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

  private void copyAll(Session session, CopyRun run, Destination destination)
      throws IOException, InterruptedException {
    Set<String> seen = new HashSet<>();
    Set<String> made = new HashSet<>();
    for (String source : destination.sources()) {
      String target =
          parents ? CopyParents.target(destination.target(), source) : destination.of(source);
      if (!seen.add(source)) {
        session.warn(
            "warning: source file " + Quoting.always(source) + " specified more than once");
      } else if (!made.add(target) && !run.options().recursive()) {
        session.error(
            "will not overwrite just-created "
                + Quoting.always(target)
                + " with "
                + Quoting.always(source));
      } else if (parents) {
        var directories = new CopyParents(run);
        if (directories.make(destination.target(), source)) {
          run.copy(source, target);
        }
        directories.finish();
      } else {
        run.copy(source, target);
      }
    }
  }
}
