package dev.jaio.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The process of one contender. It says {@link #READY}, or {@link #MISSING} and why, gets one line
 * per window, {@code run-up milliseconds}, works for that time, answers with a {@link Window}, and
 * then does nothing at all until the next.
 */
final class Child {

  static final String READY = "READY";
  static final String MISSING = "MISSING ";
  static final String FAILED = "FAILED ";

  private Child() {}

  /** Arguments: the row, the contender, the directory of the data. */
  public static void main(String[] args) {
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Measured work = Rows.of(args[0]).contender(args[1]).make(Data.at(Path.of(args[2])))) {
      System.out.println(READY);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] f = line.split(" ", -1);
        System.out.println(work.run(Long.parseLong(f[0]), Long.parseLong(f[1])).format());
      }
    } catch (Row.MissingException e) {
      System.out.println(MISSING + e.getMessage());
    } catch (Throwable t) {
      t.printStackTrace();
      System.out.println(FAILED + t);
      System.exit(1);
    }
    System.exit(0);
  }
}
