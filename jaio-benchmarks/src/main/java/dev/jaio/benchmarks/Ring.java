package dev.jaio.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The rival in C, {@code src/main/c/ring.c}: compiled where the data lies, if there are a C
 * compiler and liburing.
 */
final class Ring {

  private static final String SOURCE = "/ring.c";

  private Ring() {}

  /** The command that runs it. */
  static List<String> command(Row.Contender c, Path directory)
      throws IOException, Row.MissingException {
    Path program = compiled(directory);
    var arguments = c.program();
    return List.of(program.toString(), arguments.get(0), arguments.get(1), directory.toString());
  }

  private static Path compiled(Path directory) throws IOException, Row.MissingException {
    Path program = directory.resolve("ring");
    Path source = directory.resolve("ring.c");
    byte[] text;
    try (InputStream in = Ring.class.getResourceAsStream(SOURCE)) {
      if (in == null) {
        throw new IOException("no " + SOURCE + " in the jar");
      }
      text = in.readAllBytes();
    }
    if (Files.isExecutable(program)
        && Files.exists(source)
        && java.util.Arrays.equals(text, Files.readAllBytes(source))) {
      return program;
    }
    Files.write(source, text);
    Path fresh = directory.resolve("ring.new");
    var command =
        List.of("cc", "-O2", "-pthread", "-o", fresh.toString(), source.toString(), "-luring");
    run(command, directory.toFile());
    Files.move(fresh, program, StandardCopyOption.ATOMIC_MOVE);
    return program;
  }

  private static void run(List<String> command, File directory)
      throws IOException, Row.MissingException {
    Process cc;
    try {
      cc = new ProcessBuilder(command).directory(directory).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new Row.MissingException("no C compiler: cc was not found");
    }
    String said = new String(cc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (cc.waitFor() != 0) {
        throw new Row.MissingException(
            said.contains("liburing.h")
                ? "no liburing.h: install liburing-dev"
                : "cc failed: " + said.strip().lines().findFirst().orElse(""));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
