package dev.jaio.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jaio.internal.posix.Jvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where a system refuses io_uring, or a part of it, an engine gets the next best backend, says why
 * in one line, and comes to the same results. Each refusal is imposed by a JVM on itself, by a
 * filter of system calls or a limit, before it starts an engine.
 *
 * <p>Skipped as IO_URING where there is none to refuse, and as SECCOMP where no filter can be set.
 * Restrictions of a ring cannot be imposed from outside: they are in RestrictedRingTest.
 */
@Timeout(120)
class RefusalTest {

  /** What the shell and Java say of a process that was killed by SIGSYS. */
  private static final int KILLED = 128 + 31;

  @TempDir static Path dir;
  private static List<String> unhindered;

  private static Jvm jvm() {
    return Jvm.jvm().options("--enable-native-access=ALL-UNNAMED");
  }

  private static Jvm.Result run(Jvm jvm, Refusal refusal) throws Exception {
    Path own = Files.createTempDirectory(dir, refusal.name());
    return jvm.run(RefusalMain.class, refusal.name(), own.toString());
  }

  private static List<String> lines(Jvm jvm, Refusal refusal) throws Exception {
    Jvm.Result result = run(jvm, refusal);
    assumeTrue(result.exit() != RefusalMain.UNAVAILABLE, () -> "SECCOMP: " + result.output());
    assertThat(result.exit()).as(result.output()).isZero();
    return result.output().lines().toList();
  }

  @BeforeAll
  static void startUnhindered() throws Exception {
    unhindered = lines(jvm(), Refusal.NONE);
    assumeTrue(unhindered.getFirst().startsWith("uring: "), "IO_URING");
  }

  /** The first line names the backend; what follows is what came of the requests. */
  private static List<String> results(List<String> lines) {
    return lines.subList(1, lines.size());
  }

  private static void assertSameResults(List<String> lines, String backend) {
    assertThat(lines.getFirst()).isEqualTo(backend);
    assertThat(Workload.differences(results(lines), results(unhindered))).isEmpty();
  }

  @Test
  void theWorkloadSucceedsAndFailsWhereItShould() {
    assertThat(unhindered)
        .contains(
            "AWAIT read: 20",
            "CALLBACK readFully direct: 65536",
            "VIRTUAL read direct at the end: -1",
            "CALLBACK readFully beyond: EOFException",
            "VIRTUAL stat of nothing: NoSuchFile ENOENT",
            "AWAIT mkdir again: FileExists EEXIST")
        .noneMatch(l -> l.contains("ClassCastException"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NONE                 | uring: there is nothing better
          SETUP_EPERM          | workers: io_uring: not permitted here, by a seccomp filter or kernel.io_uring_disabled (io_uring_setup: EPERM)
          SETUP_ENOSYS         | workers: io_uring: this kernel has none, or a seccomp filter hides it (io_uring_setup: ENOSYS)
          SETUP_ENOMEM         | workers: io_uring: RLIMIT_MEMLOCK is too low (io_uring_setup: ENOMEM)
          SETUP_ENOMEM_ABOVE_8 | uring: the ring has but 8 entries, RLIMIT_MEMLOCK is too low for more
          ENTER_EPERM          | workers: io_uring: not permitted here, by a seccomp filter or kernel.io_uring_disabled (io_uring_enter: EPERM)
          REGISTER_EPERM       | uring: io_uring_register may not limit the kernel's threads: EPERM; io_uring_register does not tell what the ring can do, so nothing is sent there: EPERM
          """)
  void whatIsRefused(Refusal refusal, String backend) throws Exception {
    assertSameResults(lines(jvm(), refusal), backend);
    assertSameResults(lines(jvm().options("-Ddev.jaio.route=ring"), refusal), backend);
  }

  @Test
  void whatIsRefusedIsALineInTheLog() throws Exception {
    assertThat(lines(jvm().logging(dir), Refusal.SETUP_EPERM).subList(0, 2))
        .containsExactly(
            "dev.jaio FINE jaio: uring is not used: io_uring: not permitted here, by a seccomp"
                + " filter or kernel.io_uring_disabled (io_uring_setup: EPERM)",
            "workers: io_uring: not permitted here, by a seccomp filter or"
                + " kernel.io_uring_disabled (io_uring_setup: EPERM)");
    assertThat(lines(jvm().logging(dir), Refusal.REGISTER_EPERM).getFirst())
        .startsWith("dev.jaio FINE jaio: uring lacks something: io_uring_register may not limit");
    assertThat(lines(jvm().logging(dir), Refusal.NONE).getFirst())
        .isEqualTo("uring: there is nothing better");
  }

  /** Since Linux 5.12 a ring's memory is not counted, and nothing is refused. */
  @Test
  void noMemoryMayBeLocked() throws Exception {
    List<String> lines = lines(jvm(), Refusal.MEMLOCK);
    assertThat(lines.getFirst())
        .isIn(
            "uring: there is nothing better",
            "workers: io_uring: RLIMIT_MEMLOCK is too low (io_uring_setup: ENOMEM)");
    assertSameResults(lines, lines.getFirst());
  }

  @Test
  void aFilterThatKillsKillsWhoTries() throws Exception {
    assertThat(run(jvm(), Refusal.KILL).exit()).isEqualTo(KILLED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-uring", "workers"})
  void theSwitchMeansThatNothingIsTried(String value) throws Exception {
    String reason =
        value.equals("workers") ? "workers was asked for" : "uring is forbidden by the ";
    String why = value.equals("workers") ? "" : "system property dev.jaio.backend";
    assertSameResults(
        lines(jvm().options("-Ddev.jaio.backend=" + value), Refusal.KILL),
        "workers: " + reason + why);
    why = value.equals("workers") ? "" : "environment variable JAIO_BACKEND";
    assertSameResults(
        lines(jvm().environment("JAIO_BACKEND", value), Refusal.KILL), "workers: " + reason + why);
  }
}
