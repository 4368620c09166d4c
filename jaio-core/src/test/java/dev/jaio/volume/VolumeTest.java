package dev.jaio.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.posix.Jvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ten million queued requests, and a directory of many entries, each in a JVM with little more
 * memory than the requests (128 bytes and a callback each) or one part of the directory need. The
 * system property {@code jaio.volume.entries} changes the number of entries; with {@code
 * -Djaio.volume.entries=1000000} most of a minute or more goes into creating and removing them.
 */
@Timeout(300)
class VolumeTest {

  @ParameterizedTest
  @CsvSource({
    "polled, 10000000, -Xmx1792m",
    "driven, 10000000, -Xmx1792m",
    "directory, 200000, -Xmx8m"
  })
  void isCarriedOutInBoundedMemory(String what, int count, String heap, @TempDir Path dir) {
    int n = what.equals("directory") ? Integer.getInteger("jaio.volume.entries", count) : count;
    Jvm.Result result =
        Jvm.jvm()
            .options("--enable-native-access=ALL-UNNAMED", heap)
            .run(VolumeMain.class, what, String.valueOf(n), dir.toString());
    assertThat(result.output()).isEqualTo("all " + n + "\n");
    assertThat(result.exit()).isZero();
  }
}
