package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What find runs, what it may do to files, and where it stops, as the system's does. */
class FindExecTest {

  @TempDir Path directory;

  private static final String SETUP =
      "mkdir -p f/d/e 'f/d/s p' f/z; touch f/a f/d/b f/d/e/c 'f/d/s p/x' f/z/$'\\351 \\n'"
          + " f/z/\u00e9; ln -s nope f/dang; ln -s a f/la; ln -s d f/ld; chmod 755 f/d/b";

  /** Expressions, in which words are apart by blanks, and ^ stands for a blank. */
  static Stream<String> expressions() {
    return Stream.of(
        "-exec",
        "-exec ;",
        "-exec echo",
        "-exec echo {}",
        "-exec echo +",
        "-exec /+ {} ;",
        "-exec echo {} + x",
        "-exec echo {} {} +",
        "-exec echo x{} +",
        "-exec echo {} , -print",
        "-exec /nope {} ; -print",
        "-exec /nope {} + -print",
        "-exec /dev/null {} ;",
        "-exec echo {} ;",
        "-exec echo {} +",
        "-exec echo {} + -print",
        "-exec echo {}:{} x ; -print",
        "-exec echo a b ;",
        "-exec false {} ; -print",
        "-exec false {} +",
        "-exec sh -c exit^3 ;",
        "-exec sh -c echo^1;echo^2^>&2;exit^4 ;",
        "! -exec test -d {} ; -print",
        "-exec test -d {} ; -exec echo dir {} ;",
        "-exec printf <%s>\\n {} +",
        "-exec printf <%s>\\n {} ;",
        "-name *[^a-z]* -exec printf <%s> * {} ;",
        "-exec echo {} ; -exec echo 2 {} +",
        "-exec echo 1 {} + -exec echo 2 {} +",
        "-exec echo + {} ;",
        "-type d -name d -exec echo {} ; -prune -o -print",
        "-type d -exec test -e {}/b ; -prune -o -print",
        "-depth -exec echo {} ;",
        "-mindepth 2 -maxdepth 2 -exec echo {} ;",
        "-maxdepth 0 -exec echo {} ;",
        "-type f -exec rm {} ; -print",
        "-type f -exec rm {} +",
        "-depth -type d -exec rmdir {} ;",
        "-mindepth 1 -type d -exec rm -r {} ;",
        "-name d -exec mv {} {}2 ;",
        "-type f -exec cp {} {}.copy ; -delete",
        "-empty -exec echo {} ;",
        "-readable",
        "-writable -type f",
        "-executable",
        "! -readable -o ! -writable",
        "-print -quit",
        "-name d -print -quit",
        "-name nope -quit",
        "-exec echo {} + -name d -quit",
        "-name d -exec echo {} ; -quit",
        "-quit -print",
        "-noleaf -name b");
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void isAsTheSystems(String expression) {
    Path there = directory.resolve("there");
    Path here = directory.resolve("here");
    Cli.shell("mkdir there && cd there && " + SETUP + "; cp -a . ../here", directory);
    Cli.Result expected = system(words(expression, there));
    Cli.Result actual = Cli.jaio(words(expression, here));
    assertThat(sorted(actual.out(), here)).isEqualTo(sorted(expected.out(), there));
    assertThat(sorted(actual.err().replace("jaio: ", "find: "), here))
        .isEqualTo(sorted(Cli.asciiQuotes(expected.err()), there));
    assertThat(actual.status()).isEqualTo(expected.status());
    assertThat(Cli.shell("find . | sort", here).out())
        .isEqualTo(Cli.shell("find . | sort", there).out());
  }

  /**
   * With a path that may be searched: else it says so of what is not there, and the JDK does not.
   */
  private static Cli.Result system(String[] words) {
    var all = Stream.concat(Stream.of("env", "PATH=/usr/bin:/bin"), Arrays.stream(words));
    return Cli.system(all.toArray(String[]::new));
  }

  private static String[] words(String expression, Path directory) {
    String line = "find " + directory + "/f " + expression;
    return Arrays.stream(line.split(" ")).map(w -> w.replace('^', ' ')).toArray(String[]::new);
  }

  /** By words: in which order directories are read is not fixed between two trees. */
  private static String[] sorted(String text, Path directory) {
    String[] words = text.replace(directory.toString(), "").split("[ \\n]", -1);
    Arrays.sort(words);
    return words;
  }

  /** In its order, on the same tree. */
  @ParameterizedTest
  @MethodSource("orders")
  void theOrderIsThatOfTheSystem(String expression) {
    Cli.shell(SETUP, directory);
    Cli.Result expected = Cli.system(words(expression, directory));
    assertThat(Cli.jaio(words(expression, directory))).isEqualTo(expected);
  }

  static Stream<String> orders() {
    return Stream.of(
        "-exec echo {} ;",
        "-print -exec echo {} ;",
        "-depth -exec echo {} ;",
        "-exec echo {} +",
        "-depth -print -quit",
        "-name b -quit , -print",
        "-print -name b -quit",
        "-print -exec test -f {} ; -quit");
  }

  /** In another locale names are not what the JVM makes of them. */
  @Test
  void namesAreExactInAllLocales() {
    Cli.shell(SETUP, directory);
    String script =
        "CMD f/z -exec printf '<%s>\\n' '*%s\\n' {} \\; ; CMD f -exec printf '%s,' {} +";
    for (String locale : new String[] {"C", "C.UTF-8"}) {
      String all = "export LC_ALL=" + locale + "; " + script;
      Cli.Result expected = Program.script(all.replace("CMD", "find"), directory);
      assertThat(Program.script(all.replace("CMD", "jaio find"), directory)).isEqualTo(expected);
      assertThat(expected.out()).contains("\u00e9 \n");
    }
  }

  @Test
  void commandsHaveTheStreamsOfTheProgram() {
    Cli.shell("touch a", directory);
    Cli.Result r = Program.script("echo in | jaio find a -exec cat \\; -print", directory);
    assertThat(r).isEqualTo(new Cli.Result(0, "in\na\n", ""));
  }

  @Test
  void manyNamesAreDividedAmongCommands() {
    Cli.shell("for i in {1..3000}; do : > $i.0123456789012345678901234567890; done", directory);
    String[] words = {"find", directory.toString(), "-type", "f", "-exec", "echo", "{}", "+"};
    Cli.Result r = Cli.jaio(words);
    assertThat(r.out().lines().count()).isBetween(2L, 100L);
    assertThat(r.out().split("[ \n]")).hasSize(3000).doesNotHaveDuplicates();
  }

  @Test
  void whatIsNotSupportedIsNamed() {
    for (String word : new String[] {"-printf", "-ok", "-execdir", "-regex"}) {
      Cli.Result r = Cli.jaio("find", directory.toString(), word, "x");
      assertThat(r).isEqualTo(new Cli.Result(1, "", "jaio: " + word + " is not supported\n"));
    }
    Cli.Result r = Cli.jaio("find", "-L", directory.toString(), "-exec", "echo", ";");
    assertThat(r)
        .isEqualTo(new Cli.Result(1, "", "jaio: -exec is not supported together with -L\n"));
  }
}
