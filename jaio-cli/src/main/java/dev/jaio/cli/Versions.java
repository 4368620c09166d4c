package dev.jaio.cli;

/**
 * Compares names with numbers in them as numbers: {@code file-9} comes before {@code file-10}. The
 * rules are those of GNU's version sort, which has them from Debian's packages.
 */
final class Versions {

  private static final int LAST_RANK = 3;
  private static final int BEFORE_ALL = -2;
  private static final int END = -1;
  private static final int BEHIND_LETTERS = 256;

  private Versions() {}

  static int compare(byte[] a, byte[] b) {
    int rank = Integer.compare(rank(a), rank(b));
    if (rank != 0 || rank(a) < LAST_RANK) {
      return rank;
    }
    int prefixA = prefix(a);
    int prefixB = prefix(b);
    int result = compare(a, prefixA, b, prefixB);
    return result != 0 ? result : compare(a, a.length, b, b.length);
  }

  /** What comes first whatever else there is: nothing, ".", "..", and what is hidden. */
  private static int rank(byte[] name) {
    if (name.length == 0 || name[0] != '.') {
      return name.length == 0 ? 0 : LAST_RANK + 1;
    }
    return name.length == 1 ? 1 : name.length == 2 && name[1] == '.' ? 2 : LAST_RANK;
  }

  /** Where suffixes like ".tar.gz" begin: they count only if all before them is equal. */
  private static int prefix(byte[] name) {
    int prefix = 0;
    int i = 0;
    while (i < name.length) {
      i++;
      prefix = i;
      while (i + 1 < name.length && name[i] == '.' && isSuffix(name[i + 1], false)) {
        i += 2;
        while (i < name.length && isSuffix(name[i], true)) {
          i++;
        }
      }
    }
    return prefix;
  }

  private static boolean isSuffix(byte b, boolean orDigit) {
    return isLetter(b) || b == '~' || (orDigit && isDigit(b));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isDigit(byte[] name, int at, int length) {
    return at < length && isDigit(name[at]);
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  private static int order(byte[] name, int at, int length) {
    if (at == length) {
      return END;
    }
    byte b = name[at];
    if (isDigit(b)) {
      return 0;
    }
    return isLetter(b) ? b : b == '~' ? BEFORE_ALL : (b & 0xFF) + BEHIND_LETTERS;
  }

  /** By turns what is no number, by characters, and what is one, by its value. */
  private static int compare(byte[] a, int lengthA, byte[] b, int lengthB) {
    int i = 0;
    int j = 0;
    while (i < lengthA || j < lengthB) {
      while ((i < lengthA && !isDigit(a[i])) || (j < lengthB && !isDigit(b[j]))) {
        int difference = order(a, i, lengthA) - order(b, j, lengthB);
        if (difference != 0) {
          return difference;
        }
        i++;
        j++;
      }
      while (i < lengthA && a[i] == '0') {
        i++;
      }
      while (j < lengthB && b[j] == '0') {
        j++;
      }
      int first = 0;
      while (isDigit(a, i, lengthA) && isDigit(b, j, lengthB)) {
        first = first != 0 ? first : a[i] - b[j];
        i++;
        j++;
      }
      if (isDigit(a, i, lengthA)) {
        return 1;
      }
      if (isDigit(b, j, lengthB)) {
        return -1;
      }
      if (first != 0) {
        return first;
      }
    }
    return 0;
  }
}
