package dev.jaio.cli;

import dev.jaio.FileStat;
import dev.jaio.FileType;

/** Modes and types as {@code ls} and {@code stat} show them. */
final class ModeText {

  private static final int SET_UID = 04000;
  private static final int SET_GID = 02000;
  private static final int STICKY = 01000;
  private static final int ANY_EXECUTE = 0111;

  private ModeText() {}

  /** Type and permissions in ten letters. */
  static String of(FileStat stat) {
    int mode = stat.permissionBits();
    var text = new StringBuilder(10).append(letter(stat.type()));
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

  private static char letter(FileType type) {
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
