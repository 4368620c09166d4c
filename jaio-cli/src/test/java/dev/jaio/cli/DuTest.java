package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What du shows of times, of links, and of a large tree. */
@Timeout(180)
class DuTest {

  @TempDir Path directory;

  private static void same(String... words) {
    Cli.Result expected = Cli.system(words);
    Cli.Result actual = Cli.jaio(words);
    assertThat(actual.out()).as(String.join(" ", words)).isEqualTo(expected.out());
    assertThat(actual.err()).isEmpty();
    assertThat(actual.status()).isEqualTo(expected.status());
  }

  /** In each place another one is the latest, and no two of a kind are alike. */
  @Test
  void times() {
    Cli.shell(
        """
        mkdir -p t/a/b t/c; echo 1 > t/a/f; echo 2 > t/a/b/g; ln t/a/b/g t/c/h; ln -s b t/a/l
        touch -hd 2020-01-02 t/a/l; touch -md '2021-02-03 04:05:06.789' t/a/f
        touch -ad '2031-02-03 04:05:06' t/a/b/g; touch -d 2009-01-01 t/a/b; touch -d 2022-07-08 t/c
        touch -md 2019-01-01 t/a t; find -L t > /dev/null\
        """,
        directory);
    String[] styles = {"--time-style=full-iso", "--time-style=long-iso", "--time-style=iso"};
    for (String time : List.of("--time", "--time=atime", "--time=use", "--time=status")) {
      for (String style : styles) {
        for (String option : List.of("-c", "-s", "-S", "-aS", "-aL", "-sS", "-l")) {
          same("du", time, style, option, directory + "/t");
        }
      }
    }
    same("du", "--time", "-c", directory + "/t/c/h", directory + "/t/a", directory + "/t/c");
    same("du", "--time=a", "--time-style=f", directory + "/t");
    assertThat(Cli.jaio("du", "--time=mtime", directory + "/t").out())
        .isEqualTo(Cli.jaio("du", "--time", directory + "/t").out());
  }

  @Test
  void linksThatAreGivenAreFollowed() {
    Cli.shell(
        "mkdir d; head -c 9000 /dev/zero > d/f; ln -s d l; ln -s d/f m; ln -s ../d d/k", directory);
    for (String option : List.of("-D", "-H", "--dereference-args", "-P")) {
      same("du", "-ab", option, directory + "/l", directory + "/m", directory + "/d");
    }
  }

  /** Others may change it meanwhile, so that it is looked at again. */
  @ParameterizedTest
  @ValueSource(strings = {"-s", "-sb"})
  void aLargeTree(String option) {
    String before;
    String ours;
    String after = Cli.system("du", option, "/usr").out();
    do {
      before = after;
      ours = Cli.jaio("du", option, "/usr").out();
      after = Cli.system("du", option, "/usr").out();
    } while (!before.equals(after));
    assertThat(ours).isEqualTo(after);
  }
}
