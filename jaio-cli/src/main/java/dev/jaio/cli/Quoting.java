package dev.jaio.cli;

import java.nio.charset.StandardCharsets;

/** Quotes names for messages and terminals as a shell would read them, as GNU's tools do. */
final class Quoting {

  /** Harmless within double quotes as well as in C. */
  private static final String COMPATIBLE = "%+,-./:=@]_{} #~'";

  private static final String SPECIAL = " \t\n!\"$&()*;<=>[^`|?\\'";

  private Quoting() {}

  /** Always in quotes, for messages. */
  static String always(String text) {
    boolean single = false;
    boolean compatible = true;
    for (int i = 0; i < text.length(); i += step(text, i)) {
      char c = text.charAt(i);
      single |= c == '\'';
      compatible &=
          isAlphanumeric(c) || COMPATIBLE.indexOf(c) >= 0 || (c >= 0x80 && isPrintable(text, i));
    }
    if (single && compatible) {
      return '"' + text + '"';
    }
    var quoted = new StringBuilder(text.length() + 2).append('\'');
    boolean escaping = false;
    for (int i = 0; i < text.length(); i += step(text, i)) {
      if (isPrintable(text, i)) {
        if (escaping) {
          quoted.append("''");
          escaping = false;
        }
        char c = text.charAt(i);
        quoted.append(c == '\'' ? "'\\''" : text.substring(i, i + step(text, i)));
      } else {
        if (!escaping) {
          quoted.append("'$'");
          escaping = true;
        }
        escape(text, i, quoted);
      }
    }
    return quoted.append('\'').toString();
  }

  /** In quotes only where a shell would need them, for a terminal. */
  static String ifNeeded(String text) {
    boolean needed = text.isEmpty() || text.charAt(0) == '~' || text.charAt(0) == '#';
    for (int i = 0; i < text.length() && !needed; i += step(text, i)) {
      needed = SPECIAL.indexOf(text.charAt(i)) >= 0 || !isPrintable(text, i);
    }
    return needed ? always(text) : text;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static int step(String text, int i) {
    return Character.charCount(text.codePointAt(i));
  }

  private static boolean isPrintable(String text, int i) {
    int c = text.codePointAt(i);
    if (c < 0x80) {
      return c >= ' ' && c != 0x7F;
    }
    return Names.UTF_8 && !Names.isEscape(text, i) && Character.isDefined(c) && !isControl(c);
  }

  private static boolean isControl(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static void escape(String text, int i, StringBuilder to) {
    char c = text.charAt(i);
    switch (c) {
      case 7 -> to.append("\\a");
      case '\b' -> to.append("\\b");
      case '\t' -> to.append("\\t");
      case '\n' -> to.append("\\n");
      case 0xB -> to.append("\\v");
      case '\f' -> to.append("\\f");
      case '\r' -> to.append("\\r");
      default -> {
        byte[] bytes =
            Names.isEscape(text, i)
                ? new byte[] {(byte) c}
                : text.substring(i, i + step(text, i)).getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
          to.append('\\')
              .append((char) ('0' + (b >> 6 & 3)))
              .append((char) ('0' + (b >> 3 & 7)))
              .append((char) ('0' + (b & 7)));
        }
      }
    }
  }
}
