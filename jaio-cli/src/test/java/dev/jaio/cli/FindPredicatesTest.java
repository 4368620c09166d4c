package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of find by times, owners and numbers say what those of the system say. */
class FindPredicatesTest {

  private static final int ATTEMPTS = 100;
  private static final List<String> NUMBERS =
      List.of(
          "0", "+0", "-0", "1", "+1", "-1", "2", "+2", "-2", "1.5", "+.5", "-1.02", "2.", "1e0");

  @TempDir Path directory;

  /** What is shown between two runs of the system that agree: the clock goes on meanwhile. */
  private static Cli.Result same(String... words) {
    Cli.Result before = Cli.system(words);
    Cli.Result ours = Cli.jaio(words);
    Cli.Result after = Cli.system(words);
    for (int i = 0; !before.out().equals(after.out()) && i < ATTEMPTS; i++) {
      before = after;
      ours = Cli.jaio(words);
      after = Cli.system(words);
    }
    String what = String.join(" ", words);
    assertThat(ours.out().lines().sorted())
        .as(what)
        .containsExactlyElementsOf(after.out().lines().sorted().toList());
    assertThat(ours.complaints("jaio")).as(what).isEqualTo(after.complaints("find"));
    assertThat(ours.status()).as(what).isEqualTo(after.status());
    return ours;
  }

