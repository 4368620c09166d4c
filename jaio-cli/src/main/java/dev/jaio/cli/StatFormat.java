package dev.jaio.cli;

import dev.jaio.FileStat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes the attributes of a file by a format like that of {@code stat -c}. */
final class StatFormat {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSSSS xx", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private static final int BLOCK = 512;
  private static final int NANO_DIGITS = 9;

  private final Accounts users = Accounts.users();
  private final Accounts groups = Accounts.groups();

  /** Whether a format shows where a link leads. */
  static boolean needsTarget(String format) {
    return format.contains("N");
  }

  /** A time to the nanosecond. */
  static String time(Instant time) {
    return TIME.format(time);
  }

  /** What stat shows without a format. */
  String describe(FileStat s, String name) {
    boolean device = s.rdev() != 0;
    String type = ModeText.words(s);
    String text =
        "  File: %s%n  Size: %-10d\tBlocks: %-10s IO Block: %-6d %s%n"
            .formatted(name, s.size(), blocks(s), s.blksize(), type);
    text +=
        device
            ? "Device: %d,%d\tInode: %-11d Links: %-5d Device type: %d,%d%n"
                .formatted(
                    ModeText.major(s.dev()),
                    ModeText.minor(s.dev()),
                    s.ino(),
                    s.nlink(),
                    ModeText.major(s.rdev()),
                    ModeText.minor(s.rdev()))
            : "Device: %d,%d\tInode: %-11d Links: %d%n"
                .formatted(ModeText.major(s.dev()), ModeText.minor(s.dev()), s.ino(), s.nlink());
    return text
        + "Access: (%04o/%10s)  Uid: (%5s/%8s)   Gid: (%5s/%8s)%n"
            .formatted(
                s.permissionBits(),
                ModeText.of(s),
                Integer.toUnsignedString(s.uid()),
                user(s),
                Integer.toUnsignedString(s.gid()),
                group(s))
        + "Access: %s%nModify: %s%nChange: %s%n Birth: %s%n"
            .formatted(time(s.atime()), time(s.mtime()), time(s.ctime()), birth(s));
  }

  private String user(FileStat s) {
    String name = users.find(s.uid());
    return name == null ? "UNKNOWN" : name;
  }

  private String group(FileStat s) {
    String name = groups.find(s.gid());
    return name == null ? "UNKNOWN" : name;
  }

  private static String birth(FileStat s) {
    return s.btime().map(StatFormat::time).orElse("-");
  }

  /** Fills in a format. */
  String fill(String format, FileStat stat, String name, String quotedName) {
    var text = new StringBuilder();
    int i = 0;
    while (i < format.length()) {
      char c = format.charAt(i++);
      if (c != '%') {
        text.append(c);
        continue;
      }
      int start = i;
      while (i < format.length() && "-+ #0123456789.".indexOf(format.charAt(i)) >= 0) {
        i++;
      }
      if (i == format.length()) {
        text.append('%').append(format, start, i);
        break;
      }
      String modifiers = format.substring(start, i);
      char directive = format.charAt(i++);
      if ((directive == 'H' || directive == 'L') && i < format.length()) {
        text.append(half(directive, format.charAt(i++), stat));
      } else if (directive == '%') {
        text.append('%');
      } else {
        append(text, modifiers, directive, value(directive, stat, name, quotedName), stat);
      }
    }
    return text.toString();
  }

  private static String half(char directive, char of, FileStat stat) {
    long device = of == 'd' ? stat.dev() : stat.rdev();
    if (of != 'd' && of != 'r') {
      return "?";
    }
    return Long.toString(directive == 'H' ? ModeText.major(device) : ModeText.minor(device));
  }

  private static void append(
      StringBuilder text, String modifiers, char directive, String value, FileStat stat) {
    boolean left = modifiers.contains("-");
    int dot = modifiers.indexOf('.');
    String before = dot < 0 ? modifiers : modifiers.substring(0, dot);
    String width = before.replaceFirst("^[-+ #0]*", "");
    boolean zero = before.matches("[-+ #]*0.*") && !left;
    String shown = value;
    if (dot >= 0 && "WXYZ".indexOf(directive) >= 0) {
      String digits = modifiers.substring(dot + 1);
      int precision = digits.isEmpty() ? NANO_DIGITS : Integer.parseInt(digits);
      shown = withFraction(value, directive, precision, stat);
    } else if (dot >= 0 && "nNFAUGmwxyz".indexOf(directive) >= 0) {
      String digits = modifiers.substring(dot + 1);
      int most = digits.isEmpty() ? 0 : Integer.parseInt(digits);
      shown = shown.substring(0, Math.min(most, shown.length()));
    }
    int missing = width.isEmpty() ? 0 : Integer.parseInt(width) - shown.length();
    String padding = (zero ? "0" : " ").repeat(Math.max(0, missing));
    text.append(left ? "" : padding).append(shown).append(left ? padding : "");
  }

  private static String withFraction(String seconds, char directive, int precision, FileStat stat) {
    int nanos =
        switch (directive) {
          case 'W' -> Math.max(0, stat.btimeNanos());
          case 'X' -> stat.atimeNanos();
          case 'Y' -> stat.mtimeNanos();
          default -> stat.ctimeNanos();
        };
    String digits = "%09d".formatted(nanos);
    String fraction =
        precision <= NANO_DIGITS
            ? digits.substring(0, precision)
            : digits + "0".repeat(precision - NANO_DIGITS);
    return precision == 0 ? seconds : seconds + '.' + fraction;
  }

  private static String blocks(FileStat s) {
    return s.blocks() < 0 ? "?" : Long.toString(s.blocks()); // java.nio does not know
  }

  private String value(char directive, FileStat s, String name, String quotedName) {
    return switch (directive) {
      case 'a' -> Integer.toOctalString(s.permissionBits());
      case 'A' -> ModeText.of(s);
      case 'b' -> blocks(s);
      case 'B' -> Integer.toString(BLOCK);
      case 'C' -> "?";
      case 'd' -> Long.toUnsignedString(s.dev());
      case 'D' -> Long.toHexString(s.dev());
      case 'f' -> Integer.toHexString(s.mode());
      case 'F' -> ModeText.words(s);
      case 'g' -> Integer.toUnsignedString(s.gid());
      case 'G' -> group(s);
      case 'h' -> Integer.toUnsignedString(s.nlink());
      case 'i' -> Long.toUnsignedString(s.ino());
      case 'n' -> name;
      case 'N' -> quotedName;
      case 'o' -> Integer.toString(s.blksize());
      case 's' -> Long.toString(s.size());
      case 'r' -> Long.toUnsignedString(s.rdev());
      case 'R' -> Long.toHexString(s.rdev());
      case 't' -> Long.toHexString(ModeText.major(s.rdev()));
      case 'T' -> Long.toHexString(ModeText.minor(s.rdev()));
      case 'u' -> Integer.toUnsignedString(s.uid());
      case 'U' -> user(s);
      case 'w' -> birth(s);
      case 'W' -> Long.toString(s.btimeSeconds());
      case 'x' -> time(s.atime());
      case 'X' -> Long.toString(s.atimeSeconds());
      case 'y' -> time(s.mtime());
      case 'Y' -> Long.toString(s.mtimeSeconds());
      case 'z' -> time(s.ctime());
      case 'Z' -> Long.toString(s.ctimeSeconds());
      default -> "?";
    };
  }
}
