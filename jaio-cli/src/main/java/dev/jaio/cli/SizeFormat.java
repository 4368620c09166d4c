package dev.jaio.cli;

import org.jspecify.annotations.Nullable;

/**
 * Writes sizes in blocks, rounded up, as {@code du} and {@code ls} do.
 *
 * @param block bytes per unit; 0: the largest unit that leaves at least one, 1.5K
 * @param base of the units when block is 0
 * @param suffix what follows the number
 */
record SizeFormat(long block, int base, String suffix) {

  static final SizeFormat BYTES = new SizeFormat(1, 0, "");
  static final SizeFormat KIBIBYTES = new SizeFormat(1024, 0, "");
  static final SizeFormat MEBIBYTES = new SizeFormat(1 << 20, 0, "");
  static final SizeFormat HUMAN = new SizeFormat(0, 1024, "");
  static final SizeFormat SI = new SizeFormat(0, 1000, "");

  private static final String UNITS = "KMGTPE";

  /** The format for the argument of -B: a number, a unit, or both; null if it is none. */
  static @Nullable SizeFormat parse(String text) {
    if (text.equals("human-readable")) {
      return HUMAN;
    }
    if (text.equals("si")) {
      return SI;
    }
    int digits = 0;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    long factor = unit(text.substring(digits));
    if (factor == 0) {
      return null;
    }
    if (digits == 0) {
      return text.isEmpty() ? null : new SizeFormat(factor, 0, text);
    }
    try {
      long block = Math.multiplyExact(Long.parseLong(text.substring(0, digits)), factor);
      return block == 0 ? null : new SizeFormat(block, 0, "");
    } catch (ArithmeticException | NumberFormatException e) {
      return null; // out of range
    }
  }

  private static long unit(String text) {
    if (text.isEmpty()) {
      return 1;
    }
    int exponent = UNITS.indexOf(Character.toUpperCase(text.charAt(0))) + 1;
    int base =
        switch (text.substring(1)) {
          case "", "iB" -> 1024;
          case "B" -> 1000;
          default -> 0;
        };
    if (exponent == 0 || base == 0) {
      return 0;
    }
    long unit = 1;
    for (int i = 0; i < exponent; i++) {
      unit *= base;
    }
    return unit;
  }

  /** A number of bytes in units of 1024. */
  static String human(long bytes) {
    return HUMAN.format(bytes);
  }

  /** A number of bytes. */
  String format(long bytes) {
    if (block == 0) {
      return scaled(bytes);
    }
    return block == 1 ? bytes + suffix : (bytes + block - 1) / block + suffix;
  }

  /** Rounds up at every step, one decimal below 10. */
  private String scaled(long bytes) {
    long amount = bytes;
    int tenths = 0;
    int rounding = 0; // 0: exact, 1: below a half, 2: a half, 3: above
    int exponent = 0;
    while (amount >= base && exponent < UNITS.length()) {
      long r10 = amount % base * 10 + tenths;
      long r2 = r10 % base * 2 + (rounding >> 1);
      amount /= base;
      tenths = (int) (r10 / base);
      rounding = r2 < base ? (r2 + rounding > 0 ? 1 : 0) : 2 + (base < r2 + rounding ? 1 : 0);
      exponent++;
    }
    if (exponent == 0) {
      return Long.toString(amount);
    }
    String decimal = "";
    if (amount < 10) {
      if (rounding > 0) {
        tenths++;
        rounding = 0;
        if (tenths == 10) {
          amount++;
          tenths = 0;
        }
      }
      if (amount < 10) {
        decimal = "." + tenths;
        tenths = 0;
      }
    }
    if (tenths + rounding > 0) {
      amount++;
      if (amount == base && exponent < UNITS.length()) {
        exponent++;
        amount = 1;
        decimal = ".0";
      }
    }
    char unit = UNITS.charAt(exponent - 1);
    return amount + decimal + (base == 1000 && unit == 'K' ? 'k' : unit);
  }
}
