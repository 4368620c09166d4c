package dev.jaio.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs another program, with arguments that are exact to the byte. */
final class Child {

  private static final Pattern REASON = Pattern.compile("error[=:] ?\\d+(?:, | \\()([^()]+)");

  /** Turns escaped arguments into what they stand for; the dot keeps newlines at the end. */
  private static final String UNESCAPE =
      "for a do shift; b=$(printf %b \"$a.\"); set -- \"$@\" \"${b%.}\"; done; exec \"$@\"";

  private Child() {}

  /**
   * Runs a program to its end. It has the streams of this process.
   *
   * @param command the program and its arguments, {@linkplain Names texts}
   * @return its exit status
   * @throws IOException it cannot be run; the message says why in the words of the system
   */
  static int run(Session session, List<String> command) throws IOException, InterruptedException {
    session.out.flush();
    boolean exact = command.stream().allMatch(Names::isExact);
    if (!exact) {
      find(command.getFirst());
    }
    var builder = new ProcessBuilder(exact ? command : escaped(command));
    try {
      if (session.isProcess()) {
        return builder.inheritIO().start().waitFor();
      }
      Process process = builder.redirectInput(Redirect.from(new File("/dev/null"))).start();
      try (InputStream out = process.getInputStream();
          InputStream err = process.getErrorStream()) {
        session.out.put(out.readAllBytes());
        session.complain(Names.text(err.readAllBytes()));
      }
      return process.waitFor();
    } catch (IOException e) {
      Matcher reason = REASON.matcher(String.valueOf(e.getMessage()));
      throw reason.find() ? new IOException(reason.group(1).strip(), e) : e;
    }
  }

  /** Fails in the words of the system, and not in those of a shell, if there is no such program. */
  private static void find(String program) throws IOException {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin");
    List<String> directories = program.contains("/") ? List.of("") : List.of(path.split(":", -1));
    boolean exists = false;
    for (String each : directories) {
      Path file = Names.path(each.isEmpty() ? program : Names.join(each, program));
      if (Files.isExecutable(file) && !Files.isDirectory(file)) {
        return;
      }
      exists |= Files.exists(file);
    }
    throw new IOException(exists ? "Permission denied" : "No such file or directory");
  }

  /** The JVM would encode arguments by the locale, which may lack some of their bytes. */
  private static List<String> escaped(List<String> command) {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", UNESCAPE, "sh"));
    for (String each : command) {
      var escaped = new StringBuilder();
      for (byte b : Names.bytes(each)) {
        boolean plain = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '/';
        escaped.append(plain ? String.valueOf((char) b) : "\\0%03o".formatted(b & 0xFF));
      }
      words.add(escaped.toString());
    }
    return words;
  }
}
