package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stat shows of every type of file is what that of the system shows. */
class StatTest {

  private static final String DIRECTIVES = "abBdDfFghGinorRstTuUwWxXyYzZA";
  private static final List<String> MODIFIERS =
      List.of(
          "", "15", "-15", "015", "+15", " 15", "#", "#15", "#015", "-#15", "+", " ", "15.3", ".2",
          "25.7", "+.3", "-015", "#.6", "'");

  private static final List<String> FORMATS =
      List.of(
          "%n:%N:%%:%Hd,%Ld:%Hr,%Lr:%Hx:%L",
          "%",
          "%5",
          "%-5%",
          "a\\nb\\x41",
          "%q%!%",
          "%10q|",
          "%8Hd|%-8Ld|",
          "",
          "%X%",
          "%A%a%",
          "%.0Y %.12Z %.1X");

  private static final List<String> ESCAPES =
      List.of(
          "%n\\n",
          "\\x41\\x4g\\x7\\1012\\60\\7z",
          "\\a\\b\\e\\f\\n\\r\\t\\v\\\\\\\"|",
          "\\q\\xg\\",
          "\\45n\\x25s\\xe9\\303\\251",
          "",
          "%s");

  @TempDir Path directory;

  @BeforeEach
  void make() {
    Cli.shell(
        """
        echo 12 > file; touch empty "it's"; mkdir d; ln -s d ld; ln -s nope no; mkfifo pipe
        mknod dev c 1 3; mknod block b 7 300; chmod 4751 file; chown 4242:12 empty
        head -c 3000000 /dev/zero > big; touch -d '1969-02-03 04:05:06.7' d
        touch -hd '2021-02-03 04:05:06.012345678' ld file
        # a look at a link sets the time of access, until that is later than the last change
        for f in big file ld no; do
          for i in 1 2 3 4 5 6 7 8; do
            [ -n "$(find $f -newerac $f)" ] && break
            sleep 0.005; cat $f > /dev/null 2>&1; readlink $f > /dev/null
          done
        done
        true\
        """,
        directory);
  }

  private void same(String... options) {
    List<String> words = new ArrayList<>(List.of("stat"));
    words.addAll(List.of(options));
    for (String each :
        List.of("file", "empty", "it's", "d", "ld", "no", "pipe", "dev", "block", "big", "nope")) {
      words.add(directory + "/" + each);
    }
    words.add("/dev/null");
    String[] command = words.toArray(new String[0]);
    Cli.Result expected = Cli.system(command);
    Cli.Result actual = Cli.jaio(command);
    String what = String.join(" ", options);
    assertThat(actual.out()).as(what).isEqualTo(expected.out());
    assertThat(actual.complaints("jaio")).as(what).isEqualTo(expected.complaints("stat"));
    assertThat(actual.status()).as(what).isEqualTo(expected.status());
  }

  @Test
  void allOfIt() {
    same();
    same("-L");
    same("-t");
    same("--terse", "--dereference");
    same("-t", "-c", "%n");
    same("-c", "%n", "--printf", "%s|");
    same("--printf=%s|", "--format=%n");
  }

  @Test
  void directivesWithAllModifiers() {
    for (String modifiers : MODIFIERS) {
      var format = new StringBuilder();
      DIRECTIVES.chars().forEach(c -> format.append("%c=%%%s%c|".formatted(c, modifiers, c)));
      same("-c", format.toString());
      same("-L", "-c", format.toString().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void formats() {
    FORMATS.forEach(format -> same("-c", format));
    ESCAPES.forEach(format -> same("--printf", format));
  }

  @Test
  void fileSystemsAreNotKnown() {
    Cli.Result r = Cli.jaio("stat", "-f", directory.toString());
    assertThat(r.err())
        .isEqualTo("jaio: -f is not supported: jaio knows files, and no file systems\n");
    assertThat(r.status()).isEqualTo(1);
  }
}
