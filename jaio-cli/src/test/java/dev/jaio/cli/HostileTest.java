package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody swaps directories of a tree for links to another one while it is removed or copied. */
class HostileTest {

  private static final int ROUNDS = Integer.getInteger("jaio.cli.rounds", 10);
  private static final int DIRECTORIES = 20;
  private static final int FILES = 8;

  /** A directory of the tree that nobody swaps. */
  private static final String CALM = "calm";

  @TempDir Path directory;

  private Path outside = Path.of("");
  private Map<String, String> untouched = Map.of();

  /** How often a directory was swapped while a command ran. */
  private int swaps;

  @BeforeEach
  void makeOutside() throws IOException {
    outside = Files.createDirectory(directory.resolve("outside"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(outside.resolve("f" + i), "secret");
    }
    try (Stream<Path> files = Files.walk(outside)) {
      for (Path each : files.toList()) {
        Files.setLastModifiedTime(each, FileTime.fromMillis(1_000_000_000_000L));
      }
    }
    untouched = Snapshot.of(outside, true);
  }

  /** Neither the files outside nor their attributes have changed, and it was put to the test. */
  @AfterEach
  void outsideWasInReachAndIsIntact() throws IOException {
    assertThat(Snapshot.of(outside, true)).isEqualTo(untouched);
    assertThat(swaps).as("swaps while commands ran").isGreaterThan(ROUNDS);
  }

  private Path tree(String name, String content) throws IOException {
    Path tree = Files.createDirectory(directory.resolve(name));
    for (int i = 0; i < DIRECTORIES; i++) {
      fill(Files.createDirectory(tree.resolve("d" + i)), content);
    }
    fill(Files.createDirectory(tree.resolve(CALM)), content);
    return tree;
  }

  private static void fill(Path sub, String content) throws IOException {
    for (int k = 0; k <= FILES; k++) { // one more than there are outside
      Files.writeString(sub.resolve("f" + k), content);
    }
  }

  // ------------------------------------------------------------------ the other

  /** Swaps all directories for links and back, again and again, as long as a command runs. */
  private void whileSwapping(Path tree, String... command) throws Exception {
    Path aside = Files.createDirectory(directory.resolve("aside"));
    var stop = new AtomicBoolean();
    var count = new AtomicInteger();
    var begun = new CountDownLatch(1);
    var swapper =
        new FutureTask<Boolean>(() -> {
          while (!stop.get()) {
            for (int i = 0; i < DIRECTORIES; i++) {
              if (swap(tree.resolve("d" + i), aside.resolve("d" + i))) {
                count.incrementAndGet();
              }
              begun.countDown();
            }
            for (int i = 0; i < DIRECTORIES; i++) {
              restore(tree.resolve("d" + i), aside.resolve("d" + i));
            }
          }
          return true;
        });
    Thread.ofPlatform().start(swapper);
    begun.await();
    try {
      int before = count.get();
      Cli.jaio(command);
      swaps += count.get() - before;
    } finally {
      stop.set(true);
      assertThat(swapper.get()).isTrue();
      Cli.system("rm", "-rf", aside.toString());
    }
  }

  private boolean swap(Path victim, Path aside) {
    try {
      Files.move(victim, aside);
      Files.createSymbolicLink(victim, outside);
      return true;
    } catch (IOException e) {
      restore(victim, aside); // the command was faster
      return false;
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

  // ------------------------------------------------------------------ what is left

  /** What is in the regular files of a tree, none of them reached through a link. */
  private static Map<Path, String> contents(Path tree) throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path each : files.toList()) {
        if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
          contents.put(tree.relativize(each), Files.readString(each));
        }
      }
    }
    return contents;
  }

  private static void isComplete(Path sub, String content) throws IOException {
    assertThat(contents(sub))
        .hasSize(FILES + 1)
        .allSatisfy((_, c) -> assertThat(c).isEqualTo(content));
  }

  private void remove(Path... trees) {
    Cli.system(Cli.command("rm", List.of("-rf"), trees));
  }

  @Test
  void removalDoesNotLeaveTheTree() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Path tree = tree("tree", "plain");
      whileSwapping(tree, "rm", "-rf", tree.toString());
      assertThat(tree.resolve(CALM)).doesNotExist();
      remove(tree);
    }
  }

  @Test
  void deletionDoesNotLeaveTheTree() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Path tree = tree("tree", "plain");
      whileSwapping(tree, "find", tree.toString(), "-delete");
      assertThat(tree.resolve(CALM)).doesNotExist();
      remove(tree);
    }
  }

  @Test
  void copyDoesNotLeaveTheTree() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Path tree = tree("tree", "plain");
      Path copy = directory.resolve("copy");
      whileSwapping(tree, "cp", "-a", tree.toString(), copy.toString());
      isComplete(copy.resolve(CALM), "plain");
      assertThat(contents(copy)).allSatisfy((_, c) -> assertThat(c).isEqualTo("plain"));
      remove(tree, copy);
    }
  }

  @Test
  void copyDoesNotWriteOutsideTheTarget() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Path source = tree("source", "new");
      Path tree = tree("tree", "plain");
      whileSwapping(tree, "cp", "-aT", source.toString(), tree.toString());
      isComplete(tree.resolve(CALM), "new");
      assertThat(contents(tree)).allSatisfy((_, c) -> assertThat(c).isIn("new", "plain"));
      remove(source, tree);
    }
  }
}
