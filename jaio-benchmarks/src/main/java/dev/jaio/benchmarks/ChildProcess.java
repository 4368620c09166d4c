package dev.jaio.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The parent's end of a {@link Child}. */
final class ChildProcess implements AutoCloseable {

  /** A window that others disturbed is repeated so often at most. */
  private static final int MAX_REPEATS = 5;

  /** Others may use this part of the machine in a window that counts. */
  static final double DISTURBED = 0.1;

  /** Work goes on for this long before the window begins. */
  private static final int RUN_UP_MILLIS = 300;

  /** How long a child may take to end. */
  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final BufferedReader out;
  private final BufferedWriter in;
  private final String name;

  ChildProcess(Row row, Row.Contender contender, Options options)
      throws IOException, Row.MissingException {
    name = row.id() + "/" + contender.name();
    var command =
        contender.program().isEmpty()
            ? command(jvm(contender, options), Child.class, arguments(row, contender, options))
            : Ring.command(contender, options.dir());
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.inputReader(StandardCharsets.UTF_8);
    in = process.outputWriter(StandardCharsets.UTF_8);
    try {
      expectReady();
    } catch (IOException | Row.MissingException e) {
      close();
      throw e;
    }
  }

  private static List<String> jvm(Row.Contender contender, Options options) {
    return Stream.concat(contender.jvm().stream(), options.jvm().stream()).toList();
  }

  private static String[] arguments(Row row, Row.Contender contender, Options options) {
    return new String[] {row.id(), contender.name(), options.dir().toString()};
  }

  /** A command that runs a class of this jar, on this JVM. */
  static List<String> command(List<String> jvm, Class<?> main, String... args) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-Xms1g");
    command.add("-Xmx1g");
    command.add("-XX:+AlwaysPreTouch"); // else who allocates first pays for the heap's first use
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(jvm);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(args));
    return command;
  }

  private void expectReady() throws IOException, Row.MissingException {
    String line = readLine();
    if (line.startsWith(Child.MISSING)) {
      throw new Row.MissingException(line.substring(Child.MISSING.length()));
    }
    if (!line.equals(Child.READY)) {
      throw new IOException(name + " said: " + line);
    }
  }

  private String readLine() throws IOException {
    String line = out.readLine();
    if (line == null || line.startsWith(Child.FAILED)) {
      throw new IOException(name + ": " + (line == null ? "ended" : line));
    }
    return line;
  }

  void warmUp(double seconds) throws IOException {
    long half = Math.round(seconds * 500);
    if (half > 0) {
      run(0, half); // twice, so that also starting and stopping has been seen
      run(0, half);
    }
  }

  /** One window; the quietest, should others be busy all the time. */
  Window measure(double seconds) throws IOException {
    Window best = null;
    for (int i = 0; i < MAX_REPEATS; i++) {
      Window w = run(RUN_UP_MILLIS, Math.round(seconds * 1000));
      if (best == null || w.others() < best.others()) {
        best = w;
      }
      if (best.others() <= DISTURBED) {
        break;
      }
    }
    if (best == null) {
      throw new IllegalStateException("no window");
    }
    return best;
  }

  private Window run(long runUp, long millis) throws IOException {
    in.write(runUp + " " + millis + "\n");
    in.flush();
    return Window.parse(readLine());
  }

  @Override
  public void close() throws IOException {
    try {
      in.close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly(); // it has ended before
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
