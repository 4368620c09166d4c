package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.FileStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/** {@code rm}: removes files and trees. */
final class RmCommand extends Tool {

  private boolean recursive;
  private boolean force;
  private Asking asking = Asking.IF_PROTECTED;
  private boolean directories;
  private boolean verbose;
  private boolean noPreserveRoot;
  private boolean oneFileSystem;
  private List<String> operands = List.of();

  /** When the user is asked. */
  private enum Asking {
    NEVER,
    IF_PROTECTED,
    ONCE,
    ALWAYS
  }

  private static final int FEW = 3;

  /** Whether the user is asked about what is write-protected. */
  private boolean careful;

  private void ask(Asking when) {
    asking = when;
    force = false;
  }

  private void ask(String when) {
    switch (when) {
      case "never", "no", "none" -> asking = Asking.NEVER;
      case "once" -> ask(Asking.ONCE);
      case "always", "yes" -> ask(Asking.ALWAYS);
      default ->
          throw new UsageException(
              "invalid argument "
                  + Quoting.always(when)
                  + " for '--interactive'\nValid arguments are:"
                  + "\n  - 'never', 'no', 'none'\n  - 'once'\n  - 'always', 'yes'");
    }
  }

  private void force() {
    asking = Asking.NEVER;
    force = true;
  }

  @Override
  void declare(Options options) {
    options
        .about(
            "Remove files; with -r directories and all that is in them.",
            "Without -f, asks on a terminal before removing what is write-protected.")
        .flag(
            "Remove directories and their content.",
            () -> recursive = true,
            "-r",
            "-R",
            "--recursive")
        .flag("Ignore files that do not exist.", this::force, "-f", "--force")
        .flag("Ask before everything.", () -> ask(Asking.ALWAYS), "-i")
        .flag("Ask once, before many files or trees.", () -> ask(Asking.ONCE), "-I")
        .optional(
            "WHEN", "Ask never, once or always (default).", "always", this::ask, "--interactive")
        .flag("Remove empty directories.", () -> directories = true, "-d", "--dir")
        .flag("Say what is done.", () -> verbose = true, "-v", "--verbose")
        .flag(
            "With -r, leave directories on other file systems.",
            () -> oneFileSystem = true,
            "--one-file-system")
        .flag("Do not treat / specially.", () -> noPreserveRoot = true, "--no-preserve-root")
        .operands("FILE", "What to remove.", given -> operands = given);
  }

  @Override
  String advice(List<String> args) {
    for (String each : args) {
      if (each.startsWith("-")
          && each.length() > 1
          && Files.exists(Names.path(each), LinkOption.NOFOLLOW_LINKS)) {
        return "Try 'jaio rm ./%s' to remove the file %s.\n"
            .formatted(Quoting.ifNeeded(each), Quoting.always(each));
      }
    }
    return "";
  }

  @Override
  void run(Session session) throws IOException, InterruptedException {
    if (operands.isEmpty()) {
      if (force) {
        return;
      }
      throw new UsageException("missing operand");
    }
    if (asking == Asking.ONCE && (recursive || operands.size() > FEW) && !confirmAll(session)) {
      return;
    }
    session.out.isOptional();
    boolean ifProtected = asking == Asking.IF_PROTECTED || asking == Asking.ONCE;
    careful = ifProtected && session.isAskable() && !session.privileges().areAll();
    remove(session, session.progress("removed", verbose));
  }

  /** Removes all operands. Who is asked before each needs no progress. */
  void remove(Session session, Progress progress) throws InterruptedException {
    Aio aio = session.aio();
    boolean counted = recursive && asking != Asking.ALWAYS && (careful || progress.isShown());
    if (counted && careful) {
      careful = CountWalk.findProtected(aio, operands, session.privileges(), progress);
    } else if (counted) {
      CountWalk.count(aio, operands, false, progress);
    }
    for (String operand : operands) {
      try {
        remove(aio, session, progress, operand);
      } catch (IOException e) {
        if (counted) {
          progress.expect(-1, 0); // nothing will come of it
        }
        boolean absent = e instanceof NoSuchFileException || e instanceof NotDirectoryException;
        if (!(force && absent)) {
          session.error("cannot remove " + Quoting.always(operand), e);
        }
      }
    }
  }

  private boolean confirmAll(Session session) {
    String what = operands.size() == 1 ? " argument" : " arguments";
    return session.confirms("remove " + operands.size() + what + (recursive ? " recursively" : ""));
  }

  private void remove(Aio aio, Session session, Progress progress, String operand)
      throws IOException, InterruptedException {
    String last = Names.lastComponent(operand);
    if (recursive && (last.equals(".") || last.equals(".."))) {
      session.error(
          "refusing to remove '.' or '..' directory: skipping " + Quoting.always(operand));
      return;
    }
    Operands.path(operand); // refuses the empty one
    Path path = Names.path(Operands.withoutSlashes(operand));
    FileStat stat = aio.lstat(path).await();
    if (!stat.isDirectory()) {
      if (Operands.hasTrailingSlash(operand)) {
        throw new NotDirectoryException(operand);
      }
      if (isAsked(session, stat)) {
        asking(session).remove(aio, path, operand, stat);
        return;
      }
      aio.unlink(path).await();
      removed(session, progress, "removed ", operand);
    } else if (recursive) {
      if (isRoot(aio, stat) && !noPreserveRoot) {
        session.error(
            "it is dangerous to operate recursively on "
                + Quoting.always(operand)
                + (operand.equals("/") ? "" : " (same as '/')")
                + "\njaio: use --no-preserve-root to override this failsafe");
        return;
      }
      if (asking == Asking.ALWAYS) {
        asking(session).removeTree(aio, path, operand, stat, stat.dev());
        return;
      }
      var walk = new RmWalk(aio, session, progress, force, verbose, oneFileSystem, careful);
      var root = new RmNode(null, path, operand);
      root.stat = careful ? stat : null; // the user is asked also if it cannot be opened
      walk.start(root);
      walk.run(aio);
    } else if (directories && isAsked(session, stat)) {
      asking(session).removeEmpty(aio, path, operand, stat);
    } else if (directories) {
      aio.rmdir(path).await();
      removed(session, progress, "removed directory ", operand);
    } else {
      session.error("cannot remove " + Quoting.always(operand) + ": Is a directory");
    }
  }

  private boolean isAsked(Session session, FileStat stat) {
    return asking == Asking.ALWAYS || (careful && session.privileges().isProtected(stat));
  }

  private RmAsking asking(Session session) {
    return new RmAsking(session, verbose, oneFileSystem);
  }

  private static boolean isRoot(Aio aio, FileStat stat) throws IOException, InterruptedException {
    FileStat root = aio.lstat(Path.of("/")).await();
    return root.dev() == stat.dev() && root.ino() == stat.ino();
  }

  private void removed(Session session, Progress progress, String what, String operand) {
    progress.done(1, 0);
    if (verbose) {
      session.out.put(what).put(Quoting.always(operand)).put('\n');
    }
  }
}
