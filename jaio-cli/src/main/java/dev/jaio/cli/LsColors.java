package dev.jaio.cli;

import dev.jaio.FileStat;
import dev.jaio.FileType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** In which colours {@code ls} shows names: GNU's, and what {@code LS_COLORS} says of them. */
final class LsColors {

  private static final int SET_UID = 04000;
  private static final int SET_GID = 02000;
  private static final int STICKY = 01000;
  private static final int OTHERS_WRITE = 0002;
  private static final int ANY_EXECUTE = 0111;
  private static final Pattern TERMINALS =
      Pattern.compile(
          "Eterm|ansi|.*color.*|con[0-9].*x[0-9].*|cons25|console|cygwin|.*direct.*|dtterm|gnome"
              + "|hurd|jfbterm|konsole|kterm|linux|linux-c|mlterm|putty|rxvt.*|screen.*|st"
              + "|terminator|tmux.*|vt100|xterm.*");

  /** What there is, with a colour or without. Those of the terminal itself cannot be changed. */
  private static final String KEYS = "fi di ln pi so bd cd mi or ex do su sg st ow tw ca mh no rs";

  private static final String USUAL =
      "di=01;34:ln=01;36:pi=33:so=01;35:bd=01;33:cd=01;33:ex=01;32:do=01;35:su=37;41:sg=30;43"
          + ":st=37;44:ow=34;42:tw=30;42";

  private record Suffix(String end, String color) {}

  private final Map<String, String> colors = new HashMap<>();
  private final List<Suffix> suffixes = new ArrayList<>();
  private final int line;
  private boolean begun;

  private LsColors(int line) {
    this.line = line;
  }

  /**
   * The colours that the environment asks for; null: none.
   *
   * @param given LS_COLORS
   * @param known COLORTERM
   * @param terminal TERM
   * @param line how many columns there are, or 0
   */
  static @Nullable LsColors of(
      Session session,
      @Nullable String given,
      @Nullable String known,
      @Nullable String terminal,
      int line) {
    var colors = new LsColors(line);
    colors.read(USUAL);
    if (given == null || given.isEmpty()) {
      boolean isKnown = known != null && !known.isEmpty();
      return isKnown || (terminal != null && TERMINALS.matcher(terminal).matches()) ? colors : null;
    }
    String wrong = colors.read(given);
    if (wrong == null) {
      return colors;
    }
    if (!wrong.isEmpty()) {
      session.warn("unrecognized prefix: " + Quoting.always(wrong));
    }
    session.warn("unparsable value for LS_COLORS environment variable");
    return null;
  }

  /** Takes what is said; returns what it cannot understand, or null. */
  private @Nullable String read(String all) {
    for (String each : all.split(":", -1)) {
      int equals = each.indexOf('=');
      if (each.isEmpty()) {
        continue;
      }
      if (equals < 0 || each.contains("\\") || each.contains("^")) {
        return "";
      }
      String key = each.substring(0, equals);
      String color = each.substring(equals + 1);
      if (key.startsWith("*")) {
        suffixes.addFirst(new Suffix(key.substring(1), color));
      } else if (KEYS.contains(key) && key.length() == 2) {
        colors.put(key, color);
      } else {
        return key;
      }
    }
    return null;
  }

  private boolean isColored(String key) {
    return !colors.getOrDefault(key, "").matches("0{0,2}");
  }

  /** Whether the colours tell what links lead to. */
  boolean looksBehind(boolean targetsAreShown) {
    return isColored("or")
        || (isColored("ex") && "target".equals(colors.get("ln")))
        || (isColored("mi") && targetsAreShown);
  }

  /**
   * The name of a file in its colour, or as it is.
   *
   * @param start in which column it begins
   */
  String paint(String shown, LsEntry entry, int start) {
    return paint(shown, color(entry), start);
  }

  private @Nullable String color(LsEntry entry) {
    FileStat stat = entry.stat;
    if (entry.type == FileType.SYMLINK) {
      FileStat target = entry.targetStat;
      if (target == null && isColored("or")) {
        return colors.get("or");
      }
      if (!"target".equals(colors.get("ln"))) {
        return colors.get("ln");
      }
      stat = target;
      if (stat == null) {
        return colors.get("or");
      }
    }
    return color(stat == null ? entry.type : stat.type(), stat, entry.text);
  }

  /** Where a link leads, in the colour of what is there. */
  String paintTarget(String shown, LsEntry entry, int start) {
    FileStat stat = entry.targetStat;
    if (stat == null) {
      return paint(shown, isColored("mi") ? colors.get("mi") : colors.get("or"), start);
    }
    return paint(shown, color(stat.type(), stat, String.valueOf(entry.target)), start);
  }

  private String paint(String shown, @Nullable String color, int start) {
    if (color == null) {
      return shown;
    }
    String first = begun ? "" : "\033[0m";
    begun = true;
    int end = start + Names.bytes(shown).length - 1;
    String rest = line > 0 && start / line != end / line ? "\033[K" : ""; // it may be wrapped
    return first + "\033[" + color + 'm' + shown + "\033[0m" + rest;
  }

  private @Nullable String color(FileType type, @Nullable FileStat stat, String name) {
    int mode = stat == null ? 0 : stat.permissionBits();
    return switch (type) {
      case REGULAR -> regular(mode, stat == null ? 1 : stat.nlink(), name);
      case DIRECTORY -> colors.get(directory(mode));
      case SYMLINK -> colors.get("ln");
      case FIFO -> colors.get("pi");
      case SOCKET -> colors.get("so");
      case BLOCK_DEVICE -> colors.get("bd");
      case CHARACTER_DEVICE -> colors.get("cd");
      case UNKNOWN -> colors.get("or");
    };
  }

  private @Nullable String regular(int mode, int links, String name) {
    if ((mode & SET_UID) != 0 && isColored("su")) {
      return colors.get("su");
    }
    if ((mode & SET_GID) != 0 && isColored("sg")) {
      return colors.get("sg");
    }
    if ((mode & ANY_EXECUTE) != 0 && isColored("ex")) {
      return colors.get("ex");
    }
    if (links > 1 && isColored("mh")) {
      return colors.get("mh");
    }
    for (Suffix each : suffixes) {
      if (name.endsWith(each.end)) {
        return each.color;
      }
    }
    return colors.get("fi");
  }

  private String directory(int mode) {
    boolean sticky = (mode & STICKY) != 0;
    boolean writable = (mode & OTHERS_WRITE) != 0;
    if (sticky && writable && isColored("tw")) {
      return "tw";
    }
    if (writable && isColored("ow")) {
      return "ow";
    }
    return sticky && isColored("st") ? "st" : "di";
  }
}
