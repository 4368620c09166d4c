package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holes are made where {@code cp --sparse} says, as the system's makes them. */
class CopySparseTest {

  /** How many blocks of 512 bytes a file may take more than that of the system. */
  private static final int FEW_BLOCKS = 16;

  private static final List<String> FILES =
      List.of("holes", "zeros", "mixed", "end", "short", "empty", "text", "begin");

  @TempDir Path directory;

  @BeforeEach
  void make() {
    Cli.shell(
        """
        mkdir from theirs ours; cd from; : > empty; echo text > text; printf '\\0\\0\\0' > short
        head -c 3M /dev/zero > zeros; truncate -s 5M holes
        for i in 1 2 3 4 5; do head -c 70000 /dev/urandom; head -c 300000 /dev/zero; done > mixed
        { head -c 5000 /dev/urandom; head -c 1000001 /dev/zero; } > end
        { head -c 100K /dev/zero; head -c 5000 /dev/urandom; } > begin
        printf x | dd of=holes bs=1 seek=2M conv=notrunc 2> /dev/null; sync .\
        """,
        directory);
  }

  @ParameterizedTest
  @CsvSource({
    "--sparse=always, uring",
    "--sparse=always, workers",
    "--sparse=always, nio",
    "--sparse=never, uring",
    "--sparse=auto, uring",
    "-r --sparse=always, uring",
    "-a --sparse=never, workers"
  })
  void holesAreWhereTheSystemMakesThem(String options, String backend) {
    String all = "from/" + String.join(" from/", FILES);
    assertThat(Cli.shell("cp " + options + ' ' + all + " theirs && sync theirs/*", directory).err())
        .isEmpty();
    String[] words =
        ("cp --backend " + backend + ' ' + options + ' ' + all + " ours")
            .replaceAll(" (from|ours)", " " + directory + "/$1")
            .split(" ");
    assertThat(Cli.jaio(words)).isEqualTo(new Cli.Result(0, "", ""));
    for (String each : FILES) {
      assertThat(Cli.shell("sync ours/*; cmp from/" + each + " ours/" + each, directory).status())
          .as(each)
          .isZero();
      long expected = blocks("theirs/" + each);
      assertThat(blocks("ours/" + each))
          .as(each)
          .isBetween(expected - FEW_BLOCKS, expected + FEW_BLOCKS);
    }
  }

  private long blocks(String file) {
    return Long.parseLong(Cli.shell("stat -c %b " + file, directory).out().strip());
  }

  /** Behind what was there before, and where nothing can be left out. */
  @Test
  void targetsThatExist() {
    Cli.shell("cp from/mixed to; ln -s to link; mkfifo pipe", directory);
    for (String target : new String[] {"to", "link", "new"}) {
      String[] words = {
        "cp", "--sparse=always", directory + "/from/end", directory.resolve(target).toString()
      };
      assertThat(Cli.jaio(words)).isEqualTo(new Cli.Result(0, "", ""));
      assertThat(Cli.shell("cmp from/end " + target, directory).err()).isEmpty();
    }
    Cli.Result piped =
        Program.script(
            "cat pipe | cmp - from/end & jaio cp --sparse=always from/end pipe && wait $!",
            directory);
    assertThat(piped).isEqualTo(new Cli.Result(0, "", ""));
  }

  @Test
  void whatTakesNothingIsNamed() {
    String[] words = {"cp", "--sparse=always", directory + "/from/mixed", "/dev/full"};
    assertThat(Cli.jaio(words).err())
        .isEqualTo("jaio: error writing '/dev/full': No space left on device\n");
  }
}
