package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.FileStat;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** {@code mv}: renames files and trees, or copies and removes them where they cannot be renamed. */
final class MvCommand extends Tool {

  private static final int SIGINT = 128 + 2;

  private Overwrite overwrite = Overwrite.IF_WRITABLE;
  private boolean update;
  private boolean verbose;
  private boolean plain;
  private @Nullable String directory;
  private List<String> operands = List.of();

  private @Nullable CopyRun copies;

  @Override
  void declare(Options options) {
    options
        .about("Rename files and directories, or move them into a directory.")
        .flag(
            "Replace targets that exist, also if they are write-protected.",
            () -> overwrite = Overwrite.ALWAYS,
            "-f",
            "--force")
        .flag("Ask before overwriting.", () -> overwrite = Overwrite.ASK, "-i", "--interactive")
        .flag("Leave targets that exist.", () -> overwrite = Overwrite.NEVER, "-n", "--no-clobber")
        .flag("Leave targets that are not older.", () -> update = true, "-u", "--update")
        .flag("Say what is done.", () -> verbose = true, "-v", "--verbose")
        .flag("The target is no directory.", () -> plain = true, "-T", "--no-target-directory")
        .value("DIR", "Move into DIR.", given -> directory = given, "-t", "--target-directory")
        .operands("FILE", "What to move, and where to.", given -> operands = given)
        .footer(
            "",
            "What goes to another file system is copied and removed. Extended attributes",
            "and access control lists are then lost, and no message says so.");
  }

  @Override
  void run(Session session) throws IOException, InterruptedException {
    Destination destination = Destination.of(session, operands, directory, plain);
    if (destination == null) {
      return;
    }
    session.out.isOptional();
    try {
      for (String source : destination.sources()) {
        move(session, source, destination.of(source));
      }
      CopyRun run = copies;
      if (run != null) {
        run.close();
      }
    } catch (CancellationException e) {
      CopyRun run = copies;
      if (run != null) {
        run.awaitCleanup();
      }
      session.fail(SIGINT);
    } catch (ByteOutput.OutputFailure e) {
      CopyRun run = copies;
      if (run != null) {
        run.abandon();
      }
      throw e;
    }
  }

  private void move(Session session, String source, String target)
      throws IOException, InterruptedException {
    Aio aio = session.aio();
    String from = Operands.withoutSlashes(source);
    String to = Operands.withoutSlashes(target);
    FileStat stat;
    try {
      stat = aio.lstat(Operands.path(source)).await();
    } catch (IOException e) {
      session.error("cannot stat " + Quoting.always(source), e);
      return;
    }
    FileStat there;
    try {
      there = existing(aio, target);
    } catch (IOException e) {
      session.error("cannot stat " + Quoting.always(target), e);
      return;
    }
    if (there != null && overwrite == Overwrite.NEVER) {
      return;
    }
    String objection =
        there == null
            ? objection(aio, stat, source, target)
            : objection(stat, there, source, target);
    if (objection != null) {
      session.error(objection);
      return;
    }
    if (there != null && isKept(session, stat, there, target)) {
      return;
    }
    try {
      aio.rename(Names.path(from), Names.path(to)).await();
      if (verbose) {
        String what = "renamed " + Quoting.always(source) + " -> " + Quoting.always(target);
        session.out.put(what).put('\n');
      }
    } catch (IOException e) {
      renameFailed(session, source, target, stat, e);
    }
  }

  private boolean isKept(Session session, FileStat stat, FileStat there, String target) {
    boolean newEnough = update && !stat.isDirectory() && there.mtime().compareTo(stat.mtime()) >= 0;
    boolean asks =
        overwrite == Overwrite.ASK
            || (overwrite == Overwrite.IF_WRITABLE
                && session.isAskable()
                && session.privileges().isProtected(there));
    return newEnough || (asks && !Overwrite.isGranted(session, there, target, true));
  }

