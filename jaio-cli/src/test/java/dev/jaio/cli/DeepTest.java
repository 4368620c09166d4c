package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A tree deeper than a path can be long, within a small budget of descriptors. */
class DeepTest {

  private static final int LEVELS = 3_000;
  private static final int CHAIN = 500;

  @TempDir(cleanup = CleanupMode.NEVER)
  Path directory;

  @AfterEach
  void remove() {
    Descriptors.budgetForTest(0);
    Cli.system("bash", "-c", "chmod -R u+rwx \"$0\"; rm -rf \"$0\"", directory.toString());
  }

  /** Chains are made one by one and hung into each other: a path cannot reach the bottom. */
  private Path deep() throws IOException {
    Path deep = directory.resolve("deep");
    Path below = null;
    for (int made = 0; made < LEVELS; made += CHAIN) {
      Path top = directory.resolve("chain" + made);
      Path each = Files.createDirectory(top);
      for (int i = 1; i < CHAIN; i++) {
        if (i % 100 == 0) {
          Files.writeString(each.resolve("f"), "level " + i);
          Files.createDirectory(each.resolve("side"));
        }
        each = Files.createDirectory(each.resolve("d"));
      }
      if (below != null) {
        Files.move(below, each.resolve("d"));
      }
      below = top;
    }
    return Files.move(below, deep);
  }

  private void budget(int descriptors) {
    Descriptors.budgetForTest(descriptors);
  }

  @Test
  void du() throws IOException {
    Path deep = deep();
    budget(16);
    String[] words = {"du", "-s", deep.toString()};
    assertThat(Cli.jaio(words).out()).isEqualTo(Cli.system(words).out());
    String[] all = {"du", "-a", deep.toString()};
    assertThat(Cli.jaio(all).out()).isEqualTo(Cli.system(all).out());
  }

  @Test
  void find() throws IOException {
    Path deep = deep();
    budget(16);
    String[] words = {"find", deep.toString(), "-type", "d", "-o", "-name", "f"};
    assertThat(Cli.jaio(words).out()).isEqualTo(Cli.system(words).out());
  }

  @Test
  void findAndDelete() throws IOException {
    Path deep = deep();
    String[] depth = {"find", deep.toString(), "-depth", "-name", "[fs]*"};
    Cli.Result after = Cli.system(depth);
    budget(16);
    assertThat(Cli.jaio(depth)).isEqualTo(after);
    assertThat(Cli.jaio("find", deep.toString(), "-name", "[fs]*", "-delete", "-print"))
        .isEqualTo(after);
    assertThat(Cli.jaio("find", deep.toString(), "-delete")).isEqualTo(new Cli.Result(0, "", ""));
    assertThat(deep).doesNotExist();
  }

  @Test
  void copyAndRemove() throws IOException {
    Path deep = deep();
    budget(16);
    Path copy = directory.resolve("copy");
    Cli.Result copied = Cli.jaio("cp", "-a", deep.toString(), copy.toString());
    assertThat(copied.err()).isEmpty();
    assertThat(copied.status()).isZero();
    assertThat(Cli.shell("du -ab | sort", copy).out())
        .isEqualTo(Cli.shell("du -ab | sort", deep).out());
    Cli.Result removed = Cli.jaio("rm", "-r", copy.toString());
    assertThat(removed.err()).isEmpty();
    assertThat(removed.status()).isZero();
    assertThat(copy).doesNotExist();
  }

  @Test
  void wideAndDeep() throws IOException {
    Path side = directory.resolve("side");
    Path each = Files.createDirectory(side);
    for (int level = 0; level < 60; level++) {
      for (int i = 0; i < 13; i++) {
        Path sub = Files.createDirectories(each.resolve("s" + i).resolve("t")).getParent();
        Files.writeString(sub.resolve("f"), "x");
        Files.createDirectory(sub.resolve("u"));
      }
      each = each.resolve("s7").resolve("u");
    }
    budget(8);
    String[] words = {"du", "-a", side.toString()};
    assertThat(Cli.jaio(words).out()).isEqualTo(Cli.system(words).out());
    Path copy = directory.resolve("copy");
    assertThat(Cli.jaio("cp", "-r", side.toString(), copy.toString()).err()).isEmpty();
    assertThat(Cli.shell("find | sort", copy).out())
        .isEqualTo(Cli.shell("find | sort", side).out());
    assertThat(Cli.jaio("rm", "-r", copy.toString()).err()).isEmpty();
    assertThat(copy).doesNotExist();
  }
}
