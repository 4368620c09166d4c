package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
          "-C",
          "-Ca",
          "-C -w 20",
          "-C -w 21 -i",
          "-Cs --width=40",
          "-CF -w 25",
          "-C -w 1",
          "-C -w 0",
          "-x",
          "-x -w 20",
          "-xis -w 30",
          "-x -w 33 -F",
          "-m",
          "-m -w 15",
          "-mis",
          "-m -w 0",
          "-w x",
          "-w -1",
          "-x -1",
          "-1 -x",
          "-l -C",
          "-C -l",
          "-l -1",
          "--format=commas",
          "--format=across",
          "--format=vert",
          "--format=single-column",
          "--format=long",
          "--format=foo",
          "-l --time-style=iso",
          "-l --time-style=long-iso",
          "-l --time-style=full-iso",
          "--time-style=locale -l",
          "--full-time",
          "--full-time -C",
          "-l --time-style=iso --time=birth",
          "--full-time -u",
          "-v",
          "-vr",
          "-vl",
          "--sort=version -a",
          "--color",
          "--color=always -a",
          "--color=yes -l",
          "--color=always -lF",
          "--color=always -C -w 30",
          "--color=always -xF -w 30",
          "--color=always -m",
          "--color=always -lL",
          "--color=always -R",
          "--color=auto",
          "--color=never -l",
          "--color=foo",
          "--color=always -1 -w 3",
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
  void versions() {
    Cli.shell(
        """
        mkdir v && cd v && touch a1 a2 a10 a01 a001 a1.0 a1.10 a1.9 file-9.tar.gz file-10.tar.gz file
        touch file.txt file~ file1~ file-1.2.3~rc1 file-1.2.3 file-1.2.10 .a .b10 .b9 _x B10 B9 b.c.d
        touch 1 2 10 1a 10a 2a x.y2z x.y10z x.2 x.10 'x 2' 'x 10' $'\\351' x.~1~ x.~2~ x.~10~ 'z.1 ' ...\
        """,
        directory);
    for (String options : List.of("-v", "-av", "-rv", "--sort=version -A")) {
      compare(options, "v");
    }
  }

  /** What the environment says is for a process of its own. */
  @Test
  void coloursAndWidthsOfTheEnvironment() {
    String script =
        """
        cd t; chmod 4755 x.c; chmod 1777 d; chmod 777 d.x; chmod 2755 exe; touch 'a b'
        for colors in '' di=1 'or=40;31:mi=9:ln=target' 'ln=target:ex=00' '*.c=5:*.b=6:*a.c=7:fi=4' 'mh=2:di=00' \
          'xx=1' '*x' 'su=00:sg=0:tw=0:ow=0:st=33'; do
          for options in -l -C '-C -w 20'; do
            TERM=xterm LS_COLORS=$colors CMD --color=always $options; echo "= $?"
          done
        done
        unset COLORTERM LS_COLORS; export -n COLORTERM LS_COLORS
        TERM=dumb CMD --color=always; COLORTERM=x TERM=dumb CMD --color=always; TERM=vt100 CMD --color=always
        COLUMNS=20 CMD -C; COLUMNS=x CMD -C 2>&1 | grep -v COLUMNS; COLUMNS=30 CMD -x\
        """;
    Cli.Result expected = Program.script(script.replace("CMD", "ls"), directory);
    Cli.Result actual = Program.script(script.replace("CMD", "jaio ls"), directory);
    assertThat(actual.out()).isEqualTo(expected.out());
    assertThat(actual.err().replace("jaio: ", "ls: ")).isEqualTo(Cli.asciiQuotes(expected.err()));
  }

  /** Names and headers are quoted, and lines are as wide as the terminal. */
  @Test
  void onATerminal() {
    assumeTrue(Cli.system("script", "--version").status() == 0, "script is not here");
    String script =
        """
        mkdir -p 't/a b' t/e:f; touch "t/it's" t/-dash; cd t; quoted=$(printf '%q ' CMD)
        for options in '' -x -m -R '-R -l' --color '-d a*' -F -1; do
          script -qec "stty cols 50; COLUMNS=30 $quoted $options" /dev/null < /dev/null
        done\
        """;
    Cli.Result expected = Program.script(script.replace("CMD", "ls"), directory);
    Cli.Result actual = Program.script(script.replace("CMD", "\"$@\" ls"), directory);
    assertThat(actual.out()).isEqualTo(expected.out());
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
