package dev.jaio.internal.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths to bytes and back, under several locales. */
class PathBytesTest {

  private final Scratch s = new Scratch();

  @ParameterizedTest
  @CsvSource({"C, ANSI_X3.4-1968", "C.UTF-8, UTF-8"})
  void awkwardNamesSurvive(String locale, String encoding, @TempDir Path dir) {
    Jvm jvm = Jvm.jvm().locale(locale).options("--enable-native-access=ALL-UNNAMED");
    Jvm.Result result = jvm.run(PathBytesCheck.class, dir.toString());
    assertThat(result.output())
        .doesNotContain("WRONG")
        .containsPattern("^\\d{5} checks with " + Pattern.quote(encoding) + "\n$");
    assertThat(result.exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"en_US, ISO-8859-1, ISO-8859-1", "ja_JP, SHIFT_JIS, SHIFT_JIS"})
  void awkwardNamesSurviveWhereTheLocaleHasToBeBuilt(
      String language, String charset, String encoding, @TempDir Path dir, @TempDir Path locales)
      throws Exception {
    Path localedef = Path.of("/usr/bin/localedef");
    assumeTrue(Files.isExecutable(localedef), "no localedef to build a locale with");
    String locale = language + "." + charset;
    String output = locales.resolve(locale).toString();
    var build =
        new ProcessBuilder(localedef.toString(), "-c", "-i", language, "-f", charset, output);
    Process process = build.redirectErrorStream(true).start();
    String log = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    assumeTrue(Files.exists(locales.resolve(locale)), log);

    Jvm jvm = Jvm.jvm().locale(locale).locales(locales);
    jvm.options("--enable-native-access=ALL-UNNAMED");
    Jvm.Result result = jvm.run(PathBytesCheck.class, dir.toString());
    assertThat(result.output())
        .doesNotContain("WRONG")
        .containsPattern("^\\d{5} checks with " + Pattern.quote(encoding) + "\n$");
    assertThat(result.exit()).isZero();
  }

  @Test
  void plainPath() {
    assertThat(PathBytes.encode(Path.of("/usr/lib"), s.path())).isEqualTo(8);
    assertThat(text()).isEqualTo("/usr/lib");
    assertThat(PathBytes.encode(Path.of("/"), s.path())).isEqualTo(1);
    assertThat(text()).isEqualTo("/");
  }

  @Test
  void emptyPathIsTheDirectoryItself() {
    assertThat(PathBytes.encode(Path.of(""), s.path())).isEqualTo(1);
    assertThat(text()).isEqualTo(".");
    assertThat(PathBytes.encodeAt(Path.of(""), s.path())).isEqualTo(1);
    assertThat(text()).isEqualTo(".");
    assertThat(PathBytes.encodeTarget(Path.of(""), s.path())).isZero();
    assertThat(text()).isEmpty();
    assertThat(PathBytes.decodePath(s.path(), 0)).isEqualTo(Path.of(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\u00e9", "\u65e5", "\ud83d\ude00", "\ufffd"})
  void longestPathFitsAndALongerOneDoesNot(String unit) {
    int size = unit.getBytes(UTF_8).length;
    int room = Limits.PATH_MAX - 1;
    String longest = unit.repeat(room / size) + "y".repeat(room % size);
    Memory.putByte(s.path() + Limits.PATH_MAX, (byte) 7);

    assertThat(PathBytes.encode(Path.of(longest), s.path())).isEqualTo(room);
    assertThat(text()).isEqualTo(longest);
    assertThat(PathBytes.decodePath(s.path(), room)).isEqualTo(Path.of(longest));

    int tooLong = -Errno.ENAMETOOLONG;
    assertThat(PathBytes.encode(Path.of(longest + "z"), s.path())).isEqualTo(tooLong);
    assertThat(PathBytes.encode(Path.of(longest.repeat(9)), s.path())).isEqualTo(tooLong);
    assertThat(Memory.getByte(s.path() + Limits.PATH_MAX)).isEqualTo((byte) 7);
  }

  @Test
  void relativePathMeansWhatItMeansToFiles(@TempDir Path dir) {
    var options = new String[] {"-Duser.dir=" + dir, "--enable-native-access=ALL-UNNAMED"};
    Jvm.Result result = Jvm.jvm().options(options).run(Relative.class);
    assertThat(result.output()).isEqualToIgnoringNewLines(dir + "/x y " + dir + " x . " + "/x");
  }

  /** Prints how relative paths are encoded. */
  static final class Relative {

    public static void main(String[] args) {
      var test = new PathBytesTest();
      long address = test.s.path();
      PathBytes.encode(Path.of("x"), address);
      System.out.print(test.text() + " y ");
      PathBytes.encode(Path.of(""), address);
      System.out.print(test.text() + " ");
      PathBytes.encodeAt(Path.of("x"), address);
      System.out.print(test.text() + " ");
      PathBytes.encodeAt(Path.of(""), address);
      System.out.print(test.text() + " ");
      PathBytes.encode(Path.of("/x"), address);
      System.out.println(test.text());
    }
  }

  private String text() {
    var bytes = new byte[Limits.PATH_MAX];
    Memory.copy(s.path(), bytes, 0, bytes.length);
    int length = 0;
    while (bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, UTF_8);
  }
}
