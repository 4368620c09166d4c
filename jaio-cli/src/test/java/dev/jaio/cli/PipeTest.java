package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of and to what has no positions: pipes and devices. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PipeTest {

  @TempDir Path directory;

  @BeforeEach
  void make() {
    Cli.shell("mkfifo pipe; head -c 3000001 /dev/urandom > content", directory);
  }

  private void succeeds(String script) {
    assertThat(Program.script(script, directory)).isEqualTo(new Cli.Result(0, "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"uring", "workers", "nio"})
  void aFifoIsRead(String backend) {
    succeeds(
        "cat content > pipe & jaio cp --backend " + backend + " pipe target && cmp content target");
  }

  @Test
  void standardInputIsRead() {
    succeeds("cat content | jaio cp /dev/stdin target && cmp content target");
  }

  @Test
  void processSubstitutionIsRead() {
    succeeds("jaio cp <(cat content) target && cmp content target");
  }

  @Test
  void aFifoThatSaysNothingIsEmpty() {
    succeeds(": > pipe & jaio cp pipe target && cmp /dev/null target");
  }

  @Test
  void aFileIsWrittenIntoAFifo() {
    succeeds("cmp content pipe & jaio cp content pipe && wait $! && [ -p pipe ]");
  }

  @Test
  void aFifoIsWrittenIntoAFifo() {
    succeeds(
        "mkfifo other; cat content > pipe & cmp content other & jaio cp pipe other && wait $!");
  }

  @Test
  void aDeviceIsRead() {
    succeeds("jaio cp /dev/null target && cmp /dev/null target");
  }

  @Test
  void theModeOfAFifoIsKept() {
    succeeds(
        "chmod 640 pipe; cat content > pipe & jaio cp -p pipe target"
            + " && cmp content target && [ $(stat -c %a target) = 640 ]");
  }

  /** What a broken pipe is called depends on the language. */
  @ParameterizedTest
  @ValueSource(strings = {"C.UTF-8", "de_DE.UTF-8"})
  void aReaderThatIsGoneEndsTheCommand(String locale) {
    boolean translated =
        !Cli.shell("LC_ALL=" + locale + " ls x 2>&1", directory).out().contains("No such");
    assumeTrue(translated || locale.startsWith("C."), "translations for " + locale);
    succeeds(
        "export LC_ALL="
            + locale
            + "; touch f{1..20000}; jaio find . | head -1 > first; [ ${PIPESTATUS[0]} = 141 ]");
  }

  @Test
  void whatFailsIsNamed() {
    Cli.Result result =
        Program.script("cat content > pipe 2> /dev/null & jaio cp pipe /dev/full", directory);
    assertThat(result)
        .isEqualTo(
            new Cli.Result(1, "", "jaio: error writing '/dev/full': No space left on device\n"));
  }
}
