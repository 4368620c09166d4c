package dev.jaio.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the standard streams are connected to. */
final class Terminal {

  /** Where nothing says how many columns there are. */
  static final int USUAL_WIDTH = 80;

  private Terminal() {}

  /** Whether a descriptor is a terminal. */
  static boolean isTerminal(int fd) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false; // closed, or no /proc
    }
  }

  /** How many columns there are. */
  static int width() {
    String columns = System.getenv("COLUMNS");
    try {
      if (columns != null) {
        return Integer.parseInt(columns);
      }
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Redirect.from(Path.of("/dev/tty").toFile()))
              .redirectError(Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      int space = size.indexOf(' ');
      int given = space < 0 ? 0 : Integer.parseInt(size.substring(space + 1).strip());
      return given > 0 ? given : USUAL_WIDTH; // 0: a terminal that does not know its size
    } catch (IOException | NumberFormatException e) {
      return USUAL_WIDTH; // no terminal to ask, or no stty
    }
  }
}
