package dev.jaio.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.posix.Jvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Cancel against complete, on the real kernel: every request ends exactly once, no byte is written
 * to or beside a buffer after the end, no descriptor and no place in a ring is lost. In a JVM of
 * its own, where nothing else opens files. The system property {@code jaio.races} changes the
 * number of races on each backend; {@code -Djaio.races=10000000} takes some minutes.
 */
class CancelRaceTest {

  @ParameterizedTest
  @CsvSource({"URING, 100000, auto", "URING, 60000, ring", "WORKERS, 150000, auto"})
  @Timeout(3600)
  @SuppressWarnings("SystemOut")
  void everyRequestEndsOnce(String backend, long races, String route, @TempDir Path dir) {
    Jvm.Result result =
        Jvm.jvm()
            .options(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=4",
                "-Ddev.jaio.route=" + route)
            .run(
                RaceMain.class,
                backend,
                String.valueOf(Long.getLong("jaio.races", races)),
                dir.toString());
    assertThat(result.output()).hasLineCount(1).endsWith("left: []\n");
    assertThat(result.exit()).isZero();
    System.out.print("races, route " + route + ": " + result.output());
  }
}
