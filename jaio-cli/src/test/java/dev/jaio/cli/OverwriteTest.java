package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The options of cp, mv and rm that say what is replaced, asked, kept and linked, beside the
 * system's commands: what they ask and say, how they end, and what is there afterwards.
 */
class OverwriteTest {

  @TempDir Path directory;

  private static final String SETUP =
      """
      echo 1 > a; echo 2 > b; : > empty; chmod 4751 a; touch -d 2001-01-01 old; touch -d 2031-01-01 new
      ln -s a link; ln -s nope dangling; mkfifo fifo; mkdir -p d/e none; echo f > d/e/f; chmod 750 d
      ln a hard; mkdir links; echo x > links/x; ln links/x links/y; ln -s x links/l
      touch -d 2005-05-05 d/e/f d/e a links/x; mkdir full; touch full/{a,b,old,new}\
      """;

  /** What is answered, and a command line. */
  static Stream<String> commands() {
    return Stream.of(
        "n|cp -i a b",
        "y|cp -i a b",
        "|cp -i a b",
        "Yes|cp -i a b",
        "oy|cp -i a b",
        "y|cp -in a b",
        "n|cp -ni a b",
        "|cp -n a b",
        "n y n|cp -iv a b old full",
        "n|cp -ir links/. links2",
        "n|cp -i a link",
        "n|cp -i old dangling",
        "y|cp -iu new old",
        "|cp -iu old new",
        "|cp -uv old new",
        "|cp -uv new old",
        "|cp -uv a b old new full",
        "|cp --remove-destination a link",
        "|cp -v --remove-destination a dangling",
        "|cp -v --remove-destination a b",
        "|cp -v --remove-destination b hard",
        "|cp --remove-destination a a",
        "|cp --remove-destination a d",
        "n|cp -iv --remove-destination a b",
        "y|cp -iv --remove-destination a b",
        "|cp -nv --remove-destination a b",
        "|cp -lv --remove-destination a b",
        "|cp -sv --remove-destination a link",
        "|cp -rv --remove-destination a old new full",
        "|cp -av b hard",
        "|cp -v --preserve=links b links/x",
        "|cp -dv link dangling",
        "|cp -Rv fifo b",
        "|cp link/ c",
        "|cp --sparse=foo a c",
        "|cp --sparse= a c",
        "|cp --sparse=al a c",
        "|cp -l a b",
        "|cp -lf a b",
        "|cp -l a hard",
        "|cp -lv a c",
        "n|cp -li a b",
        "y|cp -li a b",
        "|cp -ln a b",
        "|cp -l link c",
        "|cp -Pl link c",
        "|cp -lr links c",
        "|cp -lr d c",
        "|cp -l d c",
        "|cp -ls a c",
        "|cp -s a full",
        "|cp -s a d/e",
        "|cp -sf a full",
        "|cp -sfv a b",
        "|cp -rs links c",
        "|cp -d link c",
        "|cp -dr links c",
        "|cp -r links c",
        "|cp -r --preserve=links links c",
        "|cp -p a c",
        "|cp --preserve a c",
        "|cp --preserve=mode a c",
        "|cp --preserve=timestamps a c",
        "|cp --preserve=mode,timestamps -r d c",
        "|cp --preserve=ownership a c",
        "|cp --preserve=all -r links c",
        "|cp -p --no-preserve=mode a c",
        "|cp -a --no-preserve=timestamps,links links c",
        "|cp -a --no-preserve=mode d c",
        "|cp --no-preserve=mode a c",
        "|cp -x a c",
        "|cp -rx d c",
        "|cp -t full a b",
        "|cp -T d c",
        "|cp -rT d none",
        "n|mv -i a b",
        "y|mv -i a b",
        "|mv -i a b",
        "|mv -i a c",
        "n y|mv -iv a b full",
        "|mv -in a b",
        "y|mv -ni a b",
        "|mv -if a b",
        "|mv -fn a b",
        "|mv -uv old new",
        "|mv -uv new old",
        "y|mv -ui new old",
        "|mv -v -t full a b",
        "|mv -vT d none",
        "|mv -T a none",
        "y|rm -i a",
        "n|rm -i a",
        "|rm -i a",
        "y y y|rm -i empty link fifo",
        "y|rm -if a",
        "y|rm -fi a",
        "|rm -i nope",
        "|rm -fi nope",
        "|rm -i d",
        "y|rm -id none",
        "y|rm -id d",
        "n|rm -id none",
        "y|rm -iv none a",
        "y y y y y|rm -ri d",
        "y y y n n|rm -riv d",
        "n|rm -ri d",
        "y n|rm -ri d",
        "y y n n y|rm -ri d",
        "y|rm -ir none",
        "y|rm -I a b old",
        "n|rm -I a b old new",
        "y|rm -Iv a b old new",
        "n|rm -Ir d",
        "y|rm -Ir d none",
        "y|rm --interactive a",
        "y|rm --interactive=always a",
        "n|rm --interactive=once -r d",
        "|rm --interactive=never a",
        "|rm -i --interactive=no a",
        "|rm --interactive=foo a");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void areAsTheSystemsAre(String line) {
    Path there = directory.resolve("there");
    Path here = directory.resolve("here");
    Cli.shell("mkdir there && cd there && " + SETUP, directory);
    Cli.shell("mkdir here && cd here && " + SETUP, directory);
    assertThat(ours(line, here)).isEqualTo(theirs(line, there));
    assertThat(left(here)).isEqualTo(left(there));
  }

  private static String answers(String line) {
    return line.replaceFirst("\\|.*", "").replace(' ', '\n');
  }

  /** The command line, in which operands are in a directory. */
  private static String[] words(String line, Path directory) {
    String[] words = line.replaceFirst(".*\\|", "").split(" ");
    for (int i = 1; i < words.length; i++) {
      words[i] = words[i].startsWith("-") ? words[i] : directory + "/" + words[i];
    }
    return words;
  }

  private static Cli.Result ours(String line, Path directory) {
    Cli.Result r = Cli.answering(answers(line), words(line, directory));
    return plain(r, "jaio", directory);
  }

  private static Cli.Result theirs(String line, Path directory) {
    String[] words = words(line, directory);
    String script = "printf '" + answers(line) + "' | " + String.join(" ", words);
    return plain(Cli.shell(script, directory), words[0], directory);
  }

  /** Without the names of program and directory, in ASCII quotes. */
  private static Cli.Result plain(Cli.Result result, String program, Path directory) {
    String err =
        result
            .err()
            .replaceAll("(?m)(^|\\? )" + program + ": ", "$1")
            .replace("Try 'jaio ", "Try '")
            .replaceAll("\u00e2\u0080[\u0098\u0099]", "'")
            .replace(directory.toString(), "");
    return new Cli.Result(result.status(), result.out().replace(directory.toString(), ""), err);
  }

  /** What is in a directory: the year tells which of the times it is. */
  private static String left(Path directory) {
    return Cli.shell(
            "{ find . -printf '%p %y %m %n %TY %l\\n'; find . -type f -exec md5sum {} +; } | sort",
            directory)
        .out()
        .replace(directory.toString(), "");
  }

  @Test
  void relativeLinksAreMadeHereOnly() {
    here("CMD -s a c; CMD -sv a c2; CMD -s a b; CMD -sf a b; CMD -s a d/; CMD -rs d/e c3");
  }

  @Test
  void parentsAreMadeAgain() {
    here(
        """
        mkdir -p m/n/o to to2/m/n p q; chmod 700 m/n; chmod 1755 m; touch m/n/o/f to2/m/n/o q/m
        touch -d 2002-02-02 m/n/o/f m/n; ln -s n m/link
        CMD --parents m/n/o/f to; CMD -v --parents m/n/o/f to; CMD -rv --parents m/n/o/ m/n/o to2
        CMD -pv --parents m/n/o/f p; CMD --parents -r m//n/./o/../o p; CMD --parents nope/x to
        CMD --parents m/nope to; CMD --parents m/n to; CMD --parents a to; CMD --parents m/link/o/f to
        CMD --parents m/n/o/f q; CMD --parents m/n/o/f b; CMD --parents -T m/n/o/f to
        CMD --parents m/n/o/f new; CMD -t to2 --parents d/e/f a; CMD --parents --no-preserve=mode m/n/o/f full
        CMD --parents d/../a full; CMD --parents '' to; find . -printf '%p %m %TY %l\n' | sort\
        """);
  }

  private void here(String commands) {
    String script = commands + "; ls -l --time-style=+ | cut -d ' ' -f 9-";
    Cli.shell("mkdir there here; cd there && " + SETUP + "; cp -a . ../here", directory);
    Cli.Result expected = Cli.shell(script.replace("CMD", "cp"), directory.resolve("there"));
    Cli.Result actual = Program.script(script.replace("CMD", "jaio cp"), directory.resolve("here"));
    assertThat(plain(actual, "jaio", directory)).isEqualTo(plain(expected, "cp", directory));
  }
}
