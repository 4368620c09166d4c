package dev.jaio.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.engine.Task;
import dev.jaio.internal.nio.Nio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/operations.md says what the code does: every operation class has its line, with the first
 * sentence of its documentation, and whether and how far java.nio can do it. Run with {@code
 * -Djaio.operations.write=true} to write it anew.
 */
class OperationsTableTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/jaio/internal/op");
  private static final Path TABLE = Path.of("../docs/operations.md");

  private static final Pattern FIRST_SENTENCE =
      Pattern.compile(
          "/\\*\\*\\s*(.*?)(?:\\.\\s|\\.?\\s*\\*/)[^/]*?public final class", Pattern.DOTALL);
  private static final Pattern TYPE = Pattern.compile("OpType\\.(quick|slow)\\(\"(\\w+)\"\\)");
  private static final Pattern WITHOUT = Pattern.compile("unsupported\\(\\s*this,\\s*\"([^\"]*)\"");

  @Test
  void theTableIsWhatTheCodeSays() throws IOException {
    String table = table();
    if (Boolean.getBoolean("jaio.operations.write")) {
      Files.writeString(TABLE, table);
    }
    assertThat(TABLE).content().isEqualTo(table);
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

        Made from the code, and compared with it by a test. On `workers` every operation is a POSIX call; `nio` does
        what java.nio can, and what it cannot fails with `UnsupportedOperationException`.

        | operation | what it does | workers | nio |
        |---|---|---|---|
        """);
    for (Class<?> operation : operations()) {
      text.append(line(operation));
    }
    text.append(
        """
        | copy, move, scandir | composites, written with the public operations only | yes | yes |
        | group | contains requests | yes | yes |
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
    return "| %s | %s | yes | %s |\n".formatted(names, does, nio(operation, source));
  }

  private static String nio(Class<?> operation, String source) {
    if (!hasNioForm(operation)) {
      return "no";
    }
    String without =
        WITHOUT
            .matcher(source)
            .results()
            .map((MatchResult m) -> m.group(1))
            .distinct()
            .collect(Collectors.joining("; "));
    return without.isEmpty() ? "yes" : "yes, but: " + without;
  }

  private static boolean hasNioForm(Class<?> operation) {
    for (Class<?> c = operation; c != Task.class; c = c.getSuperclass()) {
      if (Arrays.stream(c.getDeclaredMethods()).anyMatch(OperationsTableTest::isNioForm)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNioForm(Method m) {
    return m.getName().equals("nio") && List.of(m.getParameterTypes()).equals(List.of(Nio.class));
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
