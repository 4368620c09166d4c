package dev.jaio.internal.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jaio.internal.posix.Jvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The constants of the package against the C headers, for both architectures. */
class AbiTest {

  private static final Path SOURCES = Path.of(System.getProperty("basedir", ""), "src/abi");
  private static final Set<String> IN_NO_HEADER =
      Set.of(
          "Limits.PAGE_SIZE_MAX",
          "Statfs.ZFS_SUPER_MAGIC",
          "IoUring.IORING_SETUP_NO_SQARRAY",
          "IoUringOp.IORING_OP_FTRUNCATE");
  private static final Pattern EMITTED = Pattern.compile("^@(\\S+) [$#]?(-?\\d+)$");

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64"})
  void constantsAreThoseOfTheCommittedFile(String arch) throws IOException {
    Jvm.Result dump = Jvm.jvm().options("-Dos.arch=" + arch).run(AbiDump.class);
    assertThat(dump.exit()).as(dump.output()).isZero();
    Set<String> constants =
        dump.output()
            .lines()
            .filter(line -> !IN_NO_HEADER.contains(line.split(" ", 2)[0]))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(constants).containsExactlyInAnyOrderElementsOf(committed(arch));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64"})
  void committedFileIsWhatTheHeadersSay(String arch) throws Exception {
    Optional<String> compiler = compiler(arch);
    assumeTrue(compiler.isPresent(), "no C compiler for " + arch);
    var process =
        new ProcessBuilder(compiler.get(), "-S", "-o", "-", "abi.c")
            .directory(SOURCES.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    assumeFalse(output.contains("newer headers"), "the headers are older than Linux 6.1");
    assertThat(exit).as(output).isZero();
    List<String> emitted =
        output
            .lines()
            .map(EMITTED::matcher)
            .filter(match -> match.matches())
            .map(match -> match.group(1) + " " + match.group(2))
            .toList();

    assertThat(emitted).containsExactlyElementsOf(committed(arch));
  }

  private static List<String> committed(String arch) throws IOException {
    return Files.readAllLines(SOURCES.resolve("linux-" + arch + ".txt"));
  }

  private static Optional<String> compiler(String arch) {
    String own = Arch.NAME.equals("aarch64") ? "aarch64" : "x86_64";
    String system = System.getProperty("os.name");
    Stream<String> names =
        arch.equals(own) && system.equals("Linux")
            ? Stream.of(arch + "-linux-gnu-gcc", "cc")
            : Stream.of(arch + "-linux-gnu-gcc");
    List<String> folders = List.of(System.getenv().getOrDefault("PATH", "").split(":"));
    return names
        .filter(name -> folders.stream().anyMatch(f -> Files.isExecutable(Path.of(f, name))))
        .findFirst();
  }
}
