package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On java.nio alone our commands do what those of the system do, or say what they cannot. What they
 * cannot is named here; the rest is equal.
 */
class NioDifferentialTest {

  private static final long FIRST_SEED = Long.getLong("jaio.cli.seed", 5000);
  private static final int TREES = Integer.getInteger("jaio.cli.trees", 12);

  /** java.nio tells no space on the device: {@code du} has lengths only. */
  private static final String NO_BLOCKS =
      "jaio: the nio backend does not tell the space that files take; --apparent-size does without\n";

  /** java.nio makes no FIFOs, sockets and devices: {@code cp} and {@code mv} leave them out. */
  private static final String NO_SPECIAL_FILES =
      ": mknod: not supported by the nio backend: java.nio creates no FIFO, socket or device";

  /** java.nio drops one of two slashes in a row: links that have them are not copied. */
  private static final String NO_TWO_SLASHES =
      ": symlink: not supported by the nio backend: java.nio has no path with two slashes in a row";

  @TempDir(cleanup = CleanupMode.NEVER)
  Path directory;

  private Path tree = Path.of("");

  @BeforeEach
  void resolve() {
    tree = directory.resolve("tree");
  }

  @AfterEach
  void remove() {
    Cli.system("bash", "-c", "chmod -R u+rwx \"$0\"; rm -rf \"$0\"", directory.toString());
  }

  private static Cli.Result nio(String... words) {
    List<String> all = new ArrayList<>(List.of("--backend", "nio"));
    all.addAll(List.of(words));
    return Cli.jaio(all.toArray(new String[0]));
  }

  private static void same(long seed, String program, List<String> options, Path operand) {
    List<String> words = new ArrayList<>(List.of(program));
    if (program.equals("find")) {
      words.add(operand.toString());
      words.addAll(options);
    } else {
      words.addAll(options);
      words.add(operand.toString());
    }
    String[] command = words.toArray(new String[0]);
    Cli.Result expected = Cli.system(command);
    Cli.Result actual = nio(command);
    String about = "seed " + seed + ' ' + words;
    assertThat(actual.out()).as(about).isEqualTo(expected.out());
    assertThat(actual.complaints("jaio")).as(about).isEqualTo(expected.complaints(program));
    assertThat(actual.status()).as(about).isEqualTo(expected.status());
  }

  @Test
  void commandsOnRandomTrees() throws IOException {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + TREES; seed++) {
      RandomTree.create(tree, seed);
      for (String options : List.of("-ab", "-sb", "-bSc")) {
        same(seed, "du", List.of(options), tree);
      }
      same(seed, "find", List.of("-print0"), tree);
      same(seed, "find", List.of("-type", "f", "-size", "+3k", "-perm", "-u+w"), tree);
      same(seed, "find", List.of("-mtime", "+30", "-o", "-empty"), tree);
      same(seed, "find", List.of("-maxdepth", "2", "-type", "l,p"), tree);
      copyAndRemove(seed, "-a");
      copyAndRemove(seed, "-r");
      Cli.shell("chmod -R u+rwx tree; rm -rf tree", directory);
    }
  }

  private void copyAndRemove(long seed, String options) throws IOException {
    String about = "seed " + seed + " cp " + options;
    Path expected = directory.resolve("expected");
    Path actual = directory.resolve("actual");
    Path moved = directory.resolve("moved");
    Cli.Result theirs = Cli.system("cp", options, tree.toString(), expected.toString());
    Cli.Result ours = nio("cp", options, tree.toString(), actual.toString());
    boolean times = options.equals("-a");
    Map<String, String> left = Snapshot.of(expected, times);
    List<String> special =
        left.keySet().stream()
            .filter(n -> n.matches("(?s)(.*/)?(fifo|socket|device)\\d+"))
            .toList();
    assertThat(ours.err().lines()).as(about).hasSameSizeAs(special);
    assertThat(ours.err().lines()).as(about).allMatch(l -> l.endsWith(NO_SPECIAL_FILES));
    assertThat(ours.status()).as(about).isEqualTo(special.isEmpty() ? theirs.status() : 1);
    left.keySet().removeAll(special);
    assertThat(Snapshot.of(actual, times)).as(about).isEqualTo(left);
    assertThat(nio("mv", actual.toString(), moved.toString())).isEqualTo(new Cli.Result(0, "", ""));
    assertThat(Snapshot.of(moved, times)).as(about).isEqualTo(left);
    Cli.shell("find expected -type p,s,c -delete", directory);
    theirs = Cli.system("rm", "-rv", expected.toString());
    ours = nio("rm", "-rv", moved.toString());
    assertThat(ours.err()).as(about).isEmpty();
    String lines = theirs.out().replace(expected.toString(), moved.toString());
    assertThat(ours.out().lines())
        .as(about)
        .containsExactlyInAnyOrderElementsOf(lines.lines().toList());
    assertThat(moved).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"du -s", "du", "du -a", "du -ch"})
  void spaceOnTheDeviceIsNotTold(String command) {
    Cli.shell("mkdir tree; echo 1 > tree/file", directory);
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.add(tree.toString());
    assertThat(nio(words.toArray(new String[0]))).isEqualTo(new Cli.Result(1, "", NO_BLOCKS));
  }

  @Test
  void whatIsNotKnownIsNotInvented() {
    Cli.shell("mkdir tree; echo 1 > tree/file", directory);
    assertThat(nio("stat", "-c", "%s %b", tree + "/file").out()).isEqualTo("2 ?\n");
    assertThat(nio("stat", tree + "/file").out()).contains("Blocks: ? ");
    assertThat(nio("ls", "-l", tree.toString()).out()).startsWith("total ?\n");
  }

  @Test
  void linksThatCannotBeCopiedAreNamed() {
    Cli.shell("mkdir tree; ln -s a//b tree/link; echo 1 > tree/file", directory);
    Cli.Result result = nio("cp", "-r", tree.toString(), directory.resolve("copy").toString());
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "jaio: cannot create symbolic link '"
                + directory
                + "/copy/link'"
                + NO_TWO_SLASHES
                + '\n');
    assertThat(directory.resolve("copy/file")).hasContent("1\n");
  }
}
