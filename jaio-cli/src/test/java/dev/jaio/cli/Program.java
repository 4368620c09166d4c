package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the real program, in a JVM of its own, under the eyes of a script. */
final class Program {

  private Program() {}

  /**
   * Runs a script of the shell in a directory, in which {@code jaio} is the program, as a function,
   * and {@code "$@"} its whole command line, for what has to be a process. A signal that whoever
   * runs the tests ignores the program does not. The function has from the launcher what that does
   * with closed streams.
   */
  static Cli.Result script(String script, Path directory) {
    List<String> words = new ArrayList<>(List.of("bash", "-c"));
    words.add(
        """
        cd "$0" && command=("$@")
        jaio() { (
        %s
        exec "${command[@]}" "$@"
        ) }
        %s\
        """
            .formatted(streams(), script));
    words.add(directory.toString());
    words.addAll(List.of("env", "--default-signal=INT,TERM,PIPE"));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    words.add(System.getProperty("java.class.path"));
    words.add(Main.class.getName());
    return Cli.system(words.toArray(new String[0]));
  }

  private static String streams() {
    try (Stream<String> lines = Files.lines(Path.of("..", "jaio"))) {
      String guards = lines.filter(l -> l.contains("|| exec ")).collect(Collectors.joining("\n"));
      assertThat(guards.lines()).as("of the launcher").hasSize(3);
      return guards;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
