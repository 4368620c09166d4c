package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void versionNamesTheProgram() {
    assertThat(Cli.jaio("--version").out()).startsWith("jaio ");
  }

  @Test
  void helpNamesAllCommands() {
    String help = Cli.jaio("--help").out();
    assertThat(Commands.NAMES).allSatisfy(name -> assertThat(help).contains("  " + name + " "));
  }

  @Test
  void everyCommandHasHelp() {
    assertThat(Commands.NAMES)
        .allSatisfy(name -> {
          Cli.Result help = Cli.jaio(name, "--help");
          assertThat(help.status()).isZero();
          assertThat(help.out()).startsWith("Usage: jaio " + name).contains("--jobs");
        });
  }

  @Test
  void unknownCommandsAndOptionsAreRefused() {
    assertThat(Cli.jaio("frobnicate").err()).startsWith("jaio: unknown command 'frobnicate'\nTry");
    assertThat(Cli.jaio("frobnicate").status()).isEqualTo(1);
    assertThat(Cli.jaio("--frob").err()).startsWith("jaio: unrecognized option '--frob'\n");
    assertThat(Cli.jaio().err()).startsWith("jaio: missing command\n");
    assertThat(Cli.jaio("du", "--frob").err())
        .isEqualTo(
            "jaio: unrecognized option '--frob'\nTry 'jaio du --help' for more information.\n");
    assertThat(Cli.jaio("rm", "-z").err()).startsWith("jaio: invalid option -- 'z'\n");
    assertThat(Cli.jaio("ls", "-z").status()).isEqualTo(2);
    assertThat(Cli.jaio("du", "--jobs", "-1").status()).isEqualTo(1);
    assertThat(Cli.jaio("du", "--backend", "abacus").status()).isEqualTo(1);
  }

  @Test
  void globalOptionsStandBeforeOrBehindTheCommand() {
    String tmp = System.getProperty("java.io.tmpdir");
    assertThat(Cli.jaio("--backend", "nio", "ls", "-d", tmp).out()).isEqualTo(tmp + "\n");
    assertThat(Cli.jaio("--jobs=2", "ls", "--backend=workers", "-d", tmp).out())
        .isEqualTo(tmp + "\n");
    assertThat(Cli.jaio("--backend", "nio", "find", tmp, "-maxdepth", "0").out())
        .isEqualTo(tmp + "\n");
  }
}
