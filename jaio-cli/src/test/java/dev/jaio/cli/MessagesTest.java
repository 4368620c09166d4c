package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Refusals, failures and their exit statuses, word for word as the system's commands have them. */
class MessagesTest {

  @TempDir Path directory;

  /**
   * A command line; @ stands for the directory, which holds what {@link #SETUP} makes, and ~ for no
   * name at all.
   */
  static Stream<String> commands() {
    return Stream.of(
        "cp",
        "cp @/a",
        "cp --no @/a @/b",
        "cp --rec @/d1 @/new",
        "ls --al=3 @/d1",
        "ls --size=3 @/d1",
        "ls --col=never --ind=slash @/d2",
        "du --max=0 @/d1",
        "du --max",
        "rm -- -nope --",
        "cp -T @/a",
        "cp -T @/a @/b @/d",
        "cp @/a @/b @/nope",
        "cp @/a @/b @/b",
        "cp -t @/nope @/a",
        "cp -t @/a @/b",
        "cp @/d @/x",
        "cp @/a @/a",
        "cp @/a @/a3",
        "cp -n @/a @/b",
        "cp @/nope @/x",
        "cp @/a @/x/",
        "cp @/a @/x/y",
        "cp -r @/d @/a",
        "cp -rT @/d @/a",
        "cp -T @/a @/d",
        "cp @/a @/e",
        "cp -r @/d @/d",
        "cp -r @/d @/d/new",
        "cp @/a @/l",
        "cp @/a @/a @/d",
        "cp @/d1/f @/d2/f @/d",
        "cp -v @/a @/new",
        "cp -rv @/d1 @/new",
        "cp -L @/l @/new",
        "cp -P @/l @/new",
        "cp @/a @/ld",
        "cp @/a @/b/",
        "cp @/a @/l/",
        "cp ~ @/x",
        "cp @/a ~",
        "cp -r @/d ~",
        "cp @/a @/b ~",
        "cp @/it's @/quo\"te's @/nope",
        "mv @/d @/d/x",
        "mv @/nope @/x",
        "mv @/a @/x/",
        "mv @/a @/b/",
        "mv -n @/a @/x/",
        "mv @/l @/x/",
        "mv @/d @/x/",
        "mv @/d @/b/",
        "mv @/a @/d/",
        "mv -T @/a @/d/",
        "mv @/d1 @/ld/",
        "mv -T @/d @/d1/",
        "mv @/a/ @/x",
        "mv @/d1/ @/x",
        "mv @/ld/ @/x",
        "mv @/ld/ @/d",
        "mv @/a ~",
        "mv ~ @/x",
        "mv @/a @/e",
        "mv @/d @/b",
        "mv @/a @/a",
        "mv @/f1 @/f2",
        "mv -T @/a",
        "mv -n @/a @/b",
        "mv @/a @/b",
        "mv -v @/a @/new",
        "mv @/a @/d1 @/new",
        "mv @/a @/d1 @/d2",
        "rm",
        "rm -f",
        "rm @/d",
        "rm -r @/.",
        "rm -r @/d/..",
        "rm -d @/d1",
        "rm -d @/empty",
        "rm -v @/a @/nope @/b",
        "rm -f @/nope",
        "rm -f @/a/x",
        "rm ~",
        "rm @/a/x",
        "rm @/a/",
        "rm -r @/ld",
        "rm -rf @/nope/x @/d1",
        "du @/nope",
        "du ~",
        "du -Bx @/d",
        "du -t x @/d",
        "du --threshold=x @/d",
        "du --threshold=-0 @/d",
        "du --threshold=0 @/d",
        "du -t -4K @/d1",
        "du -at -0 @/d1",
        "du -d -a @/d1",
        "du -c --exclude=d @/d",
        "du -a --exclude=.hidden @/d1",
        "du --exclude=nope @/nope",
        "du --block-size=0 @/d",
        "du --time=foo @/d",
        "du --time= @/d",
        "du --time --time-style=x @/d",
        "du --time-style=x @/d1",
        "du -s -a @/d",
        "du -s -d0 @/d",
        "du -s -d2 @/d",
        "du @/a @/nope @/l",
        "find @/nope",
        "find ~",
        "find @/l -type l",
        "find -L @/l",
        "find @/ld",
        "find @/ld/",
        "find -H @/ld",
        "find @/ -foo",
        "find @/ -name",
        "find @/ -name x -o",
        "find @/ -true )",
        "find @/ -true foo",
        "find @/ ( )",
        "find @/ -perm 9",
        "find @/ -perm u=q",
        "find @/ -size ck",
        "find @/ -size 3q",
        "find @/ -mtime x",
        "find @/ -type z",
        "find @/ -maxdepth -1",
        "find @/empty @/a @/f1 -empty",
        "find @/d1 )",
        "find @/d1 ,",
        "find @/d1 -true ,",
        "find @/d1 , -true",
        "find @/ -name f -print , -name x -print",
        "find @/d1 ( -name f , -name d1 ) -print",
        "find @/d1 -perm /0",
        "find @/e @/f2 -depth",
        "find @/d1 -delete",
        "find @/d1 @/f2 @/nope -delete -name y",
        "find @/f2 -delete -print",
        "find @/f2 ! -name y -delete -print",
        "find @/f2 -maxdepth 1 -delete",
        "find @/f2 -mindepth 1 -delete",
        "find @/f2 -prune -delete",
        "find @/f2 -depth -prune -delete",
        "find @/ -empty -delete -print",
        "find @/ -type d -empty -delete -print",
        "find @/ -mtime +100 -delete -print",
        "find @/d1 -delete -delete",
        "find @/d1 -delete foo",
        "find @/ld @/l @/fifo -delete",
        "find @/ld/ -delete",
        "find -H @/ld -delete",
        "find @/d1/. -delete",
        "stat ~",
        "stat -c %s @/nope",
        "stat -c %N:%F:%a @/l @/d @/fifo @/a",
        "stat -L -c %F @/ld",
        "ls ~",
        "ls @/nope",
        "ls @/d1 @/nope @/a",
        "ls -d @/d1",
        "ls -A @/d1 @/d2",
        "ls -aF1 @/",
        "ls -R @/",
        "ls -i @/d1/f",
        "ls -F @/ld",
        "ls -lF @/ld @/l @/a",
        "ls @/ld",
        "ls @/empty",
        "cat ~ @/d @/a:b @/it's @/no",
        "cat @/b @/d1/f");
  }

