package dev.jaio.leak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.posix.Jvm;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After a million requests of all kinds on each backend, with failures, cancels, timeouts and
 * engines that close under them, descriptors, threads and native memory are what they were before.
 * In a JVM of its own, where nothing else opens and allocates. The system property {@code
 * jaio.leak.requests} changes the number.
 */
class LeakTest {

  @ParameterizedTest
  @ValueSource(strings = {"URING", "WORKERS", "NIO"})
  @SuppressWarnings("SystemOut")
  void nothingIsLeft(String backend, @TempDir Path dir) {
    Jvm.Result result =
        Jvm.jvm()
            .options(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:NativeMemoryTracking=summary",
                "-Xmx256m")
            .run(
                LeakMain.class,
                backend,
                String.valueOf(Long.getLong("jaio.leak.requests", 1_000_000)),
                dir.toString());
    assertThat(result.output()).hasLineCount(1).endsWith("left: []\n");
    assertThat(result.exit()).isZero();
    System.out.print("leaks: " + result.output());
  }
}
