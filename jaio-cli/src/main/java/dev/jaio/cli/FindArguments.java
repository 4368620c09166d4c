package dev.jaio.cli;

import dev.jaio.FileType;
import java.util.EnumSet;

/** Reads the arguments of the tests of {@code find}. */
final class FindArguments {

  private FindArguments() {}

  static int depth(String word, String argument) {
    try {
      int depth = Integer.parseInt(argument);
      if (depth >= 0 && Character.isDigit(argument.charAt(0))) {
        return depth;
      }
    } catch (NumberFormatException e) {
      throw depthExpected(word, argument, e);
    }
    throw depthExpected(word, argument, null);
  }

  private static RuntimeException depthExpected(
      String word, String argument, @org.jspecify.annotations.Nullable Exception cause) {
    var e =
        new Tool.UsageException(
            "Expected a positive decimal integer argument to "
                + word
                + ", but got "
                + Quoting.always(argument));
    if (cause != null) {
      e.initCause(cause);
    }
    return e;
  }

  static EnumSet<FileType> types(String argument) {
    var types = EnumSet.noneOf(FileType.class);
    for (String letter : argument.split(",", -1)) {
      types.add(
          switch (letter) {
            case "f" -> FileType.REGULAR;
            case "d" -> FileType.DIRECTORY;
            case "l" -> FileType.SYMLINK;
            case "p" -> FileType.FIFO;
            case "s" -> FileType.SOCKET;
            case "c" -> FileType.CHARACTER_DEVICE;
            case "b" -> FileType.BLOCK_DEVICE;
            default ->
                throw new Tool.UsageException(
                    letter.isEmpty()
                        ? "Last file type in list argument to -type is missing, i.e., list is"
                            + " ending on: ','"
                        : "Unknown argument to -type: " + letter);
          });
    }
    return types;
  }

  static int id(Accounts accounts, String name, String unknown) {
    Integer id = accounts.id(name);
    if (id != null) {
      return id;
    }
    if (!name.matches("[0-9]{1,10}")) {
      throw new Tool.UsageException(Quoting.always(name) + unknown);
    }
    return (int) Long.parseLong(name);
  }

  static long number(String word, String argument) {
    boolean signed = argument.startsWith("+") || argument.startsWith("-");
    String digits = signed ? argument.substring(1) : argument;
    try {
      if (!digits.isEmpty() && Character.isDigit(digits.charAt(0))) {
        return Long.parseLong(digits);
      }
    } catch (NumberFormatException e) {
      throw invalid(word, argument);
    }
    throw invalid(word, argument);
  }

  static Tool.UsageException invalid(String word, String argument) {
    return new Tool.UsageException(
        "invalid argument " + Quoting.grave(argument) + " to " + Quoting.grave(word));
  }
}
