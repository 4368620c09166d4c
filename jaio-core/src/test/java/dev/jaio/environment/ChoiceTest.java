package dev.jaio.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.internal.posix.Jvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which backend an engine gets, by native access, system property and environment variable. */
class ChoiceTest {

  private static final String PROPERTY = "dev.jaio.backend";
  private static final String DENY = "--illegal-native-access=deny";
  private static final String ALLOW = "--enable-native-access=ALL-UNNAMED";
  private static final String DENIED =
      "native access is denied to the unnamed module"
          + " (--enable-native-access=ALL-UNNAMED allows it)";

  private static String choice(Jvm jvm, String... asked) {
    Jvm.Result result = jvm.run(ChoiceMain.class, asked);
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).as("one line").hasLineCount(1);
    return result.output().strip();
  }

  /** Where native access is allowed, and io_uring may be there or not. */
  private static Jvm allowed() {
    return Jvm.jvm().options(ALLOW);
  }

  private static Jvm denied() {
    return Jvm.jvm().options(DENY);
  }

  @Test
  void nativeAccessIsUsed() {
    assertThat(choice(allowed())).matches("uring: there is nothing better|workers: io_uring: .*");
  }

  @Test
  void deniedNativeAccessMeansTheNextBackend() {
    assertThat(choice(denied())).isEqualTo("nio: " + DENIED);
    assertThat(choice(denied(), "NIO")).isEqualTo("nio: nio was asked for");
  }

  @Test
  void deniedNativeAccessRefusesWhatNeedsIt() {
    String refusal = "java.lang.UnsupportedOperationException: workers: " + DENIED;
    assertThat(choice(denied(), "WORKERS")).isEqualTo(refusal);
    assertThat(choice(denied().environment("JAIO_BACKEND", "workers"))).isEqualTo(refusal);
    assertThat(choice(denied().options("-D" + PROPERTY + "=no-nio")))
        .isEqualTo(
            "java.lang.UnsupportedOperationException: no backend is left: "
                + DENIED
                + "; nio is forbidden by the system property dev.jaio.backend");
  }

  private static List<String> logged(Jvm jvm, Path dir) throws IOException {
    Jvm.Result result = jvm.logging(dir).run(ChoiceMain.class);
    assertThat(result.exit()).as(result.output()).isZero();
    return result.output().lines().toList();
  }

  @Test
  void everyFallbackIsALineInTheLog(@TempDir Path dir) throws IOException {
    assertThat(logged(denied(), dir))
        .containsExactly(
            "dev.jaio FINE jaio: uring is not used: " + DENIED,
            "dev.jaio FINE jaio: workers is not used: " + DENIED,
            "nio: " + DENIED);
    assertThat(logged(denied().options("-D" + PROPERTY + "=no-uring"), dir))
        .containsExactly("dev.jaio FINE jaio: workers is not used: " + DENIED, "nio: " + DENIED);
  }

  @Test
  void whatWasAskedForIsNoFallback(@TempDir Path dir) throws IOException {
    assertThat(logged(denied().environment("JAIO_BACKEND", "nio"), dir))
        .containsExactly("nio: nio was asked for");
    assertThat(logged(allowed().environment("JAIO_BACKEND", "no-uring,no-workers"), dir))
        .containsExactly("nio: workers is forbidden by the environment variable JAIO_BACKEND");
  }

  @Test
  void accessOfTheModuleIsEnough() throws Exception {
    Path classes = Path.of(Aio.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String[] asModule = {"-p", classes.toString(), "--add-modules", "dev.jaio", DENY};
    assertThat(choice(Jvm.jvm().options(asModule)))
        .isEqualTo(
            "nio: native access is denied to module dev.jaio"
                + " (--enable-native-access=dev.jaio allows it)");
    assertThat(choice(Jvm.jvm().options(asModule).options("--enable-native-access=dev.jaio")))
        .matches("uring: there is nothing better|workers: io_uring: .*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          workers                  | workers: workers was asked for
          nio                      | nio: nio was asked for
          no-uring,no-workers      | nio: workers is forbidden by the SOURCE
          no-uring                 | workers: uring is forbidden by the SOURCE
          ' no-uring , nio '       | nio: nio was asked for
          Nio                      | nio: nio was asked for
          no-uring,no-nio          | workers: uring is forbidden by the SOURCE
          no-uring,auto            | workers: uring is forbidden by the SOURCE
          no-workers,workers       | UnsupportedOperationException: workers: forbidden by the SOURCE
          uring,no-uring           | UnsupportedOperationException: uring: forbidden by the SOURCE
          nio,no-nio               | UnsupportedOperationException: nio: forbidden by the SOURCE
          no-uring,no-workers,no-nio | UnsupportedOperationException: no backend is left:
          threads                  | IllegalArgumentException: SOURCE: no backend is called threads
          no-threads               | IllegalArgumentException: SOURCE: no backend is called threads
          """)
  void propertyAndVariable(String value, String expected) {
    String outcome = expected.contains("Exception") ? "java.lang." + expected : expected;
    assertThat(choice(allowed().options("-D" + PROPERTY + "=" + value)))
        .startsWith(outcome.replace("SOURCE", "system property dev.jaio.backend"));
    assertThat(choice(allowed().environment("JAIO_BACKEND", value)))
        .startsWith(outcome.replace("SOURCE", "environment variable JAIO_BACKEND"));
  }

  @Test
  void thePropertyWins() {
    Jvm jvm = allowed().environment("JAIO_BACKEND", "nio").options("-D" + PROPERTY + "=workers");
    assertThat(choice(jvm)).isEqualTo("workers: workers was asked for");
  }

  @Test
  void theBuilderChoosesAmongWhatIsNotForbidden() {
    assertThat(choice(allowed().environment("JAIO_BACKEND", "nio"), "WORKERS"))
        .isEqualTo("workers: workers was asked for");
    assertThat(choice(allowed().environment("JAIO_BACKEND", "no-workers"), "WORKERS"))
        .endsWith("workers: forbidden by the environment variable JAIO_BACKEND");
  }
}
