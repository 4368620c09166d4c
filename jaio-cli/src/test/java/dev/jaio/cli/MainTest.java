package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void versionNamesTheProgram() {
    assertThat(new Main.Version().getVersion()).singleElement().asString().startsWith("jaio ");
  }
}
