package dev.jaio.benchmarks;

/** {@code compare ...} compares whole programs; everything else are arguments for JMH. */
public final class Main {

  private Main() {}

  /**
   * Starts the one or the other.
   *
   * @param args {@code compare} and its options, or JMH's arguments
   * @throws Exception a measurement failed
   */
  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("compare")) {
      Options options;
      try {
        options = Options.parse(args);
      } catch (IllegalArgumentException e) {
        System.err.println(e.getMessage());
        System.err.println(Options.USAGE);
        System.exit(2);
        return;
      }
      if (!Comparison.run(options)) {
        System.exit(1);
      }
    } else {
      org.openjdk.jmh.Main.main(args);
    }
  }
}
