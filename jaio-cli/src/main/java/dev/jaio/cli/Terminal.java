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

  /** How many columns there are: what the terminal says, else the environment. */
  static int width() {
    int told = size();
    return told > 0 ? told : columns();
  }

  /** How many columns the environment tells, or the usual number. */
  static int columns() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[0-9]{1,9}")
        ? Integer.parseInt(columns)
        : USUAL_WIDTH;
  }

  /** 0: a terminal that does not know its size, or none. */
  private static int size() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Redirect.from(Path.of("/dev/tty").toFile()))
              .redirectError(Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      int space = size.indexOf(' ');
      return space < 0 ? 0 : Integer.parseInt(size.substring(space + 1).strip());
    } catch (IOException | NumberFormatException e) {
      return 0; // no terminal to ask, or no stty
    }
  }
}
