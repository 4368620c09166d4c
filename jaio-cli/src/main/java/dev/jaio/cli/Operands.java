package dev.jaio.cli;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files named on the command line. */
final class Operands {

  private Operands() {}

  /**
   * The path of an operand. A slash at its end, which a {@link Path} would drop, says that a
   * symbolic link is followed and a directory is meant.
   *
   * @throws NoSuchFileException the operand is empty
   */
  static Path path(String operand) throws NoSuchFileException {
    if (operand.isEmpty()) {
      throw new NoSuchFileException(operand);
    }
    return Names.path(hasTrailingSlash(operand) ? operand + '.' : operand);
  }

  /** Whether a slash follows a name. */
  static boolean hasTrailingSlash(String operand) {
    return operand.endsWith("/") && !isRoot(operand);
  }

  private static boolean isRoot(String operand) {
    for (int i = 0; i < operand.length(); i++) {
      if (operand.charAt(i) != '/') {
        return false;
      }
    }
    return true;
  }

  /** An operand without slashes at its end. */
  static String withoutSlashes(String operand) {
    int end = operand.length();
    while (end > 1 && operand.charAt(end - 1) == '/') {
      end--;
    }
    return operand.substring(0, end);
  }
}
