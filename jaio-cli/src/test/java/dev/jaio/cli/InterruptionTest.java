package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ctrl-C, and SIGTERM, in the middle of what a command does. The middle is known by what can be
 * seen of it, and lasts until the signal is there, as what is copied has no end or a far one.
 */
@Timeout(value = 100, unit = TimeUnit.SECONDS)
class InterruptionTest {

  private static final Path MEMORY = Path.of("/dev/shm");

  /** A clean-up that waits for its patience to end has not gone as it should. */
  private static final int MOST_ATTEMPTS = 5;

  private static final int MOST_SECONDS = 8;

  @TempDir Path directory;

  /** A directory in another file system, if there is one. */
  private Path elsewhere = Path.of("");

  @BeforeEach
  void findElsewhere() throws IOException {
    if (Files.isWritable(MEMORY)) {
      FileStore store = Files.getFileStore(MEMORY);
      if (!store.equals(Files.getFileStore(directory)) && store.getUsableSpace() > 2L << 30) {
        elsewhere = Files.createTempDirectory(MEMORY, "jaio-test");
      }
    }
  }

  @AfterEach
  void removeElsewhere() {
    if (!elsewhere.toString().isEmpty()) {
      Cli.system("rm", "-rf", elsewhere.toString());
    }
  }

  /** Starts a command, sends it a signal as soon as something is the case, and tells its end. */
  private Cli.Result interrupt(String signal, String command, String condition) {
    return interrupt(signal, command, condition, ":");
  }

  /** As above; something runs in the shell before. */
  private Cli.Result interrupt(String signal, String command, String condition, String first) {
    String script =
        """
        %s
        (exec "$@" %s) & pid=$!
        until %s; do
          if ! kill -0 $pid 2>/dev/null; then echo 'was over before' >&2; break; fi
        done
        kill -%s $pid
        SECONDS=0
        wait $pid
        status=$?
        [ $SECONDS -lt %d ] || echo "took $SECONDS s" >&2
        exit $status
        """
            .formatted(first, command, condition, signal, MOST_SECONDS);
    return Program.script(script, directory);
  }

  /** Once more if it was done before the signal came, as may happen on a busy machine. */
  private static Cli.Result unlessDone(Supplier<Cli.Result> attempt) {
    Cli.Result result = attempt.get();
    for (int i = 1; i < MOST_ATTEMPTS && result.status() == 0; i++) {
      result = attempt.get();
    }
    return result;
  }

  private static void assertStopped(Cli.Result result, String signal) {
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isEqualTo(signal.equals("INT") ? 130 : 143);
  }

  @ParameterizedTest
  @CsvSource({"INT, uring", "TERM, uring", "INT, workers", "INT, nio"})
  void cpRemovesTheFileItHasBegun(String signal, String backend) {
    Cli.shell("echo 1 > one; echo 2 > two; echo 3 > three; mkdir to", directory);
    Cli.Result result =
        interrupt(
            signal, "cp --backend " + backend + " one two /dev/zero three to", "[ -s to/zero ]");
    assertStopped(result, signal);
    assertThat(Cli.shell("ls -A to; cmp one to/one; cmp two to/two", directory))
        .isEqualTo(new Cli.Result(0, "one\ntwo\n", ""));
  }

  /** Whoever reads from it waits for somebody who says nothing. */
  @ParameterizedTest
  @CsvSource({"uring", "workers", "nio"})
  void cpOfAPipeThatIsSilentStops(String backend) {
    Cli.shell("mkfifo pipe", directory);
    Cli.Result result =
        interrupt(
            "INT",
            "cp --backend " + backend + " pipe target",
            "[ -s target ]",
            "exec 3<>pipe; echo begin >&3");
    assertStopped(result, "INT");
    assertThat(directory.resolve("target")).doesNotExist();
  }

  @Test
  void cpOfAPipeThatNobodyOpensStops() {
    Cli.shell("mkfifo pipe; echo 1 > one; echo 2 > two; mkdir to", directory);
    Cli.Result result = interrupt("INT", "cp one two pipe to", "[ -s to/two ]"); // so one is done
    assertStopped(result, "INT");
    assertThat(directory.resolve("to/one")).hasContent("1");
    assertThat(directory.resolve("to/pipe")).doesNotExist();
  }

