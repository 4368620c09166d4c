package dev.jaio.cli;

/** What a backslash stands for in a format. */
final class StatEscapes {

  private static final String LETTERS = "abefnrtv\\\"";
  private static final String CHARACTERS = "\u0007\b\u001b\f\n\r\t\u000b\\\"";
  private static final int OCTAL_DIGITS = 3;
  private static final int HEX_DIGITS = 2;

  private final String format;
  private final Session session;
  private int next;

  StatEscapes(String format, Session session) {
    this.format = format;
    this.session = session;
  }

  /** The format with what was meant; a percent sign that was escaped is no directive. */
  String replaced() {
    var text = new StringBuilder();
    while (next < format.length()) {
      char c = format.charAt(next++);
      if (c != '\\') {
        text.append(c);
      } else if (next == format.length()) {
        session.warn("warning: backslash at end of format");
        text.append(c);
      } else {
        String meant = escape();
        text.append(meant.equals("%") ? "%%" : meant);
      }
    }
    return text.toString();
  }

  private String escape() {
    char c = format.charAt(next);
    if (c >= '0' && c <= '7') {
      return number(8, OCTAL_DIGITS);
    }
    next++;
    if (c == 'x' && next < format.length() && Character.digit(format.charAt(next), 16) >= 0) {
      return number(16, HEX_DIGITS);
    }
    int known = LETTERS.indexOf(c);
    if (known < 0) {
      session.warn("warning: unrecognized escape '\\" + c + '\'');
      return String.valueOf(c);
    }
    return CHARACTERS.substring(known, known + 1);
  }

  private String number(int radix, int most) {
    int value = 0;
    for (int i = 0; i < most && next < format.length(); i++, next++) {
      int digit = Character.digit(format.charAt(next), radix);
      if (digit < 0) {
        break;
      }
      value = value * radix + digit;
    }
    return Names.text(new byte[] {(byte) value});
  }
}
