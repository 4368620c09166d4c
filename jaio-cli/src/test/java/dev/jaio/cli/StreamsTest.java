package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard streams that are closed, full, or whose reader is gone, as the system's commands do. */
class StreamsTest {

  /** Output of one line for each of them fills every buffer and a pipe. */
  private static final int FILES = 700;

  private static final String NAME = "a name that makes for long lines ".repeat(6);

  @TempDir Path directory;

  @BeforeEach
  void create() throws IOException {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(tree.resolve(NAME + i), "content");
    }
    Cli.shell("seq 100000 > long", directory);
  }

  private void check(String command, String redirection, String complaint) {
    String run = " %s; echo ${PIPESTATUS[0]}".formatted(redirection);
    String after = "; find new -type f -size 7c 2>/dev/null | wc -l; rm -rf new";
    String script = "exec 5>&1; { " + command + run + " >&5; }" + after;
    String about = command + ' ' + redirection;
    Cli.Result theirs = Cli.shell(script, directory);
    Cli.Result ours = Program.script(script.replace("{ ", "{ jaio "), directory);
    assertThat(ours.out()).as(about).isEqualTo(theirs.out());
    assertThat(ours.err()).as(about).isEqualTo(complaint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "du -a tree",
        "ls tree",
        "find tree",
        "cat long",
        "cat tree/* long",
        "stat tree/*",
        "cp -rv tree new"
      })
  void areToldApart(String command) {
    check(command, ">&-", "jaio: write error: Bad file descriptor\n");
    check(command, "> /dev/full", "jaio: write error: No space left on device\n");
    check(command, "2>&- > /dev/null", "");
    check(command, "<&- > /dev/null", "");
    check(command + " tree/nope", "2>&- > /dev/null", "");
    if (!command.startsWith("cp")) {
      check(command, "| head -1", "");
    }
  }

  @Test
  void copyingStopsCleanlyWhenNobodyReads() throws IOException {
    Cli.shell("head -c 200M /dev/zero > tree/large", directory);
    for (int i = 0; i < 20; i++) { // more than can be complete when the first lines are lost
      Files.createLink(directory.resolve("tree/l" + i), directory.resolve("tree/large"));
    }
    String script = "jaio cp -rv tree new | head -1 | wc -l; echo ${PIPESTATUS[0]}; ";
    Cli.Result result =
        Program.script(
            script + "find new -type f ! -size 7c ! -size 209715200c | wc -l", directory);
    assertThat(result).isEqualTo(new Cli.Result(0, "1\n141\n0\n", ""));
  }

  @Test
  void removingGoesOnWhenItCannotBeTold() {
    Cli.Result result = Program.script("jaio rm -rv tree > /dev/full", directory);
    assertThat(result)
        .isEqualTo(new Cli.Result(1, "", "jaio: write error: No space left on device\n"));
    assertThat(directory.resolve("tree")).doesNotExist();
  }

  /** Both would be on one screen: the progress would erase what is said, and be cut by it. */
  @ParameterizedTest
  @CsvSource({"'', false, true", "-v, false, false", "-v, true, true"})
  void progressIsNotMixedWithWhatIsSaid(String option, boolean isRedirected, boolean isShown) {
    assumeTrue(Cli.system("script", "--version").status() == 0, "script is not here");
    String script =
        """
        mkfifo pipe; mkdir into; quoted=$(printf '%q ' "$@")
        { sleep 1; echo text; } > pipe &
        script -qec "$quoted cp OPTION pipe long into REDIRECTION" /dev/null < /dev/null\
        """
            .replace("OPTION", option)
            .replace("REDIRECTION", isRedirected ? "> said" : "");
    Cli.Result r = Program.script(script, directory);
    assertThat(r.status()).isZero();
    assertThat(r.out().contains("\033[K")).as(r.out()).isEqualTo(isShown);
    assertThat(r.out().contains("'pipe' -> ")).isEqualTo(!option.isEmpty() && !isRedirected);
  }
}
