package dev.jaio.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs every example as a user would: a program that prints and ends by itself. */
class ExamplesTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SelectorLoop   | 4.txt: 36",
        "EpollLoop      | 4.txt: 36",
        "NettyLoop      | none.txt: 404, 0",
        "SwingLoop      | 3.txt: 27",
        "VirtualThreads | 100 files, 4950 lines",
        "Futures        | copied, and equal: true",
        "FeederGroup    | 4495500 bytes, at most 4 requests at a time",
        "Priorities     | Ended[completed=5, failed=0, cancelled=1]",
        "TracingFiles   | fstat 2.txt",
      })
  void endsByItself(String example, String line) throws Exception {
    Path output = directory.resolve("output");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.jaio.examples." + example)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readAllLines(output)).contains(line);
    assertThat(process.exitValue()).as("%s", Files.readString(output)).isZero();
    assertThat(directory).as("temporary files").isDirectoryNotContaining("glob:**/jaio-example*");
  }
}
