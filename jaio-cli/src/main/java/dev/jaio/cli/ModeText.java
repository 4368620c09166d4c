package dev.jaio.cli;

import dev.jaio.FileStat;
import dev.jaio.FileType;

/** Modes and types as {@code ls} and {@code stat} show them. */
final class ModeText {

  /** All permission bits. */
  static final int ALL = 07777;

  /** How long type and permissions are in letters. */
  static final int LENGTH = 10;

  private static final int SET_UID = 04000;
  private static final int SET_GID = 02000;
  private static final int STICKY = 01000;
  private static final int ANY_EXECUTE = 0111;

  private ModeText() {}

  /**
   * Reads permission bits, as an octal number or as for chmod, without a umask: "u=rwx,go+r".
   *
   * @return the bits, or -1 if it is neither
   */
  static int parse(String text) {
    if (text.matches("[0-7]+")) {
      String digits = text.replaceFirst("^0+", "");
      return digits.length() <= 4 && !digits.isEmpty()
          ? Integer.parseInt(digits, 8)
          : digits.isEmpty() ? 0 : -1;
    }
    int mode = 0;
    for (String clause : text.split(",", -1)) {
      if (!clause.matches("[ugoa]*([-+=][rwxst]*)+")) {
        return -1;
      }
      mode = apply(clause, mode);
    }
    return mode;
  }

  private static int apply(String clause, int before) {
    int mode = before;
    int at = 0;
    int who = 0;
    for (; "ugoa".indexOf(clause.charAt(at)) >= 0; at++) {
      who |=
          switch (clause.charAt(at)) {
            case 'u' -> SET_UID | 0700;
            case 'g' -> SET_GID | 0070;
            case 'o' -> 0007;
            default -> ALL;
          };
    }
    int affected = at == 0 ? ALL : who | STICKY;
    while (at < clause.length()) {
      char operator = clause.charAt(at++);
      int bits = 0;
      for (; at < clause.length() && "-+=".indexOf(clause.charAt(at)) < 0; at++) {
        bits |=
            switch (clause.charAt(at)) {
              case 'r' -> 0444;
              case 'w' -> 0222;
              case 'x' -> ANY_EXECUTE;
              case 's' -> SET_UID | SET_GID;
              default -> STICKY;
            };
      }
      bits &= affected;
      mode =
          switch (operator) {
            case '+' -> mode | bits;
            case '-' -> mode & ~bits;
            default -> (mode & ~affected) | bits;
          };
    }
    return mode;
  }

  /** Type and permissions in ten letters. */
  static String of(FileStat stat) {
    int mode = stat.permissionBits();
    var text = new StringBuilder(LENGTH).append(letter(stat.type()));
    for (int shift = 6; shift >= 0; shift -= 3) {
      int bits = mode >> shift;
      boolean special = (mode & (SET_UID >> ((6 - shift) / 3))) != 0;
      boolean execute = (bits & 1) != 0;
      text.append((bits & 4) != 0 ? 'r' : '-').append((bits & 2) != 0 ? 'w' : '-');
      if (!special) {
        text.append(execute ? 'x' : '-');
      } else if (shift == 0) {
        text.append(execute ? 't' : 'T');
      } else {
        text.append(execute ? 's' : 'S');
      }
    }
    return text.toString();
  }

  /** The letter of a type. */
  static char letter(FileType type) {
    return switch (type) {
      case REGULAR -> '-';
      case DIRECTORY -> 'd';
      case SYMLINK -> 'l';
      case FIFO -> 'p';
      case SOCKET -> 's';
      case CHARACTER_DEVICE -> 'c';
      case BLOCK_DEVICE -> 'b';
      case UNKNOWN -> '?';
    };
  }

  /** The type in words. */
  static String words(FileStat stat) {
    return switch (stat.type()) {
      case REGULAR -> stat.size() == 0 ? "regular empty file" : "regular file";
      case DIRECTORY -> "directory";
      case SYMLINK -> "symbolic link";
      case FIFO -> "fifo";
      case SOCKET -> "socket";
      case CHARACTER_DEVICE -> "character special file";
      case BLOCK_DEVICE -> "block special file";
      case UNKNOWN -> "weird file";
    };
  }

  /** The sign that -F puts behind a name, or nothing. */
  static String indicator(FileType type, int mode) {
    return switch (type) {
      case DIRECTORY -> "/";
      case SYMLINK -> "@";
      case FIFO -> "|";
      case SOCKET -> "=";
      case REGULAR -> (mode & ANY_EXECUTE) != 0 ? "*" : "";
      default -> "";
    };
  }

  static long major(long device) {
    return ((device >>> 32) & 0xfffff000L) | ((device >>> 8) & 0xfff);
  }

  static long minor(long device) {
    return ((device >>> 12) & 0xffffff00L) | (device & 0xff);
  }

  static {
    assert SET_UID >> 1 == SET_GID && SET_GID >> 1 == STICKY;
  }
}
