package dev.jaio.cli;

/** Shell patterns as fnmatch(3) without flags has them: {@code * ? [a-z] [!x] [[:digit:]] \}. */
final class Glob {

  private final int[] pattern;
  private final boolean ignoreCase;

  Glob(String pattern, boolean ignoreCase) {
    this.pattern = pattern.codePoints().toArray();
    this.ignoreCase = ignoreCase;
  }

  /** Whether the whole text matches. */
  boolean matches(String string) {
    int[] text = string.codePoints().toArray();
    int p = 0;
    int t = 0;
    int star = -1; // where to go on when the rest does not match: the last star takes one more
    int starText = 0;
    while (t < text.length) {
      if (p < pattern.length && pattern[p] == '*') {
        star = p++;
        starText = t;
        continue;
      }
      int next = p < pattern.length ? one(p, text[t]) : -1;
      if (next >= 0) {
        p = next;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++starText;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == '*') {
      p++;
    }
    return p == pattern.length;
  }

  /** Matches one character. The index behind that of the pattern, or -1. */
  private int one(int p, int c) {
    int end = pattern[p] == '[' ? endOfBracket(p) : -1;
    if (end > 0) {
      return bracket(p + 1, end, c) ? end + 1 : -1;
    }
    if (pattern[p] == '\\') {
      return p + 1 < pattern.length && same(pattern[p + 1], c) ? p + 2 : -1;
    }
    if (pattern[p] == '?') {
      return p + 1;
    }
    return same(pattern[p], c) ? p + 1 : -1;
  }

  private boolean same(int a, int b) {
    return a == b || (ignoreCase && fold(a) == fold(b));
  }

  private static int fold(int c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  /** The index of the bracket that closes, or -1 if none does. */
  private int endOfBracket(int p) {
    int i = p + 1;
    if (i < pattern.length && (pattern[i] == '!' || pattern[i] == '^')) {
      i++;
    }
    boolean first = true;
    for (; i < pattern.length; i++, first = false) {
      if (pattern[i] == ']' && !first) {
        return i;
      }
      if (pattern[i] == '[' && i + 1 < pattern.length && pattern[i + 1] == ':') {
        int close = classEnd(i + 2);
        if (close > 0) {
          i = close + 1;
        }
      } else if (pattern[i] == '\\') {
        i++;
      }
    }
    return -1;
  }

  private int classEnd(int from) {
    for (int i = from; i + 1 < pattern.length; i++) {
      if (pattern[i] == ':' && pattern[i + 1] == ']') {
        return i;
      }
    }
    return -1;
  }

  private boolean bracket(int from, int end, int c) {
    int i = from;
    boolean negated = pattern[i] == '!' || pattern[i] == '^';
    if (negated) {
      i++;
    }
    boolean found = false;
    while (i < end) {
      int close = pattern[i] == '[' && pattern[i + 1] == ':' ? classEnd(i + 2) : -1;
      if (close > 0) {
        found |= isInClass(new String(pattern, i + 2, close - i - 2), c);
        i = close + 2;
        continue;
      }
      if (pattern[i] == '\\') {
        i++;
      }
      int low = pattern[i++];
      int high = low;
      if (i + 1 < end && pattern[i] == '-') {
        i += pattern[i + 1] == '\\' ? 2 : 1;
        high = pattern[i++];
      }
      found |= isBetween(low, high, c);
    }
    return found != negated;
  }

  private boolean isBetween(int low, int high, int c) {
    return (low <= c && c <= high)
        || (ignoreCase
            && ((low <= Character.toLowerCase(c) && Character.toLowerCase(c) <= high)
                || (low <= Character.toUpperCase(c) && Character.toUpperCase(c) <= high)));
  }

  private static boolean isInClass(String name, int c) {
    return switch (name) {
      case "alpha" -> Character.isLetter(c);
      case "digit" -> c >= '0' && c <= '9';
      case "alnum" -> Character.isLetterOrDigit(c);
      case "upper" -> Character.isUpperCase(c);
      case "lower" -> Character.isLowerCase(c);
      case "space" -> Character.isWhitespace(c);
      case "blank" -> c == ' ' || c == '\t';
      case "punct" -> c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
      case "cntrl" -> Character.isISOControl(c);
      case "print" -> c >= ' ' && !Character.isISOControl(c);
      case "graph" -> c > ' ' && !Character.isISOControl(c);
      case "xdigit" -> Character.digit(c, 16) >= 0 && c < 0x7F;
      default -> false;
    };
  }
}
