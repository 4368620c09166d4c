package dev.jaio.cli;

import java.nio.charset.StandardCharsets;

/** Quotes names for messages and terminals as a shell would read them, as GNU's tools do. */
final class Quoting {

  /** Harmless within double quotes as well as in C. */
  private static final String COMPATIBLE = "%+,-./:@]_ '";

  /** The same, at the beginning. */
  private static final String COMPATIBLE_FIRST = "#~";

  private static final String SPECIAL = " \t\n!\"$&()*;<=>[^`|?\\'";

  private Quoting() {}

  /** As find's parser quotes a word of the expression. */
  static String grave(String word) {
    return '`' + word + '\'';
  }

  /** Always in quotes, for messages. */
  static String always(String text) {
    boolean single = text.indexOf('\'') >= 0;
    if (single && isCompatible(text)) {
      return '"' + text + '"';
    }
    var quoted = new StringBuilder(text.length() + 2).append('\'');
    // GNU's goes over a text with a quote twice, and begins anew as it has ended
    boolean escaping = single && !isPrintable(text, text.offsetByCodePoints(text.length(), -1));
    for (int i = 0; i < text.length(); i += step(text, i)) {
      char c = text.charAt(i);
      if (c == '\'') {
        quoted.append("'\\''");
        escaping = false;
      } else if (isPrintable(text, i)) {
        quoted.append(escaping ? "''" : "").append(text, i, i + step(text, i));
        escaping = false;
      } else {
        quoted.append(escaping ? "" : "'$'");
        escape(text, i, quoted);
        escaping = true;
      }
    }
    return quoted.append('\'').toString();
  }

  private static boolean isCompatible(String text) {
    for (int i = 0; i < text.length(); i += step(text, i)) {
      char c = text.charAt(i);
      boolean compatible =
          isAlphanumeric(c)
              || COMPATIBLE.indexOf(c) >= 0
              || (i == 0 && COMPATIBLE_FIRST.indexOf(c) >= 0)
              || (c >= 0x80 && isPrintable(text, i));
      if (!compatible) {
        return false;
      }
    }
    return true;
  }

  /** In quotes only where a shell would need them, for a terminal. */
  static String ifNeeded(String text) {
    boolean needed =
        text.isEmpty()
            || COMPATIBLE_FIRST.indexOf(text.charAt(0)) >= 0
            || text.equals("{")
            || text.equals("}");
    for (int i = 0; i < text.length() && !needed; i += step(text, i)) {
      needed = SPECIAL.indexOf(text.charAt(i)) >= 0 || !isPrintable(text, i);
    }
    return needed ? always(text) : text;
  }

  /** A text with a question mark for each character that cannot be printed. */
  static String masked(String text) {
    var masked = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += step(text, i)) {
      masked.append(isPrintable(text, i) ? text.substring(i, i + step(text, i)) : "?");
    }
    return masked.toString();
  }

  /** A text in front of a colon: quoted where it would be misread. */
  static String inFront(String text) {
    return text.indexOf(':') >= 0 ? always(text) : ifNeeded(text);
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
