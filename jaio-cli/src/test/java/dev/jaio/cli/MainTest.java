package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir Path directory;

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
          // what is wider picocli breaks anywhere; it does not break where it has broken a line
          assertThat(help.out().lines()).noneMatch(l -> l.matches("\\S+,"));
        });
  }

  /** What is wider picocli breaks, and leaves a line with one word of it. */
  @ParameterizedTest
  @FieldSource("dev.jaio.cli.Commands#NAMES")
  void theLinesOfTheHelpFit(String name) {
    Tool tool = Objects.requireNonNull(Commands.create(name));
    var help = Main.commandLine(name, tool, tool.options()).getCommandSpec().usageMessage();
    assertThat(Stream.of(help.description(), help.footer()).flatMap(Stream::of))
        .allMatch(line -> line.replace("%%", "%").length() <= help.width());
  }

  @Test
  void aBackendThatThereIsNotIsNamedWithTheProperty() {
    System.setProperty("dev.jaio.backend", "abacus");
    try {
      for (String name : List.of("ls", "find", "bench")) {
        Cli.Result result = Cli.jaio(name, directory.toString());
        assertThat(result.err())
            .startsWith("jaio: system property dev.jaio.backend: no backend is called abacus")
            .hasLineCount(1);
        assertThat(result.status()).isEqualTo(name.equals("ls") ? 2 : 1);
      }
    } finally {
      System.clearProperty("dev.jaio.backend");
    }
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
    assertThat(Cli.jaio("doctor", "/tmp").err()).startsWith("jaio: extra operand '/tmp'\nTry");
    assertThat(Cli.jaio("ls", "-z").status()).isEqualTo(2);
    assertThat(Cli.jaio("du", "--jobs", "-1").status()).isEqualTo(1);
    assertThat(Cli.jaio("du", "--backend", "abacus").status()).isEqualTo(1);
  }

  /** A file system in memory keeps times that no calendar reaches. */
  @Test
  void aDistantTimeIsShownInSeconds() throws Exception {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(memory), "no file system in memory, which keeps such times");
    Path file = Files.createTempFile(memory, "jaio", "");
    try {
      Cli.shell("touch -d @40000000000000000 " + file.getFileName(), memory);
      for (String[] command : new String[][] {{"ls", "-l"}, {"stat"}, {"du", "--time"}}) {
        String[] all = Arrays.copyOf(command, command.length + 1);
        all[command.length] = file.toString();
        assertThat(Cli.jaio(all).out()).contains("40000000000000000").contains(file.toString());
      }
      Path copy = file.resolveSibling(file.getFileName() + ".copy");
      assertThat(Cli.jaio("cp", "-p", file.toString(), copy.toString()).status()).isZero();
      String seconds = Cli.jaio("stat", "-c", "%Y", copy.toString()).out();
      Files.delete(copy);
      assertThat(seconds).isEqualTo("40000000000000000\n");
    } finally {
      Files.delete(file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ls", "du", "find", "stat", "cat"})
  void outputThatCannotBeWrittenIsAFailure(String command) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "content");
    var err = new ByteArrayOutputStream();
    int status;
    try (var full = new FileOutputStream("/dev/full")) {
      String[] words = {command, file.toString()};
      status = Main.run(words, new ByteArrayInputStream(new byte[0]), full, err);
    }
    assertThat(err.toString(StandardCharsets.US_ASCII))
        .isEqualTo("jaio: write error: No space left on device\n");
    assertThat(status)
        .isEqualTo(Cli.shell(command + " file > /dev/full", directory).status())
        .isNotZero();
  }

  @Test
  void deletionFollowsNoLinks() throws IOException {
    Path kept = Files.createDirectory(directory.resolve("kept"));
    Files.writeString(kept.resolve("file"), "content");
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("link"), kept);
    Cli.Result refused = Cli.jaio("find", "-L", tree.toString(), "-delete");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).startsWith("jaio: -delete is not allowed together with -L");
    assertThat(tree.resolve("link")).isSymbolicLink();
    assertThat(Cli.jaio("find", tree.toString(), "-delete")).isEqualTo(new Cli.Result(0, "", ""));
    assertThat(tree).doesNotExist();
    assertThat(kept.resolve("file")).hasContent("content");
  }

  @Test
  void filesThatLookLikeOptionsAreRecognized() {
    String script =
        "touch -- -foo '-b ar'; CMD -foo; CMD -nope -foo; CMD '-b ar'; CMD -r ./-foo; ls";
    Cli.Result r = Program.script(script.replace("CMD", "jaio rm"), directory);
    Cli.Result expected = Cli.shell(script.replace("CMD", "rm"), directory);
    assertThat(r.err().replace("jaio: ", "rm: ").replace("'jaio ", "'")).isEqualTo(expected.err());
    assertThat(r.out()).isEqualTo("-b ar\n");
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
