package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Our commands do to random trees what those of the system do. */
class DifferentialTest {

  private static final int TREES = Integer.getInteger("jaio.cli.trees", 200);
  private static final long FIRST_SEED = Long.getLong("jaio.cli.seed", 1000);

  /** Eight pages, in blocks of 512 bytes: how much holes may differ at their ends. */
  private static final long FEW_BLOCKS = 64;

  private static final List<List<String>> DU =
      List.of(
          List.of(),
          List.of("-a"),
          List.of("-s"),
          List.of("-ab"),
          List.of("-h"),
          List.of("-d", "1"),
          List.of("--max-depth=2", "-a"),
          List.of("-S"),
          List.of("-aS"),
          List.of("-sS"),
          List.of("-l"),
          List.of("-c"),
          List.of("-0"),
          List.of("-x"),
          List.of("-k"),
          List.of("-m"),
          List.of("-B1"),
          List.of("-BM"),
          List.of("-ah", "--apparent-size"),
          List.of("-a", "--si"),
          List.of("-sl"),
          List.of("-t", "12K"),
          List.of("-a", "--threshold=-4K"),
          List.of("-ac", "--exclude=*1*"),
          List.of("-s", "--exclude=n?", "--exclude=d"),
          List.of("-a", "--exclude=*/d/d", "-t", "1", "--apparent-size"),
          List.of("-sb", "--time", "--time-style=full-iso"),
          List.of("-a", "--time", "--time-style=full-iso"),
          List.of("-sb"));

  private static final List<List<String>> FIND =
      List.of(
          List.of(),
          List.of("-print0"),
          List.of("-type", "f"),
          List.of("-type", "d", "-o", "-type", "l", "-print"),
          List.of("-name", "*1*", "-type", "f", "-print0"),
          List.of("!", "-name", "n?", "-a", "-size", "+3k"),
          List.of("(", "-iname", "N*", "-o", "-size", "-2", ")", "-mindepth", "1"),
          List.of("-maxdepth", "2", "-mtime", "+30"),
          List.of("-mtime", "-1", "-type", "f,p"),
          List.of("-mindepth", "2", "-maxdepth", "3", "-print", "-name", "*[0-4]", "-print"),
          List.of("-size", "0", "-o", "-size", "1", "-o", "-size", "-3c"),
          List.of("-mtime", "7"),
          List.of("-name", "[!n]*"),
          List.of("-path", "*d/d*"),
          List.of("-not", "(", "-type", "d", "-o", "-type", "f", ")"),
          List.of("-empty"),
          List.of("-type", "s,c"),
          List.of("-maxdepth", "1", "-empty", "-o", "-name", "*2*"),
          List.of("-name", "*[13579]", "-prune", "-o", "-print"),
          List.of("-mindepth", "2", "-type", "d", "-prune", "-o", "-size", "+1", "-print"),
          List.of("-type", "d", "!", "-empty", "-prune"),
          List.of("-perm", "-u+x", "-o", "-perm", "/o=w,g+s"),
          List.of("-perm", "644", "-o", "-perm", "u=rwx"),
          List.of("-links", "+1", "-type", "f", "-o", "-atime", "+20"),
          List.of("-mmin", "+60", "-xdev", "-o", "-cmin", "-60", "-type", "d"),
          List.of("-user", "root", "-gid", "-1000", "!", "-newer", "/etc/passwd"));

  private static final List<List<String>> DELETE =
      List.of(
          List.of("-delete"),
          List.of("-depth"),
          List.of("-type", "f", "-delete", "-print"),
          List.of("-empty", "-delete", "-print"),
          List.of("-type", "d", "-empty", "-print", "-delete"),
          List.of("-name", "*[13579]", "-delete", "-o", "-print0"),
          List.of("-mtime", "+20", "-delete", "-print"),
          List.of("-mindepth", "2", "-maxdepth", "3", "-delete"),
          List.of("-size", "+1", "-print", "-delete", ",", "-type", "l", "-delete"));

  private static final List<List<String>> COPY =
      List.of(List.of("-a"), List.of("-r"), List.of("-rp"), List.of("-R", "-P"));

  private static final List<List<String>> REMOVE =
      List.of(List.of("-r"), List.of("-rf"), List.of("-rv"));

  @TempDir(cleanup = CleanupMode.NEVER)
  Path directory;

  @AfterEach
  void remove() {
    Cli.system("bash", "-c", "chmod -R u+rwx \"$0\"; rm -rf \"$0\"", directory.toString());
  }

  @FunctionalInterface
  private interface Comparison {
    void compare(Path tree, Random random, String about) throws IOException;
  }

