package dev.jaio.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.internal.posix.Jvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A C library that lacks functions, as others than glibc and older ones do. The class that looks
 * them up gets other names to look for, of the same length.
 */
class MissingSymbolTest {

  private static final String LIBC = "dev/jaio/internal/posix/Libc.class";
  private static final String SYMBOLS = "dev/jaio/internal/posix/Symbols.class";
  private static final byte UTF8 = 1; // CONSTANT_Utf8, with two bytes of length

  @TempDir Path dir;

  private Jvm.Result choiceWithout(String... functions) throws IOException {
    return choice(LIBC, functions);
  }

  private Jvm.Result choice(String type, String... names) throws IOException {
    byte[] code;
    try (var in = Aio.class.getClassLoader().getResourceAsStream(type)) {
      code = in.readAllBytes();
    }
    for (String name : names) {
      replaceConstant(code, name, "x" + name.substring(1));
    }
    Path file = dir.resolve(type);
    Files.createDirectories(file.getParent());
    Files.write(file, code);
    return Jvm.jvm()
        .classes(dir)
        .options("--enable-native-access=ALL-UNNAMED")
        .run(ChoiceMain.class);
  }

  private static void replaceConstant(byte[] code, String old, String name) {
    byte[] from = constant(old);
    byte[] to = constant(name);
    int found = 0;
    for (int i = 0; i + from.length <= code.length; i++) {
      if (java.util.Arrays.equals(code, i, i + from.length, from, 0, from.length)) {
        System.arraycopy(to, 0, code, i, to.length);
        found++;
      }
    }
    assertThat(found).as(old).isEqualTo(1);
  }

  private static byte[] constant(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    var constant = new byte[3 + bytes.length];
    constant[0] = UTF8;
    constant[2] = (byte) bytes.length;
    System.arraycopy(bytes, 0, constant, 3, bytes.length);
    return constant;
  }

  @Test
  void whatIsNeededMeansJavaNioWithOneReason() throws IOException {
    Jvm.Result result = choiceWithout("ppoll", "openat");
    assertThat(result.output()).isEqualTo("nio: libc lacks xpenat, xpoll\n");
    assertThat(result.exit()).isZero();
  }

  @Test
  void whatCanBeReplacedChangesNothing() throws IOException {
    Jvm.Result result = choiceWithout("statx", "preadv2", "copy_file_range", "readahead");
    assertThat(result.output()).matches("(uring|workers): [^\n]*\n").doesNotContain("lacks");
    assertThat(result.exit()).isZero();
  }

  @Test
  void aLookUpThatFindsNothingIsNotALibraryWithoutFunctions() throws IOException {
    Jvm.Result result = choice(SYMBOLS, "close", "libc.so.6");
    assertThat(result.output())
        .isEqualTo("nio: the C library cannot be looked up, as when no descriptor is free\n");
    assertThat(result.exit()).isZero();
  }
}
