package dev.jaio.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A temporary directory with files to work on: {@code 0.txt} holds no line, {@code 1.txt} one, ...
 *
 * @param directory the directory
 * @param files the files in it
 */
record Samples(Path directory, List<Path> files) implements AutoCloseable {

  static Samples create(int count) throws IOException {
    Path directory = Files.createTempDirectory("jaio-example");
    var files = new ArrayList<Path>();
    for (int i = 0; i < count; i++) {
      files.add(Files.writeString(directory.resolve(i + ".txt"), "one line\n".repeat(i)));
    }
    return new Samples(directory, List.copyOf(files));
  }

  @Override
  public void close() throws IOException {
    try (var left = Files.newDirectoryStream(directory)) {
      for (Path path : left) {
        Files.delete(path);
      }
    }
    Files.delete(directory);
  }
}