  @Test
  void cpRemovesTheFileItHasBegunToOverwrite() {
    Cli.shell("echo old > target", directory);
    Cli.Result result =
        interrupt("INT", "cp /dev/zero target", "[ $(stat -c %s target) -gt 1000000 ]");
    assertStopped(result, "INT");
    assertThat(directory.resolve("target")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"INT, -r", "TERM, -r", "INT, -rp", "INT, -rv"})
  void cpOfATreeLeavesWholeFilesOnly(String signal, String options) throws IOException {
    Cli.shell("mkdir -p tree/a tree/b && head -c 2M /dev/urandom > tree/file", directory);
    Path content = directory.resolve("tree/file");
    for (int i = 0; i < 700; i++) {
      Files.createLink(directory.resolve("tree/a/" + i), content);
      Files.createLink(directory.resolve("tree/b/" + i), content);
    }
    String before = Cli.shell("find tree -printf '%p %s %m %n %T@\\n' | sort", directory).out();
    Cli.Result result =
        unlessDone(() -> {
          Cli.system("rm", "-rf", directory.resolve("copy").toString());
          return interrupt(
              signal,
              "cp " + options + " tree copy > /dev/null",
              "begun=(copy/*/*); [ ${#begun[@]} -gt 200 ]");
        });
    assertStopped(result, signal);
    assertThat(Cli.shell("find tree -printf '%p %s %m %n %T@\\n' | sort", directory).out())
        .isEqualTo(before);
    assertThat(filesLike(content, directory.resolve("copy"))).isBetween(100L, 1400L);
  }

  /** How many files there are, all of them with that content. */
  private static long filesLike(Path content, Path tree) throws IOException {
    long count = 0;
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path each : paths.filter(Files::isRegularFile).toList()) {
        assertThat(Files.mismatch(each, content)).as("%s", each).isEqualTo(-1);
        count++;
      }
    }
    return count;
  }

  @ParameterizedTest
  @CsvSource({"INT", "TERM"})
  void mvToAnotherFileSystemKeepsTheSource(String signal) {
    assumeTrue(!elsewhere.toString().isEmpty(), "no other file system");
    Path target = elsewhere.resolve("tree");
    Cli.Result result =
        unlessDone(() -> {
          Cli.shell(
              "rm -rf '"
                  + target
                  + "'; mkdir -p tree && head -c 800M /dev/zero > tree/file && ln -sf file tree/link",
              directory);
          return interrupt(signal, "mv tree " + target, "[ -s " + target + "/file ]");
        });
    assertStopped(result, signal);
    assertThat(target.resolve("file")).doesNotExist();
    assertThat(directory.resolve("tree/file")).hasSize(800L << 20);
    assertThat(directory.resolve("tree/link")).isSymbolicLink();
  }

  @Test
  void mvToAnotherFileSystemStopsToRemoveTheSource() {
    assumeTrue(!elsewhere.toString().isEmpty(), "no other file system");
    Path target = elsewhere.resolve("tree");
    Cli.Result result =
        unlessDone(() -> {
          Cli.shell(
              "rm -rf '"
                  + target
                  + "'; mkdir -p tree/{1..20}"
                  + " && for i in {1..20}; do (cd tree/$i && touch {1..1000}); done",
              directory);
          return interrupt(
              "INT", "mv tree " + target, "[ ! -e tree/1/1 -o ! -e tree/2/1 -o ! -e tree/20/1 ]");
        });
    assertStopped(result, "INT");
    assertThat(directory.resolve("tree")).isDirectory();
    assertThat(Cli.shell("find '" + target + "' -type f | wc -l", directory).out())
        .isEqualTo("20000\n");
  }

  @ParameterizedTest
  @CsvSource({"INT", "TERM"})
  void rmStops(String signal) {
    Cli.shell("mkdir beside && touch beside/file", directory);
    Cli.Result result =
        unlessDone(() -> {
          Cli.shell(
              "mkdir -p tree/{1..20} && for i in {1..20};"
                  + " do (cd tree/$i && touch {1..1000}; ln -s ../../beside link); done",
              directory);
          return interrupt(
              signal, "rm -r tree", "[ ! -e tree/1/1 -o ! -e tree/2/1 -o ! -e tree/20/1 ]");
        });
    assertStopped(result, signal);
    assertThat(directory.resolve("tree")).isDirectory();
    assertThat(directory.resolve("beside/file")).exists();
    assertThat(Cli.jaio("rm", "-r", directory.resolve("tree").toString()).status()).isZero();
  }
}
