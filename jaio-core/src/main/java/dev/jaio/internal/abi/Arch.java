package dev.jaio.internal.abi;

/** The architecture of this process, which decides between numbers that differ. */
public final class Arch {

  /** The architecture as Java names it. */
  public static final String NAME = System.getProperty("os.arch", "");

  private static final boolean AARCH64 = NAME.equals("aarch64");

  private Arch() {}

  /** Whether the constants of this package hold for an architecture. */
  public static boolean isSupported(String name) {
    return name.equals("aarch64") || name.equals("amd64") || name.equals("x86_64");
  }

  static int pick(int x86, int aarch64) {
    return AARCH64 ? aarch64 : x86;
  }

  static long pick(long x86, long aarch64) {
    return AARCH64 ? aarch64 : x86;
  }
}
