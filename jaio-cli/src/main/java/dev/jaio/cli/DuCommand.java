package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.FileStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code du}: the space that trees take. */
@Command(name = "du", description = "Show the space that files and directories take, recursively.")
final class DuCommand extends Tool {

  @Option(
      names = {"-a", "--all"},
      description = "Show files too, not only directories.")
  boolean all;

  @Option(
      names = {"-s", "--summarize"},
      description = "Show only a sum for each argument.")
  boolean summarize;

  @Option(
      names = {"-d", "--max-depth"},
      paramLabel = "N",
      description = "Show N levels only.")
  String depth = "";

  @Option(
      names = {"-c", "--total"},
      description = "Show a total at the end.")
  boolean grandTotal;

  @Option(names = "--apparent-size", description = "Show lengths, not the space on the device.")
  boolean apparent;

  @Option(
      names = {"-l", "--count-links"},
      description = "Count every hard link.")
  boolean links;

  @Option(
      names = {"-x", "--one-file-system"},
      description = "Stay on the file system.")
  boolean oneFileSystem;

  @Option(
      names = {"-S", "--separate-dirs"},
      description = "Leave out subdirectories.")
  boolean separate;

  @Option(
      names = {"-L", "--dereference"},
      description = "Follow all symbolic links.")
  boolean follow;

  @Option(
      names = {"-0", "--null"},
      description = "End each line with NUL, not newline.")
  boolean nul;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Where to begin; default .")
  List<String> operands = List.of(".");

  private SizeFormat format = SizeFormat.KIBIBYTES;

  @Option(
      names = {"-h", "--human-readable"},
      description = "Show sizes as 1K, 234M, 2G.")
  void human(boolean on) {
    format = SizeFormat.HUMAN;
  }

  @Option(names = "--si", description = "As -h, in powers of 1000.")
  void si(boolean on) {
    format = SizeFormat.SI;
  }

  @Option(names = "-k", description = "Show sizes in units of 1024 bytes (default).")
  void kibibytes(boolean on) {
    format = SizeFormat.KIBIBYTES;
  }

  @Option(names = "-m", description = "Show sizes in units of 1048576 bytes.")
  void mebibytes(boolean on) {
    format = SizeFormat.MEBIBYTES;
  }

  @Option(
      names = {"-b", "--bytes"},
      description = "As --apparent-size --block-size=1.")
  void bytes(boolean on) {
    apparent = true;
    format = SizeFormat.BYTES;
  }

  @Option(
      names = {"-B", "--block-size"},
      paramLabel = "SIZE",
      description = "Show sizes in units of SIZE bytes; K, M, G, ... may follow.")
  void blockSize(String size) {
    SizeFormat parsed = SizeFormat.parse(size);
    if (parsed == null) {
      throw new UsageException("invalid --block-size argument " + Quoting.always(size));
    }
    format = parsed;
  }

  @Override
  void run(Session session) throws IOException, InterruptedException {
    var options =
        new DuWalk.Options(
            all,
            maxDepth(session),
            apparent,
            links,
            follow,
            oneFileSystem,
            separate,
            operands.size() > 1,
            format,
            nul ? '\0' : '\n');
    Aio aio = session.aio();
    var walk = new DuWalk(aio, session, options);
    for (String operand : operands) {
      count(aio, walk, operand, session);
    }
    if (grandTotal) {
      DuWalk.print(session.out, options, walk.total(), "total");
    }
  }

  private int maxDepth(Session session) {
    if (summarize && all) {
      throw new UsageException("cannot both summarize and show all entries");
    }
    if (depth.isEmpty()) {
      return summarize ? 0 : Integer.MAX_VALUE;
    }
    int given;
    try {
      given = Integer.parseInt(depth);
    } catch (NumberFormatException e) {
      given = -1;
    }
    if (given < 0) {
      throw new UsageException("invalid maximum depth " + Quoting.always(depth));
    }
    if (summarize && given != 0) {
      throw new UsageException("warning: summarizing conflicts with --max-depth=" + given);
    }
    if (summarize) {
      session.warn("warning: summarizing is the same as using --max-depth=0");
    }
    return given;
  }

  private void count(Aio aio, DuWalk walk, String operand, Session session)
      throws InterruptedException {
    FileStat stat;
    Path path;
    try {
      path = Operands.path(operand);
      stat = follow ? aio.stat(path).await() : aio.lstat(path).await();
    } catch (IOException e) {
      session.error("cannot access " + Quoting.always(operand), e);
      return;
    }
    if (stat.isDirectory()) {
      DuNode root = walk.startAt(path, operand);
      walk.run(aio);
      walk.finish(root);
    } else {
      walk.single(stat, operand);
    }
  }
}