  private void forTrees(Comparison comparison) throws IOException {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + TREES; seed++) {
      Path tree = directory.resolve("t" + seed);
      RandomTree.create(tree, seed);
      comparison.compare(tree, new Random(seed), "-Djaio.cli.trees=1 -Djaio.cli.seed=" + seed);
    }
  }

  private static void same(
      String program, List<String> options, List<Path> operands, String about) {
    String[] words = Cli.command(program, options, operands.toArray(new Path[0]));
    compare(program, words, about);
  }

  private static void compare(String program, String[] words, String about) {
    Cli.Result expected = Cli.system(words);
    Cli.Result actual = Cli.jaio(words);
    String what = about + ' ' + String.join(" ", words);
    assertThat(actual.out()).as(what).isEqualTo(expected.out());
    assertThat(actual.complaints("jaio")).as(what).isEqualTo(expected.complaints(program));
    assertThat(actual.status()).as(what).isEqualTo(expected.status());
  }

  /** One after the other on the same trees: to make a tree takes longer than to go through it. */
  @Test
  void commandsOnRandomTrees() throws IOException {
    forTrees((tree, random, about) -> {
      for (int i = 0; i < 2; i++) {
        same("du", DU.get(random.nextInt(DU.size())), List.of(tree), about);
      }
      if (random.nextInt(10) == 0) {
        duFollowsLinks(tree, about);
      }
      for (int i = 0; i < 2; i++) {
        find(tree, FIND.get(random.nextInt(FIND.size())), about);
      }
      delete(tree, DELETE.get(random.nextInt(DELETE.size())), about);
      copy(tree, COPY.get(random.nextInt(COPY.size())), about);
      remove(REMOVE.get(random.nextInt(REMOVE.size())), about);
    });
  }

  /** What cannot be read differs: in which order links are followed is not fixed. */
  private static void duFollowsLinks(Path tree, String about) {
    String[] words = Cli.command("du", List.of("-sLb"), tree);
    assertThat(Cli.jaio(words).out()).as(about).isEqualTo(Cli.system(words).out());
  }

  private static void find(Path tree, List<String> expression, String about) {
    List<String> words = new ArrayList<>(List.of("find", tree.toString()));
    words.addAll(expression);
    compare("find", words.toArray(new String[0]), about);
  }

  /** On two copies in the same place, one after the other, so that the texts are the same. */
  private void delete(Path tree, List<String> expression, String about) throws IOException {
    Path copy = directory.resolve("copy");
    List<String> words = new ArrayList<>(List.of("find", copy.toString()));
    words.addAll(expression);
    String[] command = words.toArray(new String[0]);
    String what = about + ' ' + String.join(" ", command);
    String left =
        "find . -printf '%p %y %s %n\\n' | LC_ALL=C sort; chmod -R u+rwx copy; rm -rf copy";
    Cli.system(Cli.command("cp", List.of("-a"), tree, copy));
    Cli.Result expected = Cli.system(command);
    String theirs = Cli.shell(left, directory).out();
    Cli.system(Cli.command("cp", List.of("-a"), tree, copy));
    Cli.Result actual = Cli.jaio(command);
    String ours = Cli.shell(left, directory).out();
    assertThat(actual.out().split("[\\n\\x00]"))
        .as(what)
        .containsExactlyInAnyOrder(expected.out().split("[\\n\\x00]"));
    assertThat(reasons(actual)).as(what).isEqualTo(reasons(expected)); // names are quoted otherwise
    assertThat(actual.status()).as(what).isEqualTo(expected.status());
    assertThat(ours).as(what).isEqualTo(theirs);
  }

  private static List<String> reasons(Cli.Result result) {
    return result.err().lines().map(l -> l.substring(l.lastIndexOf(':'))).sorted().toList();
  }

  private void copy(Path tree, List<String> options, String about) throws IOException {
    Path expected = directory.resolve("expected");
    Path actual = directory.resolve("actual");
    Cli.Result theirs = Cli.system(Cli.command("cp", options, tree, expected));
    Cli.Result ours = Cli.jaio(Cli.command("cp", options, tree, actual));
    String what = about + " cp " + options;
    assertThat(ours.err()).as(what).isEmpty();
    assertThat(ours.status()).as(what).isEqualTo(theirs.status());
    boolean keeps = !options.get(0).equals("-r") && !options.get(0).equals("-R");
    assertThat(Snapshot.of(actual, keeps)).as(what).isEqualTo(Snapshot.of(expected, keeps));
    Map<String, Long> most = Snapshot.blocks(expected);
    assertThat(Snapshot.blocks(actual))
        .as(what)
        .hasSameSizeAs(most)
        .allSatisfy((name, blocks) ->
            assertThat(blocks).isLessThanOrEqualTo(most.getOrDefault(name, 0L) + FEW_BLOCKS));
  }

  private void remove(List<String> options, String about) {
    Path expected = directory.resolve("expected");
    Path actual = directory.resolve("actual");
    Cli.Result theirs = Cli.system(Cli.command("rm", options, expected));
    Cli.Result ours = Cli.jaio(Cli.command("rm", options, actual));
    String what = about + " rm " + options;
    assertThat(ours.err()).as(what).isEmpty();
    assertThat(ours.status()).as(what).isEqualTo(theirs.status());
    String lines = theirs.out().replace(expected.toString(), actual.toString());
    assertThat(ours.out().lines().sorted().toList())
        .as(what)
        .isEqualTo(lines.lines().sorted().toList());
    assertThat(actual).as(what).doesNotExist();
  }

  /** In random trees they are only where it is allowed to make them; here that is told. */
  @Test
  void devicesAreCopiedAndRemovedAsSuch() throws IOException {
    Path device = directory.resolve("tree/device");
    Cli.shell("mkdir tree", directory);
    int made = Cli.system("mknod", device.toString(), "c", "1", "3").status();
    assumeTrue(made == 0, "no right to make devices");
    for (List<String> options : COPY) {
      copy(device.getParent(), options, "device");
      assertThat(Cli.shell("stat -c %F,%t,%T actual/device", directory).out())
          .isEqualTo("character special file,1,3\n");
      remove(List.of("-rv"), "device");
    }
    assertThat(device).exists();
  }

  @Test
  void messagesQuoteNames() {
    List<String> words = new ArrayList<>(List.of("rm", "--"));
    for (char c = 1; c < 0x7F; c++) {
      if (c != '/') {
        String first = c == '.' ? "n" : "";
        words.addAll(List.of(first + c, "a" + c, c + "a", "a'" + c, c + "'", c + "'" + c));
      }
    }
    compare("rm", words.toArray(new String[0]), "");
  }

  @Test
  void duOfSeveral() throws IOException {
    Path a = directory.resolve("a");
    Path b = directory.resolve("b");
    RandomTree.create(a, FIRST_SEED);
    RandomTree.create(b, FIRST_SEED + 1);
    Cli.shell("ln a/n* b/ 2>/dev/null; mkdir a/sub; echo 1 > a/sub/f; true", directory);
    for (List<String> options : DU) {
      same("du", options, List.of(a, b), "");
      same("du", options, List.of(a.resolve("sub"), a), "");
      same("du", options, List.of(a, a, a.resolve("sub/f")), "");
      same("du", options, List.of(a.resolve("sub/f"), a), "");
    }
  }

  @Test
  void copyOverWhatIsThere() throws IOException {
    forTrees((tree, random, about) -> {
      if (random.nextInt(4) != 0) {
        return;
      }
      Path expected = directory.resolve("expected");
      Path actual = directory.resolve("actual");
      Cli.shell(
          "find "
              + tree
              + " -type f -links 1 -name '*1*' | head -3 | tr '\\n' '\\0' | xargs -0r touch; cp -a "
              + tree
              + " expected; find expected -type f -links 1 -name 'n*' -exec truncate -s 7 {} +;"
              + " cp -a expected actual",
          directory);
      Cli.Result theirs = Cli.system(Cli.command("cp", List.of("-aT"), tree, expected));
      Cli.Result ours = Cli.jaio(Cli.command("cp", List.of("-aT"), tree, actual));
      assertThat(ours.err()).as(about).isEqualTo(theirs.err().replace("cp: ", "jaio: "));
      assertThat(Snapshot.of(actual, true)).as(about).isEqualTo(Snapshot.of(expected, true));
      Cli.shell("chmod -R u+rwx expected actual; rm -rf expected actual", directory);
    });
  }

  @Test
  void targetsOfLinksStayAsTheyAre() {
    Cli.shell(
        "mkdir tree; cd tree; ln -s a//b 1; ln -s b/ 2; ln -s //x/./y/ 3; ln -s $'\\351//\\377' 4",
        directory);
    assertThat(
            Cli.jaio(
                Cli.command(
                    "cp", List.of("-a"), directory.resolve("tree"), directory.resolve("copy"))))
        .isEqualTo(new Cli.Result(0, "", ""));
    String targets = "for l in 1 2 3 4; do readlink $l; done";
    assertThat(Cli.shell(targets, directory.resolve("copy")).out())
        .isEqualTo("a//b\nb/\n//x/./y/\n\u00e9//\u00ff\n");
    String[] words = Cli.command("stat", List.of("-c", "%N"), directory.resolve("copy/1"));
    compare("stat", words, "");
  }

  @Test
  void aTargetThatTakesNothingIsNamed() {
    Cli.shell("echo content > file; ln -s /dev/full full", directory);
    Path full = directory.resolve("full");
    String[] words = Cli.command("cp", List.of(), directory.resolve("file"), full);
    compare("cp", words, "");
    assertThat(full).isSymbolicLink();
    assertThat(Path.of("/dev/full")).exists();
  }

  @Test
  void holesStayHoles() throws IOException {
    Cli.shell(
        "truncate -s 300M holes; printf x | dd of=holes bs=1 seek=150M conv=notrunc", directory);
    Cli.Result result =
        Cli.jaio("cp", directory.resolve("holes").toString(), directory.resolve("copy").toString());
    assertThat(result.status()).isZero();
    assertThat(Cli.shell("cmp holes copy && stat -c %b copy", directory).out().strip())
        .satisfies(blocks -> assertThat(Integer.parseInt(blocks)).isLessThan(100));
  }
}
