package dev.jaio.lifetime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.posix.Jvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nothing touches a buffer when its request has ended, complete or cancelled, also by closing: each
 * buffer is a mapping of its own, which is then taken away. In a JVM of its own, since it would die
 * of it. The system property {@code jaio.loans} changes the number of requests.
 */
class LifetimeTest {

  @ParameterizedTest
  @CsvSource({"URING, auto", "URING, ring", "WORKERS, auto", "NIO, auto"})
  @Timeout(600)
  @SuppressWarnings("SystemOut")
  void aBufferIsItsOwnersAgainAtTheEnd(String backend, String route, @TempDir Path dir) {
    Jvm.Result result =
        Jvm.jvm()
            .options(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + dir.resolve("crash.log"),
                "-Ddev.jaio.route=" + route)
            .run(
                LifetimeMain.class,
                backend,
                String.valueOf(Long.getLong("jaio.loans", 15_000)),
                dir.toString());
    assertThat(result.output()).hasLineCount(1).endsWith("nothing came too late\n");
    assertThat(result.exit()).as(result.output()).isZero();
    System.out.print("loans, route " + route + ": " + result.output());
  }
}
