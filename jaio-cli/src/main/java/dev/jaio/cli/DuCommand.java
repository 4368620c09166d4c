package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.FileStat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code du}: the space that trees take. */
final class DuCommand extends Tool {

  private boolean all;
  private boolean summarize;
  private String depth = "";
  private boolean grandTotal;
  private boolean apparent;
  private boolean links;
  private boolean oneFileSystem;
  private boolean separate;
  private boolean follow;
  private boolean followGiven;
  private boolean nul;
  private @Nullable FindTime time;
  private String timeStyle = "long-iso";
  private List<String> operands = List.of(".");

  private final DuFilter filter = new DuFilter();
  private SizeFormat format = SizeFormat.KIBIBYTES;

  private void logical() {
    follow = true;
    followGiven = true;
  }

  private void half() {
    follow = false;
    followGiven = true;
  }

  private void physical() {
    follow = false;
    followGiven = false;
  }

  private void human() {
    format = SizeFormat.HUMAN;
  }

  private void si() {
    format = SizeFormat.SI;
  }

  private void kibibytes() {
    format = SizeFormat.KIBIBYTES;
  }

  private void mebibytes() {
    format = SizeFormat.MEBIBYTES;
  }

  private void bytes() {
    apparent = true;
    format = SizeFormat.BYTES;
  }

  private void blockSize(String size) {
    blockSize("-B", size);
  }

  private void longBlockSize(String size) {
    blockSize("--block-size", size);
  }

  private void blockSize(String option, String size) {
    SizeFormat parsed = SizeFormat.parse(size);
    if (parsed == null) {
      throw new UsageException("invalid " + option + " argument " + Quoting.always(size), false);
    }
    format = parsed;
  }

  private void time(String which) {
    if (which.equals("mtime")) {
      time = FindTime.MODIFICATION;
    } else {
      List<List<String>> words =
          List.of(List.of("atime", "access", "use"), List.of("ctime", "status"));
      time = Choice.of("--time", which, words) == 0 ? FindTime.ACCESS : FindTime.CHANGE;
    }
  }

  private @Nullable DateTimeFormatter timeFormat() {
    if (time == null) {
      return null;
    }
    List<List<String>> styles = List.of(List.of("full-iso"), List.of("long-iso"), List.of("iso"));
    String pattern =
        switch (Choice.of("time style", timeStyle, styles)) {
          case 0 -> "uuuu-MM-dd HH:mm:ss.SSSSSSSSS xx";
          case 1 -> "uuuu-MM-dd HH:mm";
          default -> "uuuu-MM-dd";
        };
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneId.systemDefault());
  }

  @Override
  void declare(Options options) {
    options
        .about("Show the space that files and directories take, recursively.")
        .flag("Show files too, not only directories.", () -> all = true, "-a", "--all")
        .flag("Show only a sum for each argument.", () -> summarize = true, "-s", "--summarize")
        .value("N", "Show N levels only.", given -> depth = given, "-d", "--max-depth")
        .flag("Show a total at the end.", () -> grandTotal = true, "-c", "--total")
        .flag(
            "Show lengths, not the space on the device.", () -> apparent = true, "--apparent-size")
        .flag("Count every hard link.", () -> links = true, "-l", "--count-links")
        .flag("Stay on the file system.", () -> oneFileSystem = true, "-x", "--one-file-system")
        .flag("Leave out subdirectories.", () -> separate = true, "-S", "--separate-dirs")
        .flag("Follow all symbolic links.", this::logical, "-L", "--dereference")
        .flag(
            "Follow symbolic links among the arguments only.",
            this::half,
            "-D",
            "-H",
            "--dereference-args")
        .flag("Do not follow symbolic links (default).", this::physical, "-P", "--no-dereference")
        .flag("End each line with NUL, not newline.", () -> nul = true, "-0", "--null")
        .flag("Show sizes as 1K, 234M, 2G.", this::human, "-h", "--human-readable")
        .flag("As -h, in powers of 1000.", this::si, "--si")
        .flag("Show sizes in units of 1024 bytes (default).", this::kibibytes, "-k")
        .flag("Show sizes in units of 1048576 bytes.", this::mebibytes, "-m")
        .flag("As --apparent-size --block-size=1.", this::bytes, "-b", "--bytes")
        .value(
            "SIZE",
            "Show sizes in units of SIZE bytes; K, M, G, ... may follow.",
            this::blockSize,
            "-B")
        .value("SIZE", "As -B.", this::longBlockSize, "--block-size")
        .value("PATTERN", "Leave out what matches.", filter::exclude, "--exclude")
        .value(
            "SIZE",
            "Show only what takes at least SIZE; with a minus, at most.",
            size -> filter.threshold("-t", size),
            "-t")
        .value("SIZE", "As -t.", size -> filter.threshold("--threshold", size), "--threshold")
        .optional(
            "WHICH",
            "Show the latest modification, or atime or ctime, of what is counted.",
            "mtime",
            this::time,
            "--time")
        .value(
            "STYLE",
            "Show times as full-iso, long-iso (default) or iso.",
            given -> timeStyle = given,
            "--time-style")
        .operands("FILE", "Where to begin; default .", given -> operands = given);
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
            filter,
            time == null ? FindTime.MODIFICATION : time,
            timeFormat(),
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
      if (operand.isEmpty()) {
        session.error("invalid zero-length file name");
        return;
      }
      if (filter.excludes(operand)) {
        return;
      }
      path = Operands.path(operand);
      stat = followGiven ? aio.stat(path).await() : aio.lstat(path).await();
    } catch (IOException e) {
      session.error("cannot access " + Quoting.always(operand), e);
      return;
    }
    if (stat.blocks() < 0 && !apparent) {
      throw new UnsupportedOperationException(
          "the nio backend does not tell the space that files take; --apparent-size does without");
    }
    if (stat.isDirectory()) {
      if (followGiven && !follow) {
        path = Names.path(Operands.withoutSlashes(operand) + "/."); // the walk follows no link
      }
      DuNode root = walk.startAt(path, operand);
      walk.run(aio);
      walk.finish(root);
    } else {
      walk.single(stat, operand);
    }
  }
}
