package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jaio.Aio;
import dev.jaio.FileStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a terminal rm and mv ask before they remove what is write-protected, as GNU's do. */
class ProtectedTest {

  private static final String SETUP =
      """
      mkdir p d d/w e n u deep deep/s; touch a p/x d/w/y u/f deep/s/z deep/1; ln -s a l
      chmod 400 a p/x d/w/y deep/s/z; chmod 500 e d/w; chmod 000 u; mkdir ud; chmod 000 ud\
      """;

  @TempDir(cleanup = CleanupMode.NEVER)
  Path directory;

  @AfterEach
  void remove() {
    Cli.system("bash", "-c", "chmod -R u+rwx \"$0\"; rm -rf \"$0\"", directory.toString());
  }

  /**
   * Theirs as an ordinary user; ours as root without the right to write everything, or as it is.
   */
  private Cli.Result compare(String command, String answers) {
    String script =
        """
        if [ $(id -u) = 0 ]; then
          user="setpriv --reuid=65534 --clear-groups"
          bounded="setpriv --bounding-set=-dac_override,-dac_read_search"
          chmod 755 . && $user true && $bounded true || exit 9
        fi
        for each in theirs ours; do
          mkdir $each; cd $each; SETUP
          [ $each = ours -o -z "$user" ] || chown -hR 65534 .
          if [ $each = theirs ]; then
            printf 'ANSWERS' | $user script -qec '{ COMMAND; echo "= $?"; } 2>&1 | cat' /dev/null
          else
            quoted=$(printf '%q ' "$@")
            printf 'ANSWERS' | $bounded script -qec "{ $quoted COMMAND; echo \\"= \\$?\\"; } 2>&1 | cat" /dev/null
          fi | tr -d '\\r' | sed 's/^\\(rm\\|mv\\|cp\\|jaio\\): //; s/? /?\\n/g' |
            sed 's/^\\(rm\\|mv\\|cp\\|jaio\\): //' | grep -v '^y*n*$' > ../$each.said
          cd ..; chmod -R u+rwx $each; (cd $each && find . | sort) >> $each.said
        done
        cat ours.said; diff theirs.said ours.said\
        """
            .replace("SETUP", SETUP)
            .replace("ANSWERS", answers.replace(" ", "\\n") + "\\n")
            .replace("COMMAND", command);
    Cli.Result r = Program.script(script, directory);
    assumeTrue(Cli.system("script", "--version").status() == 0, "script is not here");
    assumeTrue(r.status() != 9, "the rights of root cannot be laid down");
    return r;
  }

  @ParameterizedTest
  @CsvSource({
    "rm a, y",
    "rm a, n",
    "rm l, y",
    "rm -f a, n",
    "rm -v a n p, y y",
    "rm -d e, y",
    "rm -i a, n",
    "rm -r p, y",
    "rm -r d, y y",
    "rm -r d, n",
    "rm -r e, y",
    "rm -r deep, y",
    "rm -r deep, n",
    "rm -rf p e, n",
    "rm -r u, y y",
    "rm -r ud, y y",
    "rm -ri d, y y y",
    "rm -I -r p, y y",
    "rm -I a p/x n, y n y",
    "mv deep/1 a, y",
    "mv deep/1 a, n",
    "mv -f deep/1 a, n",
    "mv -i deep/1 a, y",
    "mv deep/1 l, n",
    "mv -v deep/1 p/x a, y",
    "cp -i deep/1 a, y",
    "cp -if deep/1 a, y",
    "cp -iv --remove-destination deep/1 a, y",
    "cp -f deep/1 a, y",
  })
  void asksAsTheSystemDoes(String command, String answers) {
    Cli.Result r = compare(command, answers);
    assertThat(r.err()).isEmpty();
    assertThat(r.status()).as(r.out()).isZero();
  }

  /** Whatever is in a pipe cannot be asked. */
  @Test
  void elsewhereItDoesNotAsk() {
    Cli.shell("touch a; chmod 000 a", directory);
    assertThat(Program.script("jaio rm a < /dev/null", directory))
        .isEqualTo(new Cli.Result(0, "", ""));
    assertThat(directory.resolve("a")).doesNotExist();
  }

  @Test
  void privilegesAreThoseOfTheModeUnlessRoots() throws IOException, InterruptedException {
    Path file = Files.createFile(directory.resolve("f"));
    int user = (int) Files.getAttribute(file, "unix:uid");
    int group = (int) Files.getAttribute(file, "unix:gid");
    assertThat(isProtected(file, 0200, user, group, 0)).isFalse();
    assertThat(isProtected(file, 0577, user, group, 0)).isTrue();
    assertThat(isProtected(file, 0577, user, group, 2)).isFalse();
    assertThat(isProtected(file, 0020, user + 1, group, 0)).isFalse();
    assertThat(isProtected(file, 0757, user + 1, group, 0)).isTrue();
    assertThat(isProtected(file, 0002, user + 1, group + 1, 0)).isFalse();
    assertThat(isProtected(file, 0775, user + 1, group + 1, 0)).isTrue();
  }

  private static boolean isProtected(Path file, int mode, int user, int group, int capabilities)
      throws IOException, InterruptedException {
    try (Aio aio = Aio.builder().polled().start()) {
      aio.chmod(file, mode).await();
      FileStat stat = aio.stat(file).await();
      return Privileges.of(
              List.of(
                  "Name:\tjava",
                  "Uid:\t7\t%d\t7\t7".formatted(user),
                  "Gid:\t7\t4242\t7\t7",
                  "Groups:\t5 %d ".formatted(group),
                  "CapEff:\t%016x".formatted(capabilities)))
          .isProtected(stat);
    }
  }
}
