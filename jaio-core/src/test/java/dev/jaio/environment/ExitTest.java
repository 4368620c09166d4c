package dev.jaio.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.posix.Jvm;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exit of a program with requests outstanding. */
class ExitTest {

  @ParameterizedTest
  @CsvSource({
    "WORKERS, ITSELF, true",
    "NIO, ITSELF, true",
    "WORKERS, PROGRAM, true",
    "WORKERS, NOBODY, false",
    "WORKERS, GIVES_UP, false"
  })
  void whatIsOutstandingIsDeliveredIfTheEngineIsClosed(
      String backend, String closedBy, boolean delivered, @TempDir Path dir) {
    Jvm.Result result =
        Jvm.jvm()
            .options("--enable-native-access=ALL-UNNAMED")
            .run(ExitMain.class, backend, closedBy, dir.resolve("fifo").toString());
    assertThat(result.exit()).isZero();
    assertThat(result.output()).contains("main ends").doesNotContain("opened");
    if (delivered) {
      assertThat(result.output()).containsSubsequence("main ends", "busy: null");
    } else if (closedBy.equals("NOBODY")) {
      assertThat(result.output()).doesNotContain("busy");
    }
  }
}
