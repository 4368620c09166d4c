package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {

  private static final List<BenchChart.Result> RESULTS =
      List.of(
          new BenchChart.Result("FileChannel, platform threads", 1_234_567),
          new BenchChart.Result("jaio on workers, callbacks", 308_641.75),
          new BenchChart.Result("none", 0));

  private static final int NAMES = "FileChannel, platform threads".length();

  @TempDir Path directory;

  @Test
  void comparesInTheDirectoryThatIsNamedAndLeavesNothingThere() {
    Cli.Result result = Cli.jaio("bench", "--seconds", "0.2", directory.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .startsWith("In " + directory + ": ")
        .containsPattern("jaio on workers, callbacks +[1-9]")
        .containsPattern("jaio on nio, callbacks +[1-9]")
        .containsPattern("jaio, virtual threads +[1-9]")
        .containsPattern("Files, platform threads +[1-9]")
        .containsPattern("FileChannel, virtual threads +[1-9]")
        .containsPattern("AsynchronousFileChannel +[1-9]");
    assertThat(result.out().lines()).allMatch(l -> columns(l) <= 80);
    assertThat(directory).isEmptyDirectory();
  }

  /** Of output that is kept as bytes. */
  private static long columns(String line) {
    return line.chars().filter(c -> (c & 0xC0) != 0x80).count();
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(Cli.jaio("bench", "a", "b").err()).startsWith("jaio: extra operand 'b'\n");
    assertThat(Cli.jaio("bench", "--seconds", "0").err())
        .startsWith("jaio: invalid number of seconds '0'\n");
    Path none = directory.resolve("none");
    assertThat(Cli.jaio("bench", none.toString()))
        .isEqualTo(
            new Cli.Result(
                1, "", "jaio: cannot work in '" + none + "': No such file or directory\n"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 40, 56, 57, 80, 132, 500})
  void theChartFitsTheTerminal(int width) {
    String table = new BenchChart(width, NAMES, true).table("read 4 KiB", RESULTS);
    if (width >= 40) {
      assertThat(table.lines()).allMatch(l -> l.length() <= width);
    }
    List<String> bars = table.lines().filter(l -> l.contains("\u2588")).toList();
    assertThat(bars).hasSizeBetween(1, 2);
    if (width >= 20) {
      long most = bars.getFirst().chars().filter(c -> c == '\u2588').count();
      long quarter = bars.getLast().chars().filter(c -> c == '\u2588').count();
      assertThat(quarter).isEqualTo(most / 4);
    }
  }

  @Test
  void namesAndBarsStandBesideEachOtherWhereThereIsRoom() {
    assertThat(new BenchChart(60, NAMES, false).table("stat", RESULTS))
        .isEqualTo(
            """
            stat                            per second
              FileChannel, platform threads  1,234,567  ################
              jaio on workers, callbacks       308,642  ####
              none                                   0\s\s
            """);
    assertThat(new BenchChart(40, NAMES, false).table("stat", RESULTS))
        .isEqualTo(
            """
            stat                          per second
              FileChannel, platform threads
                1,234,567  #########################
              jaio on workers, callbacks
                  308,642  ######
              none
                        0\s\s
            """);
  }

  @Test
  void linesAreBrokenBetweenWords() {
    assertThat(new BenchChart(10, NAMES, false).wrapped("a few words, immeasurable ones"))
        .isEqualTo("a few\nwords,\nimmeasurable\nones\n");
  }
}
