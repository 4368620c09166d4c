package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.FileStat;
import dev.jaio.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code stat}: the attributes of files. */
final class StatCommand extends Tool {

  private boolean follow;
  private boolean terse;
  private boolean escapes;
  private @Nullable String format;
  private List<String> operands = List.of();

  private void format(String given, boolean escaped) {
    format = given;
    escapes = escaped;
  }

  /** The format, or null for the long form. */
  private @Nullable String whole(Session session) {
    String given = format;
    if (given == null) {
      return terse ? StatFormat.TERSE : null;
    }
    return escapes ? new StatEscapes(given, session).replaced() : given;
  }

  @Override
  void declare(Options options) {
    options
        .about("Show the attributes of files.")
        .flag("Follow symbolic links.", () -> follow = true, "-L", "--dereference")
        .value(
            "FORMAT",
            "Show this for each file, and a newline.",
            given -> format(given, false),
            "-c",
            "--format")
        .value(
            "FORMAT",
            "As --format, with escapes like \\n and without a newline.",
            given -> format(given, true),
            "--printf")
        .flag("Show everything in one line.", () -> terse = true, "-t", "--terse")
        .flag("Not supported.", StatCommand::refuse, "-f", "--file-system")
        .operands("FILE", "The files.", given -> operands = given)
        .footer(
            "",
            "FORMAT: %%n name, %%N quoted name, %%s size, %%b blocks, %%B bytes per block,",
            "  %%o I/O block, %%F type, %%f mode in hex, %%a %%A permissions, %%u %%U owner,",
            "  %%g %%G group, %%h links, %%i inode, %%d %%D device, %%t %%T device type, %%w %%W birth,",
            "  %%x %%X access, %%y %%Y modification, %%z %%Z change;",
            "  with width and precision as in %%.3Y");
  }

  private static void refuse() {
    throw new UsageException("-f is not supported: jaio knows files, and no file systems", false);
  }

  @Override
  void run(Session session) throws IOException, InterruptedException {
    if (operands.isEmpty()) {
      throw new UsageException("missing operand");
    }
    Aio aio = session.aio();
    var formatter = new StatFormat();
    List<@Nullable Request<FileStat>> requests = new ArrayList<>();
    for (String operand : operands) {
      requests.add(operand.isEmpty() ? null : request(aio, Operands.path(operand)));
    }
    for (int i = 0; i < operands.size(); i++) {
      String operand = operands.get(i);
      Request<FileStat> request = requests.get(i);
      try {
        Path path = Operands.path(operand);
        if (request != null) {
          show(session, formatter, operand, path, request.await());
        }
      } catch (IOException e) {
        session.error("cannot statx " + Quoting.always(operand), e);
      }
    }
  }

  private Request<FileStat> request(Aio aio, Path path) {
    return follow ? aio.stat(path) : aio.lstat(path);
  }

  private void show(Session session, StatFormat formatter, String operand, Path path, FileStat stat)
      throws IOException, InterruptedException {
    String wanted = whole(session);
    if (wanted == null) {
      String name = operand;
      if (stat.isSymbolicLink()) {
        name += " -> " + Names.text(session.aio().readlinkBytes(path).await());
      }
      session.out.put(formatter.describe(stat, name));
      return;
    }
    String quoted = "";
    if (StatFormat.needsTarget(wanted)) {
      quoted = Quoting.always(operand);
      if (stat.isSymbolicLink()) {
        String target = Names.text(session.aio().readlinkBytes(path).await());
        quoted += " -> " + Quoting.always(target);
      }
    }
    session.out.put(formatter.fill(wanted, stat, operand, quoted));
    if (!escapes) {
      session.out.put('\n');
    }
  }
}
