package dev.jaio.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the real program, in a JVM of its own, under the eyes of a script. */
final class Program {

  private Program() {}

  /**
   * Runs a script of the shell in a directory, in which {@code jaio} is the program, as a function,
   * and {@code "$@"} its whole command line, for what has to be a process. A signal that whoever
   * runs the tests ignores the program does not.
   */
  static Cli.Result script(String script, Path directory) {
    List<String> words = new ArrayList<>(List.of("bash", "-c"));
    words.add("cd \"$0\" && command=(\"$@\") && jaio() { \"${command[@]}\" \"$@\"; }\n" + script);
    words.add(directory.toString());
    words.addAll(List.of("env", "--default-signal=INT,TERM,PIPE"));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    words.add(System.getProperty("java.class.path"));
    words.add(Main.class.getName());
    return Cli.system(words.toArray(new String[0]));
  }
}