  private static final String SETUP =
      """
      touch a b "it's" 'quo"te'"'"'s' && ln a a3 && mkdir d d1 d2 empty f1 f2 && mkdir -p e/a f2/f1
      echo 1 > d1/f; echo 22 > d2/f; touch f1/x f2/f1/y d1/.hidden; ln -s nope l; ln -s d1 ld
      mkfifo fifo; touch -d '2020-02-03 04:05:06.789' d1/f a b; chmod 755 a
      touch -hd 2020-02-03 ld l\
      """;

  /**
   * Not compared: mv of coreutils 9.1 looks at attributes that it failed to read, and says now and
   * then that it cannot overwrite a directory.
   */
  @Test
  void nothingIsMovedToADanglingLinkWithASlash() {
    Cli.shell(SETUP, directory);
    Cli.Result r = Cli.jaio(words("mv @/a @/l/", directory));
    assertThat(r.err())
        .isEqualTo(
            "jaio: cannot move '%1$s/a' to '%1$s/l/': Not a directory\n".formatted(directory));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void areThoseOfTheSystem(String line) {
    Path there = directory.resolve("there");
    Path here = directory.resolve("here");
    Cli.shell("mkdir there && cd there && " + SETUP, directory);
    Cli.shell("mkdir here && cd here && " + SETUP, directory);
    String program = line.replaceFirst(" .*", "");
    Cli.Result expected = Cli.system(words(line, there));
    Cli.Result actual = Cli.jaio(words(line, here));
    String from = there.toString();
    String to = here.toString();
    String err = expected.err().replace(from, to);
    assertThat(plain(actual.err(), "jaio"))
        .isEqualTo(plain(err.replace("Try '" + program, "Try 'jaio " + program), program));
    assertThat(plain(actual.out(), program).lines().sorted())
        .containsExactlyElementsOf(
            plain(expected.out().replace(from, to), program).lines().sorted().toList());
    assertThat(actual.status()).isEqualTo(expected.status());
    assertThat(Cli.shell("find . | sort", here).out())
        .isEqualTo(Cli.shell("find . | sort", there).out());
  }

  private static String[] words(String line, Path directory) {
    String[] words = line.replace("@", directory.toString()).split(" ");
    return Arrays.stream(words).map(w -> w.equals("~") ? "" : w).toArray(String[]::new);
  }

  /** Without the program's name, in ASCII quotes, and without inode numbers. */
  private static String plain(String text, String program) {
    return Cli.asciiQuotes(text)
        .replaceAll("(?m)^" + program + ": ", "")
        .replaceAll("(?m)^\\d+ /", "INODE /");
  }
}
