package dev.jaio.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.posix.Jvm;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names are bytes from end to end, on every backend and under any locale. */
class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "C, WORKERS, US-ASCII",
    "C, NIO, US-ASCII",
    "POSIX, WORKERS, US-ASCII",
    "C.UTF-8, WORKERS, UTF-8",
    "C.UTF-8, NIO, UTF-8"
  })
  void everyNameSurvives(String locale, String backend, String encoding, @TempDir Path dir) {
    Jvm.Result result =
        Jvm.jvm()
            .locale(locale)
            .options("--enable-native-access=ALL-UNNAMED")
            .run(NamesMain.class, backend, dir.toString());
    assertThat(result.output().strip()).isEqualTo("right with " + encoding);
    assertThat(result.exit()).isZero();
  }
}
