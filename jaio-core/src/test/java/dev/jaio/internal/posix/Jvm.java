package dev.jaio.internal.posix;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs a main class of the test class path in a JVM of its own, to vary what is fixed at start. */
public final class Jvm {

  private final List<String> command = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>(Map.of("LC_ALL", "C.UTF-8"));

  private Jvm() {
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
  }

  /** What a run came to. */
  public record Result(int exit, String output) {}

  /** A JVM with the class path of this one. */
  public static Jvm jvm() {
    return new Jvm();
  }

  /** Sets {@code LC_ALL}. */
  public Jvm locale(String name) {
    environment.put("LC_ALL", name);
    return this;
  }

  /** Has classes in a folder instead of those of the same names. */
  public Jvm classes(Path folder) {
    int at = command.indexOf("-cp") + 1;
    command.set(at, folder + File.pathSeparator + command.get(at));
    return this;
  }

  /**
   * Has all that the library logs printed, a line each.
   *
   * @param folder where a file with the settings may be written
   */
  public Jvm logging(Path folder) throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("logging.properties"),
            """
            handlers = java.util.logging.ConsoleHandler
            java.util.logging.ConsoleHandler.level = ALL
            java.util.logging.ConsoleHandler.formatter = java.util.logging.SimpleFormatter
            java.util.logging.SimpleFormatter.format = %3$s %4$s %5$s%n
            dev.jaio.level = ALL
            """);
    return options("-Djava.util.logging.config.file=" + settings);
  }

  /** Sets an environment variable. */
  public Jvm environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Sets where locales are looked for besides the system's. */
  public Jvm locales(Path folder) {
    environment.put("LOCPATH", folder.toString());
    return this;
  }

  /** Adds options of the JVM. */
  public Jvm options(String... options) {
    command.addAll(List.of(options));
    return this;
  }

  /** Lets it have so few descriptors. */
  public Jvm descriptors(int most) {
    command.addAll(0, List.of("/bin/sh", "-c", "ulimit -n " + most + " && exec \"$@\"", "limited"));
    return this;
  }

  /** Starts it, with standard output and error in one stream. */
  public Process start(Class<?> main, String... arguments) throws IOException {
    command.add(main.getName());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JAIO_BACKEND"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Waits for the end; the output holds standard output and error. */
  public Result run(Class<?> main, String... arguments) {
    try {
      Process process = start(main, arguments);
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
