package dev.jaio.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs commands: ours within the process, the system's beside it. */
final class Cli {

  /** What a command has left; bytes as ISO 8859-1, so that nothing is lost. */
  record Result(int status, String out, String err) {

    /** The complaints in our form, sorted. */
    List<String> complaints(String program) {
      return asciiQuotes(err)
          .lines()
          .map(l -> l.replaceFirst("^" + program + ": ", "jaio: "))
          .sorted()
          .toList();
    }
  }

  /** The language of the system's commands is not that of who runs the tests; bytes are as here. */
  private static final String LOCALE = Names.UTF_8 ? "C.UTF-8" : "C";

  /** What changes the commands that ours are compared with, or adds to what Java prints. */
  private static final Set<String> INFLUENCES =
      Set.of(
          "POSIXLY_CORRECT",
          "BLOCKSIZE",
          "TIME_STYLE",
          "QUOTING_STYLE",
          "TABSIZE",
          "CDPATH",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "_JAVA_OPTIONS",
          "JAIO_BACKEND");

  private Cli() {}

  /** A text of the system's in ASCII quotes: some commands take those of the locale. */
  static String asciiQuotes(String text) {
    return text.replace("\u00e2\u0080\u0098", "'").replace("\u00e2\u0080\u0099", "'");
  }

  /** Runs a command of ours. */
  static Result jaio(String... args) {
    return answering("", args);
  }

  /** Runs a command of ours that reads something. */
  static Result answering(String input, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        Main.run(
            args, new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)), out, err);
    return new Result(
        status,
        out.toString(StandardCharsets.ISO_8859_1),
        err.toString(StandardCharsets.ISO_8859_1));
  }

  /** Runs a command of the system. */
  static Result system(String... command) {
    try {
      Path errors = java.nio.file.Files.createTempFile("jaio-test", ".err");
      try {
        var builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(k -> k.endsWith("BLOCK_SIZE"));
        builder.environment().keySet().removeAll(INFLUENCES);
        builder.environment().put("SHELL", "/bin/sh"); // which script(1) runs
        builder.environment().put("LC_ALL", LOCALE);
        builder.environment().remove("LANGUAGE");
        Process process = builder.start();
        process.getOutputStream().close();
        byte[] out = process.getInputStream().readAllBytes();
        int status = process.waitFor();
        byte[] err = java.nio.file.Files.readAllBytes(errors);
        return new Result(
            status,
            new String(out, StandardCharsets.ISO_8859_1),
            new String(err, StandardCharsets.ISO_8859_1));
      } finally {
        java.nio.file.Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a script of the shell. */
  static Result shell(String script, Path directory) {
    return system("bash", "-c", "cd \"$0\" && { " + script + "\n}", directory.toString());
  }

  static String[] command(String program, List<String> options, Path... operands) {
    List<String> words = new ArrayList<>();
    words.add(program);
    words.addAll(options);
    for (Path each : operands) {
      words.add(each.toString());
    }
    return words.toArray(new String[0]);
  }
}