  private void age(String name, double seconds) throws IOException {
    Path file = directory.resolve(name);
    Instant time = Instant.now().minusNanos((long) (seconds * 1e9));
    Files.createFile(file);
    Files.setAttribute(file, "lastAccessTime", FileTime.from(time));
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  @Test
  void minutesAreRoundedUp() throws IOException {
    for (int i = -1; i < 8; i++) {
      age("m" + i, 30 * i + 15);
    }
    for (String number : NUMBERS) {
      for (String test : List.of("-mmin", "-amin", "-cmin")) {
        same("find", directory.toString(), "-type", "f", test, number);
      }
    }
  }

  @Test
  void daysAreRoundedDown() throws IOException {
    for (int i = -1; i < 8; i++) {
      age("d" + i, 43_200 * i + 21_600);
    }
    for (String number : NUMBERS) {
      for (String test : List.of("-mtime", "-atime", "-ctime")) {
        same("find", directory.toString(), "-type", "f", test, number);
      }
    }
  }

  /** A day and less than a second is less than a day, and is a day. */
  @Test
  void aSecondMoreThanADayIsStillLess() throws IOException {
    same("find", "/etc", "-maxdepth", "1", "-ctime", "+2", "-cmin", "-20000.5");
    boolean shown = false;
    for (int i = 0; !shown && i < ATTEMPTS; i++) {
      age("d" + i, 86_400);
      shown =
          same("find", directory.toString(), "-name", "d" + i, "-mtime", "-1").out().length() > 0;
      same("find", directory.toString(), "-name", "d" + i, "-mtime", "1");
    }
    assertThat(shown).isTrue();
  }

  static Stream<String> expressions() {
    String[] letters = {"aa", "ac", "am", "ca", "cc", "cm", "ma", "mc", "mm"};
    Stream<String> newer = Stream.of(letters).map(xy -> "-newer" + xy + " @/t1");
    return Stream.concat(newer, Stream.of(OTHERS));
  }

  private static final String[] OTHERS = {
    "-newer @/t1",
    "-anewer @/t1",
    "-cnewer @/t1",
    "-newer @/nope",
    "-anewer @/nope",
    "-newermm ~",
    "-newer",
    "-newerxy @/t1",
    "-newera @/t1",
    "-newermma @/t1",
    "-newer @/link",
    "-links 1",
    "-links +1",
    "-links -2",
    "-links x",
    "-inum 1x",
    "-uid 0",
    "-uid +0",
    "-uid -1",
    "-uid +x",
    "-uid ~",
    "-gid 12",
    "-gid +11",
    "-user root",
    "-user 0",
    "-user nobody",
    "-user 4242",
    "-user nope",
    "-user -1",
    "-user 0x",
    "-user ~",
    "-group root",
    "-group 12",
    "-group nope",
    "-group ~",
    "-samefile @/t1",
    "-samefile @/link",
    "-samefile @/d",
    "-samefile @/nope",
    "-samefile @/dangling",
    "-mtime x",
    "-mtime ~",
    "-mtime +",
    "-mtime 1e1000",
    "-amin 1x",
    "-cmin .",
    "-xdev",
    "-mount -type f",
    "-type d -xdev -empty",
  };

  @Test
  void expressionsSayTheSame() {
    Cli.shell(
        """
        for i in 0 1 2 3; do touch t$i; touch -a -d "2020-02-0$((1 + i % 2)) 01:02:03.4" t$i; done
        touch -m -d '2020-02-02 01:02:03.4' t1; touch -m -d '2020-02-01 01:02:03.400000001' t2
        ln t1 t4; ln -s t1 link; ln -s nope dangling; mkdir d
        chown 4242:12 t2 t3; chown -h nobody link\
        """,
        directory);
    expressions()
        .forEach(expression -> {
          boolean links = expression.contains("link") || expression.contains("dang");
          for (String option : links ? List.of("-P", "-H", "-L") : List.of("-P")) {
            String[] words = ("find " + option + " @ " + expression).split(" ");
            for (int i = 0; i < words.length; i++) {
              words[i] = words[i].replace("@", directory.toString()).replace("~", "");
            }
            same(words);
          }
        });
  }

  @Test
  void filesAreFoundByInode() throws IOException {
    age("a", 0);
    Files.createLink(directory.resolve("b"), directory.resolve("a"));
    String number = Cli.system("stat", "-c", "%i", directory.resolve("a").toString()).out().strip();
    for (String argument : List.of(number, "+" + number, "-" + number)) {
      same("find", directory.toString(), "-inum", argument);
    }
  }

  /** findutils may have been built without them. */
  @Test
  void birthTimes() {
    Cli.shell("touch old && sleep 0.02 && touch new && touch -d 2020-02-02 new", directory);
    String all = directory.toString();
    Cli.Result r = Cli.jaio("find", all, "-newerBB", all + "/old");
    assumeTrue(!r.err().contains("Cannot obtain birth time"), "none are kept");
    assertThat(r.out()).isEqualTo(all + "/new\n");
    assertThat(Cli.jaio("find", all, "-newermB", all + "/new").out()).doesNotContain("new");
  }

  @Test
  void timesInWordsAreRefused() {
    Cli.Result r = Cli.jaio("find", directory.toString(), "-newermt", "yesterday");
    assertThat(r.err())
        .isEqualTo("jaio: -newermt is not supported: -newermm FILE takes a file's time\n");
    assertThat(r.status()).isEqualTo(1);
  }

  @Test
  void xdevStaysOnTheDevice() {
    boolean mounted = Cli.system("mountpoint", "-q", "/dev/pts").status() == 0;
    assumeTrue(mounted, "nothing is known to be mounted");
    Cli.Result r = same("find", "/dev", "-xdev");
    assertThat(r.out().lines()).contains("/dev/pts").noneMatch(l -> l.startsWith("/dev/pts/"));
    same("find", "/dev", "-mount", "-type", "d", "-empty");
    same("find", "/dev", "-depth", "-xdev", "-links", "+0");
    same("find", "/dev/pts/", "/dev", "-xdev", "-maxdepth", "1", "-name", "ptmx");
  }

  /** In a name space of its own, where it may mount something. */
  @Test
  void xdevDeletesNothingElsewhere() {
    String script =
        """
        mkdir -p tree/fs tree/x && touch tree/x/b
        unshare -m -- bash -c 'mount -t tmpfs none tree/fs && touch tree/fs/a || exit 9
        "$@" find tree -xdev -delete; find tree | sort' - "$@"\
        """;
    Cli.Result r = Program.script(script, directory);
    assumeTrue(r.status() != 9 && !r.err().contains("unshare"), "nothing may be mounted");
    assertThat(r.out()).isEqualTo("tree\ntree/fs\ntree/fs/a\n");
    assertThat(r.err()).contains("cannot delete 'tree/fs': ").contains("cannot delete 'tree': ");
  }
}
