package dev.jaio.cli;

import dev.jaio.FileStat;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes the attributes of a file by a format like that of {@code stat -c}. */
final class StatFormat {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSSSS xx", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  /** What stat shows without a format if it shall be short. */
  static final String TERSE = "%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o";

  private static final String FLAGS_AND_DIGITS = "-+ #'0123456789.";

  private static final String KNOWN = "aAbBdDfFgGhinNorRstTuUwWxXyYzZ";

  /** What is a number without a sign. */
  private static final String UNSIGNED = "abBdDfghiortTRu";

  private static final int BLOCK = 512;
  private static final int NANO_DIGITS = 9;
  private static final int NANOS = 1_000_000_000;

  private final Accounts users = Accounts.users();
  private final Accounts groups = Accounts.groups();

  /** Whether a format shows where a link leads. */
  static boolean needsTarget(String format) {
    return format.contains("N");
  }

  /** A time to the nanosecond. */
  private static String time(long seconds, int nanos) {
    return TimeText.of(seconds, nanos, TIME);
  }

  private static String access(FileStat s) {
    return time(s.atimeSeconds(), s.atimeNanos());
  }

  private static String modification(FileStat s) {
    return time(s.mtimeSeconds(), s.mtimeNanos());
  }

  private static String change(FileStat s) {
    return time(s.ctimeSeconds(), s.ctimeNanos());
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
            .formatted(access(s), modification(s), change(s), birth(s));
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
    return s.btimeNanos() < 0 ? "-" : time(s.btimeSeconds(), s.btimeNanos());
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
      while (i < format.length() && FLAGS_AND_DIGITS.indexOf(format.charAt(i)) >= 0) {
        i++;
      }
      String modifiers = format.substring(start, i);
      char directive = i < format.length() ? format.charAt(i++) : '%';
      char of = i < format.length() ? format.charAt(i) : ' ';
      if (directive == '%') {
        if (!modifiers.isEmpty()) {
          throw new Tool.UsageException(
              Quoting.always(format.substring(start - 1, i)) + ": invalid directive", false);
        }
        text.append('%');
      } else if ((directive == 'H' || directive == 'L') && (of == 'd' || of == 'r')) {
        i++;
        append(text, modifiers, 'd', half(directive, of, stat), stat);
      } else if (KNOWN.indexOf(directive) < 0) {
        text.append('?');
      } else {
        append(text, modifiers, directive, value(directive, stat, name, quotedName), stat);
      }
    }
    return text.toString();
  }

  private static String half(char directive, char of, FileStat stat) {
    long device = of == 'd' ? stat.dev() : stat.rdev();
    return Long.toString(directive == 'H' ? ModeText.major(device) : ModeText.minor(device));
  }

  private static void append(
      StringBuilder text, String modifiers, char directive, String value, FileStat stat) {
    String numbers = modifiers.replaceFirst("^[-+ #0']*", "");
    String flags = modifiers.substring(0, modifiers.length() - numbers.length());
    int dot = numbers.indexOf('.');
    int width = number(dot < 0 ? numbers : numbers.substring(0, dot));
    boolean seconds = "WXYZ".indexOf(directive) >= 0;
    boolean number = seconds || directive == 's' || UNSIGNED.indexOf(directive) >= 0;
    String shown = value;
    if (dot >= 0) {
      String digits = numbers.substring(dot + 1);
      shown = precise(directive, value, digits, stat);
    }
    boolean marked = directive == 'a' && shown.startsWith("0"); // octal already
    String sign = number && !marked ? sign(directive, flags, value) : "";
    if (number && shown.startsWith("-")) {
      shown = shown.substring(1);
    }
    boolean left = flags.contains("-");
    boolean zero = number && flags.contains("0") && !left && (dot < 0 || seconds);
    int missing = Math.max(0, width - sign.length() - shown.length());
    text.append(left || zero ? "" : " ".repeat(missing)).append(sign);
    text.append(zero ? "0".repeat(missing) : "").append(shown);
    text.append(left ? " ".repeat(missing) : "");
  }

  /** A value with a precision: the digits of a number, the fraction of a time, or the letters. */
  private static String precise(char directive, String value, String digits, FileStat stat) {
    int precision = number(digits);
    if ("WXYZ".indexOf(directive) >= 0) {
      return withFraction(value, directive, digits.isEmpty() ? NANO_DIGITS : precision, stat);
    }
    if (directive != 's' && UNSIGNED.indexOf(directive) < 0) {
      return value.substring(0, Math.min(precision, value.length()));
    }
    return precision == 0 && value.equals("0")
        ? ""
        : "0".repeat(Math.max(0, precision - value.length())) + value;
  }

  private static String sign(char directive, String flags, String value) {
    if (UNSIGNED.indexOf(directive) >= 0) {
      return flags.contains("#") && !value.equals("0") ? prefix(directive) : "";
    }
    return value.startsWith("-") ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
  }

  private static int number(String digits) {
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  private static String prefix(char directive) {
    return switch (directive) {
      case 'a' -> "0";
      case 'D', 'f', 'R', 't', 'T' -> "0x";
      default -> "";
    };
  }

  private static String withFraction(String seconds, char directive, int precision, FileStat stat) {
    int nanos =
        switch (directive) {
          case 'W' -> Math.max(0, stat.btimeNanos());
          case 'X' -> stat.atimeNanos();
          case 'Y' -> stat.mtimeNanos();
          default -> stat.ctimeNanos();
        };
    long whole = Long.parseLong(seconds);
    boolean negative = whole < 0 && nanos > 0; // the fraction counts away from zero, as the rest
    String digits = "%09d".formatted(negative ? NANOS - nanos : nanos);
    String fraction =
        precision <= NANO_DIGITS
            ? digits.substring(0, precision)
            : digits + "0".repeat(precision - NANO_DIGITS);
    if (precision == 0) {
      return seconds;
    }
    String before = negative ? "-" + -(whole + 1) : seconds;
    return before + '.' + fraction;
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
      case 'x' -> access(s);
      case 'X' -> Long.toString(s.atimeSeconds());
      case 'y' -> modification(s);
      case 'Y' -> Long.toString(s.mtimeSeconds());
      case 'z' -> change(s);
      case 'Z' -> Long.toString(s.ctimeSeconds());
      default -> "?";
    };
  }
}