  /** What is in the place of a target; null if nothing is, or if the renaming will say why not. */
  private static @Nullable FileStat existing(Aio aio, String target)
      throws IOException, InterruptedException {
    try {
      return aio.lstat(Operands.path(target)).await();
    } catch (IOException e) {
      if (Operands.hasTrailingSlash(target) && Reasons.errno(e) == Reasons.ENOTDIR) {
        throw e; // a file is there, and was said to be a directory
      }
      return null;
    }
  }

  /** Why something cannot get a name that nothing has, or null: paths know no slash at the end. */
  private static @Nullable String objection(Aio aio, FileStat stat, String source, String target)
      throws InterruptedException {
    String what = "cannot move " + Quoting.always(source) + " to " + Quoting.always(target) + ": ";
    if (target.isEmpty()) {
      return what + "No such file or directory";
    }
    if (Operands.hasTrailingSlash(target) && !stat.isDirectory()) {
      return what + "Not a directory";
    }
    return isLinkAsDirectory(aio, source) ? what + "Not a directory" : null;
  }

  /** Whether a slash behind the name of a link says that what it leads to shall be moved. */
  private static boolean isLinkAsDirectory(Aio aio, String source) throws InterruptedException {
    try {
      return Operands.hasTrailingSlash(source)
          && aio.lstat(Names.path(Operands.withoutSlashes(source))).await().isSymbolicLink();
    } catch (IOException e) {
      return false; // gone meanwhile, as the renaming will say
    }
  }

  /** Why something cannot take the place of something else, or null. */
  private static @Nullable String objection(
      FileStat stat, FileStat there, String source, String target) {
    if (stat.dev() == there.dev() && stat.ino() == there.ino()) {
      return Quoting.always(source) + " and " + Quoting.always(target) + " are the same file";
    }
    if (stat.isDirectory() && !there.isDirectory()) {
      return "cannot overwrite non-directory "
          + Quoting.always(target)
          + " with directory "
          + Quoting.always(source);
    }
    if (!stat.isDirectory() && there.isDirectory()) {
      return "cannot overwrite directory " + Quoting.always(target) + " with non-directory";
    }
    return null;
  }

  private void renameFailed(
      Session session, String source, String target, FileStat stat, IOException e)
      throws IOException, InterruptedException {
    switch (Reasons.errno(e)) {
      case Reasons.EXDEV -> moveAcross(session, source, target, stat);
      case Reasons.EINVAL ->
          session.error(
              "cannot move "
                  + Quoting.always(source)
                  + " to a subdirectory of itself, "
                  + Quoting.always(target));
      default ->
          session.error(
              "cannot move " + Quoting.always(source) + " to " + Quoting.always(target), e);
    }
  }

  /** Copies and removes, as a rename to another file system is impossible. */
  private void moveAcross(Session session, String source, String target, FileStat stat)
      throws IOException, InterruptedException {
    CopyRun run = copies;
    if (run == null) {
      run = new CopyRun(session, CopyOptions.ofMove(verbose), session.progress("moved", verbose));
      copies = run;
    }
    Aio aio = session.aio();
    if (run.progress().isShown()) {
      CountWalk.count(aio, List.of(source), true, run.progress());
    }
    FileStat there = existing(aio, target);
    if (there != null) {
      try { // as a rename would
        if (there.isDirectory()) {
          aio.rmdir(Names.path(target)).await();
        } else {
          aio.unlink(Names.path(target)).await();
        }
      } catch (IOException e) {
        session.error(
            "inter-device move failed: "
                + Quoting.always(source)
                + " to "
                + Quoting.always(target)
                + "; unable to remove target",
            e);
        return;
      }
    }
    String from = Operands.withoutSlashes(source);
    if (!run.copy(from, Operands.withoutSlashes(target))) {
      return;
    }
    if (stat.isDirectory()) {
      var silent = new Progress(session.out, "", false);
      var walk = new RmWalk(run.files(), session, silent, false, verbose, false, false);
      walk.start(new RmNode(null, Names.path(from), from));
      run.run(walk);
    } else {
      run.files().unlink(Names.path(from)).await();
    }
  }
}
