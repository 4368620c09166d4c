package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ls shows of every type of file with each option is what that of the system shows. */
class LsTest {

  private static final List<String> OPTIONS =
      List.of(
          "-s",
          "-si",
          "-sl",
          "-sh",
          "-sF",
          "-p",
          "-pF",
          "-Fp",
          "--file-type",
          "-l --file-type",
          "-lp",
          "-g",
          "-o",
          "-go",
          "-ng",
          "-no",
          "-G",
          "-lG",
          "-L",
          "-lL",
          "-Ls",
          "-Li",
          "-LF",
          "-Lp",
          "-Lh -l",
          "-Ld",
          "-lLd",
          "-LR",
          "-lLR",
          "-LRi",
          "-lc",
          "-lu",
          "-c",
          "-u",
          "-tu",
          "-tc",
          "-ltu",
          "-ltc",
          "-ltru",
          "-lSu",
          "-Su",
          "-uU -R",
          "-t",
          "-S",
          "-rS",
          "-X",
          "-rX",
          "-Xa",
          "-lrt",
          "--sort=none -d",
          "--sort=time",
          "--sort=size -l",
          "--sort=ext",
          "--time=atime",
          "--time=use -l",
          "--time=status -lt",
          "--time=birth -l",
          "--time=foo",
          "--indicator-style=slash",
          "--indicator-style=none -F",
          "--indicator-style=f -l",
          "--indicator-style=classify",
          "--indicator-style=x",
          "-n",
          "-d",
          "-dl",
          "-R",
          "-Rs",
          "-Rr",
          "-lR",
          "-hl",
          "-hls",
          "-aLs",
          "-A -p");

  @TempDir Path directory;

  @BeforeEach
  void make() {
    Cli.shell(
        """
        mkdir t && cd t && mkdir d d.x d/in && head -c 5000 /dev/zero > a.c && echo 1 > d/in/f
        head -c 1234567 /dev/zero > big.b; head -c 2345 /dev/zero > exe; chmod 755 exe; touch .hid
        ln -s d ld; ln -s a.c la; ln -s nope no; ln -s ../.. d/in/up; mkfifo pipe; cp exe x.c
        ln exe twice; touch z.; mknod dev c 1 3
        touch -ad 2020-01-02 a.c; touch -ad 2019-01-02 exe; touch -md 2018-05-06 d.x a.c
        touch -md '2021-02-03 04:05:06.7' big.b; touch -md '2021-02-03 04:05:06.8' x.c
        chown 4242:12 a.c d; ls -lLR . > /dev/null\
        """,
        directory);
  }

  private static void same(List<String> words) {
    String[] command = words.toArray(new String[0]);
    Cli.Result expected = Cli.system(command);
    Cli.Result actual = Cli.jaio(command);
    String what = String.join(" ", words);
    assertThat(actual.out()).as(what).isEqualTo(expected.out());
    assertThat(actual.err().replace("jaio: ", "ls: ").replace("'jaio ls", "'ls"))
        .as(what)
        .isEqualTo(Cli.asciiQuotes(expected.err()));
    assertThat(actual.status()).as(what).isEqualTo(expected.status());
  }

  private void compare(String options, String... operands) {
    List<String> words = new ArrayList<>(List.of("ls"));
    words.addAll(List.of(options.split(" ")));
    Arrays.stream(operands).map(o -> directory + "/" + o).forEach(words::add);
    same(words);
  }

  @Test
  void directories() {
    for (String options : OPTIONS) {
      compare(options, "t");
    }
  }

  @Test
  void whatItCannotSortByIsRefused() {
    Cli.Result r = Cli.jaio("ls", "--sort=version");
    assertThat(r.err()).startsWith("jaio: invalid argument 'version' for '--sort'\n");
    assertThat(r.status()).isEqualTo(1);
  }

  @Test
  void operands() {
    for (String options : OPTIONS) {
      if (!options.contains("=") && !options.contains("R")) {
        compare(options, "t/ld", "t/la", "t/exe", "t/big.b", "t/no", "t/d/in", "t/dev", "t/nope");
      }
    }
  }
}
