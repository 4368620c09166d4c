package dev.jaio.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.engine.Task;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/operations.md says what the code does: every operation class has its line, with the first
 * sentence of its documentation, the opcodes of io_uring that it fills in, and whether and how far
 * java.nio can do it, see {@link NioLimits}. Run with {@code -Djaio.operations.write=true} to write
 * it anew.
 */
class OperationsTableTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/jaio/internal/op");
  private static final Path TABLE = Path.of("../docs/operations.md");

  private static final Pattern FIRST_SENTENCE =
      Pattern.compile(
          "/\\*\\*\\s*(.*?)(?:\\.\\s|\\.?\\s*\\*/)[^/]*?public final class", Pattern.DOTALL);
  private static final Pattern TYPE =
      Pattern.compile("OpType\\.(quick|slow|instant)\\(\"(\\w+)\"\\)");

  /** What is refused outside of an operation, with the reason. */
  private static final Pattern REFUSED =
      Pattern.compile("\"(\\w+): not supported by the nio backend: ([^\"]+)\"");

  private static final Pattern OPCODE = Pattern.compile("IoUringOp\\.IORING_OP_(\\w+)");
  private static final Pattern RING_FORM =
      Pattern.compile("RingForm ringForm\\(\\) \\{(.*?)\\n  }", Pattern.DOTALL);

  /** What the router sends to the ring, as far as it is asked. */
  private static final Pattern ROUTED = Pattern.compile("RingForm\\.(DIRECT|COPIED)");

  @Test
  void theTableIsWhatTheCodeSays() throws IOException {
    String table = table();
    if (Boolean.getBoolean("jaio.operations.write")) {
      Files.writeString(TABLE, table);
    }
    assertThat(TABLE).content().isEqualTo(table);
  }

  @Test
  void whatIsRefusedElsewhereIsInTheTable() throws IOException {
    var refused = new ArrayList<String>();
    try (var files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        REFUSED
            .matcher(Files.readString(file))
            .results()
            .forEach(m -> refused.add(m.group(1) + ": " + m.group(2)));
      }
    }
    assertThat(refused).hasSize(2);
    List<String> lines = Files.readAllLines(TABLE);
    for (String each : refused) {
      String[] part = each.split(": ", 2);
      assertThat(lines)
          .as(each)
          .anyMatch(
              l -> l.startsWith("| " + part[0] + " |") && l.endsWith("no: " + part[1] + " |"));
    }
  }

  @Test
  void everyOperationIsReachedFromThePublicTypes() throws IOException {
    String api =
        Files.readString(Path.of("src/main/java/dev/jaio/AsyncFiles.java"))
            + Files.readString(Path.of("src/main/java/dev/jaio/AsyncFile.java"))
            + Files.readString(Path.of("src/main/java/dev/jaio/AsyncDirectory.java"));
    for (Class<?> operation : operations()) {
      assertThat(api).contains("new " + operation.getSimpleName() + "(");
    }
  }

  private static String table() throws IOException {
    var text = new StringBuilder();
    text.append(
        """
        # Operations

        Made from the code, and compared with it by a test. On `workers` every operation is a POSIX call. On `uring` an
        opcode of its own carries an operation out where that is faster, which is where it has to wait for a device:
        `OpenFlag.DIRECT`, or a read of what is not cached. Everything else is a POSIX call there too; an opcode in
        parentheses is used if the ring is forced (`-Ddev.jaio.route=ring`). `nio` does what java.nio can, and what it
        cannot fails with `UnsupportedOperationException`.

        | operation | what it does | uring | workers | nio |
        |---|---|---|---|---|
        """);
    for (Class<?> operation : operations()) {
      text.append(line(operation));
    }
    text.append(
        """
        | copy | composite of the others | as these | yes | yes, but: java.nio does not tell where holes are, and they are filled |
        | move, scandir | composites of the others | as these | yes | yes |
        | beneath | keeps the paths of other operations beneath an open directory, openat2(2) | yes | yes | no: java.nio keeps no path beneath a directory |
        | pollFd | a descriptor for a native event loop, eventfd(2) | yes | yes | no: java.nio has no descriptors (pollChannel) |
        | group | contains requests | yes | yes | yes |
        """);
    return text.toString();
  }

  private static String line(Class<?> operation) throws IOException {
    String source = Files.readString(SOURCES.resolve(operation.getSimpleName() + ".java"));
    String names =
        TYPE.matcher(source).results().map(m -> m.group(2)).collect(Collectors.joining(", "));
    var sentence = FIRST_SENTENCE.matcher(source);
    assertThat(sentence.find()).as("%s has no documentation", operation).isTrue();
    String does =
        sentence
            .group(1)
            .replaceAll("\\s*\\n\\s*\\*\\s*", " ")
            .replaceFirst("^\\* ", "")
            .replaceAll("[{]@\\w+ |}", "");
    return "| %s | %s | %s | %s | %s |\n"
        .formatted(names, does, uring(operation), workers(operation), NioLimits.of(operation));
  }

  private static String workers(Class<?> operation) {
    return declares(operation, "posix", Posix.class) ? "yes" : "no";
  }

  private static String uring(Class<?> operation) throws IOException {
    if (!declares(operation, "ringForm")) {
      return "workers";
    }
    String form = nearest(operation, RING_FORM).findFirst().orElseThrow();
    assertThat(declares(operation, "prep", Entry.class)).as("%s fills entries", operation).isTrue();
    String opcodes = nearest(operation, OPCODE).distinct().collect(Collectors.joining(", "));
    assertThat(opcodes).as("opcodes of %s", operation).isNotEmpty();
    return ROUTED.matcher(form).find() ? opcodes : "workers (" + opcodes + ")";
  }

  /** The matches in the nearest class of an operation that has any. */
  private static Stream<String> nearest(Class<?> operation, Pattern pattern) throws IOException {
    for (Class<?> c = operation; c.getPackage().equals(operation.getPackage()); ) {
      String source = Files.readString(SOURCES.resolve(c.getSimpleName() + ".java"));
      List<String> found = pattern.matcher(source).results().map(m -> m.group(1)).toList();
      if (!found.isEmpty()) {
        return found.stream();
      }
      c = c.getSuperclass();
    }
    return Stream.empty();
  }

  /** Whether an operation, or what it inherits from below Task, has a form. */
  private static boolean declares(Class<?> operation, String form, Class<?>... parameters) {
    for (Class<?> c = operation; c != Task.class; c = c.getSuperclass()) {
      for (Method m : c.getDeclaredMethods()) {
        if (m.getName().equals(form)
            && List.of(m.getParameterTypes()).equals(List.of(parameters))) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Class<?>> operations() throws IOException {
    var found = new ArrayList<Class<?>>();
    try (var files = Files.list(SOURCES)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        if (!name.equals(name.toLowerCase(Locale.ROOT))) {
          Class<?> c = load(name);
          if (Task.class.isAssignableFrom(c) && !Modifier.isAbstract(c.getModifiers())) {
            found.add(c);
          }
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return found;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName("dev.jaio.internal.op." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
