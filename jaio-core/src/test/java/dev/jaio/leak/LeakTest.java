package dev.jaio.leak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.posix.Jvm;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * After a million requests of all kinds, with failures, cancels, timeouts and engines that close
 * under them, descriptors, threads and native memory are what they were before. In a JVM of its
 * own, where nothing else opens and allocates. The system property {@code jaio.leak.requests}
 * changes the number.
 */
class LeakTest {

  @ParameterizedTest
  @CsvSource({"URING, 200000", "WORKERS, 1000000", "NIO, 200000"})
  @SuppressWarnings("SystemOut")
  void nothingIsLeft(String backend, long requests, @TempDir Path dir) {
    Jvm.Result result =
        Jvm.jvm()
            .options(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:NativeMemoryTracking=summary",
                "-Xmx256m")
            .run(
                LeakMain.class,
                backend,
                String.valueOf(Long.getLong("jaio.leak.requests", requests)),
                dir.toString());
    assertThat(result.output()).hasLineCount(1).endsWith("left: []\n");
    assertThat(result.exit()).isZero();
    System.out.print("leaks: " + result.output());
  }
}
