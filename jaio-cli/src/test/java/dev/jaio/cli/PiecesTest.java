package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Directories that are read in pieces, while others are open in greater number than is allowed. */
@Timeout(120)
class PiecesTest {

  private static final int PIECE = 7;
  private static final int BUDGET = 8;
  private static final int LEVELS = 20;

  @TempDir Path directory;

  @BeforeEach
  void readSmallPieces() {
    TreeReader.pieceForTest(PIECE);
    Descriptors.budgetForTest(BUDGET);
  }

  @AfterEach
  void readUsualPieces() {
    TreeReader.pieceForTest(0);
    Descriptors.budgetForTest(0);
  }

  /** Each level has more entries than one piece, and the way down somewhere among them. */
  private Path deepAndWide() throws IOException {
    Path tree = directory.resolve("tree");
    Path each = Files.createDirectory(tree);
    for (int level = 0; level < LEVELS; level++) {
      for (int i = 0; i < 2 * PIECE; i++) {
        Files.writeString(each.resolve("f" + i), "content " + i);
      }
      Files.createDirectories(each.resolve("side/side/side"));
      each = Files.createDirectory(each.resolve("down" + level));
    }
    return tree;
  }

  @Test
  void nothingIsReportedTwice() throws IOException {
    Path tree = deepAndWide();
    for (String[] words :
        List.of(
            new String[] {"du", "-a", tree.toString()},
            new String[] {"du", "-s", tree.toString()},
            new String[] {"find", tree.toString()},
            new String[] {"find", tree.toString(), "-size", "-9"},
            new String[] {"find", tree.toString(), "-depth"})) {
      assertThat(Cli.jaio(words).out())
          .as(String.join(" ", words))
          .isEqualTo(Cli.system(words).out());
    }
  }

  @Test
  void everythingIsCopiedOnceAndRemoved() throws IOException {
    Path tree = deepAndWide();
    Path copy = directory.resolve("copy");
    Cli.Result copied = Cli.jaio("cp", "-rv", tree.toString(), copy.toString());
    assertThat(copied.err()).isEmpty();
    assertThat(copied.out().lines()).doesNotHaveDuplicates();
    assertThat(Cli.shell("find . | sort", copy).out())
        .isEqualTo(Cli.shell("find . | sort", tree).out());
    Cli.Result removed = Cli.jaio("rm", "-rv", copy.toString());
    assertThat(removed.err()).isEmpty();
    assertThat(removed.out().lines()).doesNotHaveDuplicates();
    assertThat(copy).doesNotExist();
    assertThat(Cli.jaio("find", tree.toString(), "-delete")).isEqualTo(new Cli.Result(0, "", ""));
    assertThat(tree).doesNotExist();
  }

  @Test
  void whatStaysIsFoundOnceWhileOtherFilesComeAndGo() throws Exception {
    Path large = Files.createDirectory(directory.resolve("large"));
    for (int i = 0; i < 2000; i++) {
      Files.createFile(large.resolve("stays" + i));
    }
    var stop = new AtomicBoolean();
    Thread changing = Thread.ofPlatform().start(() -> change(large, stop));
    try {
      for (int round = 0; round < 10; round++) {
        String found = Cli.jaio("find", large.toString(), "-name", "stays*").out();
        assertThat(Arrays.stream(found.split("\n")).map(l -> l.substring(l.lastIndexOf('s') + 1)))
            .containsExactlyInAnyOrderElementsOf(
                IntStream.range(0, 2000).mapToObj(Integer::toString).toList());
      }
    } finally {
      stop.set(true);
      changing.join();
    }
  }

  private static void change(Path large, AtomicBoolean stop) {
    for (int i = 0; !stop.get(); i++) {
      try {
        Files.deleteIfExists(large.resolve("goes" + (i - 100)));
        Files.createFile(large.resolve("goes" + i));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
