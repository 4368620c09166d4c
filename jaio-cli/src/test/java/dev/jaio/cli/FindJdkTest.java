package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How build and launcher find their JDK, and what they say where there is none. */
class FindJdkTest {

  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path root;
  private Path home;
  private Path tools;

  /** What the scripts need before they have a JDK; no java is among it. */
  @BeforeEach
  void provideTools() throws IOException {
    home = Files.createDirectory(root.resolve("home"));
    tools = Files.createDirectory(root.resolve("tools"));
    for (String tool : List.of("dirname", "readlink", "sh")) {
      String found = Cli.system("sh", "-c", "command -v " + tool).out().strip();
      Path wrapper = tools.resolve(tool);
      Files.writeString(wrapper, "#!/bin/sh\nexec " + found + " \"$@\"\n");
      assertThat(wrapper.toFile().setExecutable(true)).isTrue();
    }
  }

  private Path jdk(Path at, String version) throws IOException {
    Files.createDirectories(at.resolve("bin"));
    Files.writeString(
        at.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    Path javac = Files.createFile(at.resolve("bin/javac"));
    assertThat(javac.toFile().setExecutable(true)).isTrue();
    return at;
  }

  /** Runs in an environment that holds nothing but what is given. */
  private Cli.Result run(Map<String, String> more, String... command) {
    List<String> words = new ArrayList<>(List.of("env", "-i"));
    words.add("JAIO_JDK_ROOT=" + root);
    words.add("HOME=" + home);
    if (!more.containsKey("PATH")) {
      words.add("PATH=" + tools);
    }
    more.forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(List.of(command));
    return Cli.system(words.toArray(new String[0]));
  }

  private Cli.Result find(Map<String, String> more) {
    String script = ". '" + CHECKOUT.resolve(".mvn/find-jdk.sh") + "'; echo \"$JAVA_HOME\"";
    return run(more, tools.resolve("sh").toString(), "-euc", script);
  }

  private void assertFound(Path jdk, Map<String, String> environment) {
    assertThat(find(environment)).isEqualTo(new Cli.Result(0, jdk + "\n", ""));
  }

  private static void assertRefused(Cli.Result result, String found) {
    assertThat(result)
        .isEqualTo(
            new Cli.Result(
                1,
                "",
                "jaio: needs JDK 25 (e.g. apt install temurin-25-jdk, or set JAVA_HOME); found "
                    + found
                    + "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usr/lib/jvm/temurin-25-jdk-amd64",
        "usr/lib64/jvm/java-25",
        "usr/java/jdk-25",
        "usr/local/openjdk-25",
        "opt/java/openjdk",
        "opt/java",
        "opt/jdk-25.0.1",
        "opt/jdk/25",
        "opt/my jdk",
        "Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
        "opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home",
        "home/.sdkman/candidates/java/25.0.1-tem",
        "home/.jdks/openjdk-25",
        "home/.gradle/jdks/eclipse_adoptium-25",
        "home/.asdf/installs/java/temurin-25",
        "home/.local/share/mise/installs/java/25",
      })
  void theUsualPlacesAreLookedAt(String place) throws IOException {
    jdk(root.resolve("usr/lib/jvm/java-17"), "17.0.9");
    assertFound(jdk(root.resolve(place), "25.0.1"), Map.of());
  }

  @Test
  void javaHomeComesFirstThenPathThenTheLowestThatIsNewEnough() throws IOException {
    Path newest = jdk(root.resolve("opt/jdk-27"), "27-ea");
    assertFound(newest, Map.of());
    Path lowest = jdk(root.resolve("usr/lib/jvm/java-25"), "25.0.1");
    assertFound(lowest, Map.of());
    Path onPath = jdk(root.resolve("elsewhere"), "26");
    Files.createSymbolicLink(tools.resolve("javac"), onPath.resolve("bin/javac"));
    assertFound(onPath, Map.of());
    assertFound(newest, Map.of("JAVA_HOME", newest.toString()));
    Path old = jdk(root.resolve("old"), "1.8.0_402");
    assertFound(onPath, Map.of("JAVA_HOME", old.toString()));
  }

  @Test
  void whatIsTooOldOrHoldsNoCompilerDoesNotCount() throws IOException {
    jdk(root.resolve("usr/lib/jvm/java-17"), "17.0.9");
    jdk(root.resolve("opt/jdk8"), "1.8.0_402");
    Files.delete(jdk(root.resolve("usr/lib/jvm/jre-25"), "25.0.1").resolve("bin/javac"));
    assertRefused(find(Map.of()), "only 17.0.9, 1.8.0_402");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mvnw", "jaio"})
  void withoutAJdkOneLineSaysWhatToInstall(String script) throws IOException {
    String path = CHECKOUT.resolve(script).toString();
    assertRefused(run(Map.of(), tools.resolve("sh").toString(), path, "--version"), "none");
    Path old = jdk(root.resolve("old"), "21.0.5");
    Map<String, String> environment = Map.of("JAVA_HOME", old.toString());
    assertRefused(
        run(environment, tools.resolve("sh").toString(), path, "--version"), "only 21.0.5");
  }
}
