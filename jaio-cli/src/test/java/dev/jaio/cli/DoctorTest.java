package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DoctorTest {

  @Test
  void tellsWhatIsHereAndWhatIsInUse() {
    Cli.Result result = Cli.jaio("doctor", "--backend", "workers");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .containsPattern("(?m)^java +25")
        .containsPattern("(?m)^open files +(\\d+(, may be \\d+)?|unlimited)$")
        .containsPattern("(?m)^workers +works; stat / takes [0-9.]+ us$")
        .containsPattern("(?m)^nio +works; stat / takes [0-9.]+ us$")
        .containsPattern("(?m)^in use +workers: workers was asked for$")
        .containsPattern("(?m)^stat, lstat +worker +the thread +the thread, else worker$");
  }

  @Test
  void theBestBackendIsNotExcused() {
    assertThat(Cli.jaio("doctor").out())
        .containsPattern("(?m)^in use +(uring: there is nothing better|workers: io_uring.*)$");
  }
}
