package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody swaps directories of a tree for links to another one while it is removed or copied. */
class HostileTest {

  private static final int ROUNDS = Integer.getInteger("jaio.cli.rounds", 10);
  private static final int DIRECTORIES = 20;
  private static final int FILES = 8;

  @TempDir Path directory;

  @FunctionalInterface
  private interface Attack {
    void run(Path tree) throws IOException;
  }

  private Path outside() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(outside.resolve("f" + i), "secret");
    }
    return outside;
  }

  private static void fill(Path tree) throws IOException {
    Files.createDirectory(tree);
    for (int i = 0; i < DIRECTORIES; i++) {
      Path sub = Files.createDirectory(tree.resolve("d" + i));
      for (int k = 0; k < FILES; k++) {
        Files.writeString(sub.resolve("f" + k), "plain");
      }
    }
  }

  /** Swaps all directories for links and back, again and again, until told to stop. */
  private void whileSwapping(Path tree, Path outside, Attack attack) throws Exception {
    Path aside = Files.createDirectory(directory.resolve("aside"));
    var stop = new AtomicBoolean();
    Thread swapper =
        Thread.ofPlatform()
            .start(() -> {
              while (!stop.get()) {
                for (int i = 0; i < DIRECTORIES; i++) {
                  swap(tree.resolve("d" + i), aside.resolve("d" + i), outside);
                }
                for (int i = 0; i < DIRECTORIES; i++) {
                  restore(tree.resolve("d" + i), aside.resolve("d" + i));
                }
              }
            });
    try {
      attack.run(tree);
    } finally {
      stop.set(true);
      swapper.join();
      Cli.system("rm", "-rf", aside.toString());
    }
  }

  private static void swap(Path victim, Path aside, Path outside) {
    try {
      Files.move(victim, aside);
      Files.createSymbolicLink(victim, outside);
    } catch (IOException e) {
      restore(victim, aside); // the other was faster
    }
  }

  private static void restore(Path victim, Path aside) {
    try {
      if (Files.isSymbolicLink(victim)) {
        Files.delete(victim);
      }
      if (Files.exists(aside)) {
        Files.move(aside, victim);
      }
    } catch (IOException e) {
      // there is nowhere to put it back, or no more of it
      assertThat(e).isInstanceOf(FileSystemException.class);
    }
  }

  private static void isIntact(Path outside) {
    for (int i = 0; i < FILES; i++) {
      assertThat(outside.resolve("f" + i)).hasContent("secret");
    }
  }

  @Test
  void removalDoesNotLeaveTheTree() throws Exception {
    Path outside = outside();
    for (int round = 0; round < ROUNDS; round++) {
      Path tree = directory.resolve("tree" + round);
      fill(tree);
      whileSwapping(tree, outside, t -> Cli.jaio("rm", "-rf", t.toString()));
      isIntact(outside);
      Cli.system("rm", "-rf", tree.toString());
    }
  }

  @Test
  void deletionDoesNotLeaveTheTree() throws Exception {
    Path outside = outside();
    for (int round = 0; round < ROUNDS; round++) {
      Path tree = directory.resolve("tree" + round);
      fill(tree);
      whileSwapping(tree, outside, t -> Cli.jaio("find", t.toString(), "-delete"));
      isIntact(outside);
      Cli.system("rm", "-rf", tree.toString());
    }
  }

  @Test
  void copyDoesNotLeaveTheTree() throws Exception {
    Path outside = outside();
    for (int round = 0; round < ROUNDS; round++) {
      Path tree = directory.resolve("tree" + round);
      Path copy = directory.resolve("copy" + round);
      fill(tree);
      whileSwapping(tree, outside, t -> Cli.jaio("cp", "-a", t.toString(), copy.toString()));
      isIntact(outside);
      assertThat(Cli.shell("grep -rl secret . || true", copy).out()).isEmpty();
      Cli.system("rm", "-rf", tree.toString(), copy.toString());
    }
  }

  @Test
  void copyDoesNotWriteOutsideTheTarget() throws Exception {
    Path outside = outside();
    for (int round = 0; round < ROUNDS; round++) {
      Path source = directory.resolve("source" + round);
      Path tree = directory.resolve("tree" + round);
      fill(source);
      fill(tree);
      whileSwapping(tree, outside, t -> Cli.jaio("cp", "-aT", source.toString(), t.toString()));
      isIntact(outside);
      Cli.system("rm", "-rf", tree.toString(), source.toString());
    }
  }
}
