package dev.jaio.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.posix.Jvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process that has no descriptor left, also not one to load a class with: the class path of the
 * tests is of directories.
 */
@Timeout(120)
class DescriptorsTest {

  private static final int FEW = 200;

  @TempDir Path dir;

  private static List<String> run(String... arguments) {
    Jvm.Result result =
        Jvm.jvm()
            .options("--enable-native-access=ALL-UNNAMED")
            .descriptors(FEW)
            .run(DescriptorsMain.class, arguments);
    assertThat(result.exit()).as(result.output()).isZero();
    return result.output().lines().toList();
  }

  /** What there is without a descriptor is used, and the next engine is as any other. */
  @Test
  void theFirstEngineOfAProcess() {
    List<String> lines = run("choice");
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("without: workers: io_uring: ").contains("EMFILE");
    assertThat(lines.get(1)).matches("afterwards: (uring: there is nothing better|workers: .*)");
    assertThat(lines.get(1)).doesNotContain("EMFILE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"URING", "WORKERS", "NIO"})
  void theFirstFailureIsReported(String backend) {
    List<String> lines = run(backend, dir.resolve("f").toString());
    assertThat(lines)
        .containsExactly(
            "await: java.nio.file.FileSystemException: "
                + dir.resolve("f")
                + ": EMFILE: Too many open files",
            "callback: java.nio.file.FileSystemException: "
                + dir.resolve("f")
                + ": EMFILE: Too many open files",
            "afterwards: 5 bytes");
  }
}
