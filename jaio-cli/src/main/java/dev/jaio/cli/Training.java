package dev.jaio.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Runs every command once, so that the JVM learns for its cache which classes a start needs and
 * which methods are worth compiling early. The launcher does this after a build.
 */
final class Training {

  private Training() {}

  /**
   * Runs the commands.
   *
   * @param args a directory with many files to look at, and an empty one to work in
   */
  public static void main(String[] args) {
    String large = args[0];
    String scratch = args[1];
    String copy = Path.of(scratch, "copy").toString();
    String moved = Path.of(scratch, "moved").toString();
    String[][] commands = {
      {"--version"},
      {"du", "-s", large},
      {"du", "-ah", large},
      {"find", large, "-name", "*.h", "-size", "+1k", "-o", "-type", "d", "-print0"},
      {"ls", "-lR", Path.of(large, "bin").toString()},
      {"stat", large},
      {"cp", "-a", Path.of(large, "bin").toString(), copy},
      {"mv", copy, moved},
      {"cat", Path.of(large, "release").toString()},
      {"rm", "-r", moved},
      {"rm", "--frobnicate"},
      {"cp", "--help"},
    };
    for (String[] each : commands) {
      var in = new ByteArrayInputStream(new byte[0]);
      Main.run(each, in, OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    }
  }
}
