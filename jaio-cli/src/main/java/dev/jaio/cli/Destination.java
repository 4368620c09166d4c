package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.FileStat;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is copied or moved, and where to.
 *
 * @param sources what is given
 * @param target a directory for all of them, or the name for the one
 * @param isDirectory whether it is a directory
 */
record Destination(List<String> sources, String target, boolean isDirectory) {

  /** Makes sense of operands and of -t and -T. */
  static @Nullable Destination of(
      Session session, List<String> operands, @Nullable String directory, boolean plain)
      throws InterruptedException {
    if (operands.isEmpty()) {
      throw new Tool.UsageException("missing file operand");
    }
    if (directory != null) {
      if (plain) {
        throw new Tool.UsageException(
            "cannot combine --target-directory (-t) and --no-target-directory (-T)");
      }
      return inDirectory(session, operands, directory, "target directory ");
    }
    if (operands.size() == 1) {
      throw new Tool.UsageException(
          "missing destination file operand after " + Quoting.always(operands.getFirst()));
    }
    String last = operands.getLast();
    List<String> sources = operands.subList(0, operands.size() - 1);
    if (plain) {
      if (operands.size() > 2) {
        throw new Tool.UsageException("extra operand " + Quoting.always(operands.get(2)));
      }
      return new Destination(sources, last, false);
    }
    if (sources.size() > 1) {
      return inDirectory(session, sources, last, "target ");
    }
    return new Destination(sources, last, isDirectory(session.aio(), last));
  }

  private static boolean isDirectory(Aio aio, String text) throws InterruptedException {
    try {
      return aio.stat(Operands.path(text)).await().isDirectory();
    } catch (IOException e) {
      return false; // whoever creates it will say what is wrong
    }
  }

  private static @Nullable Destination inDirectory(
      Session session, List<String> sources, String directory, String what)
      throws InterruptedException {
    String reason;
    try {
      FileStat stat = session.aio().stat(Operands.path(directory)).await();
      if (stat.isDirectory()) {
        return new Destination(sources, directory, true);
      }
      reason = "Not a directory";
    } catch (IOException e) {
      reason = Reasons.of(e);
    }
    session.error(what + Quoting.always(directory) + ": " + reason);
    return null;
  }

  /** Where one of the sources goes. */
  String of(String source) {
    if (!isDirectory) {
      return target;
    }
    String name = Names.lastComponent(source);
    return name.equals("..") ? target : Names.join(target, name);
  }
}
