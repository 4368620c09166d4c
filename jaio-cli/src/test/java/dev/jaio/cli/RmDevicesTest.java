package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rm --one-file-system} leaves what is mounted in a tree, and says so as GNU's does. */
class RmDevicesTest {

  @TempDir Path directory;

  /** In a name space of its own, where it may mount something. */
  @ParameterizedTest
  @ValueSource(strings = {"-r --one-file-system", "-rf --one-file-system", "-ri --one-file-system"})
  void otherDevicesAreLeft(String options) {
    String script =
        """
        unshare -m -- bash -c '
        for each in theirs ours; do
          mkdir -p $each && cd $each && mkdir -p tree/fs tree/x && touch tree/x/b
          mount -t tmpfs none tree/fs && touch tree/fs/a || exit 9
          if [ $each = theirs ]; then tool="rm"; else tool="$* rm"; fi
          yes | $tool OPTIONS tree > out 2>&1; echo ${PIPESTATUS[1]} >> out
          sed -i "s/? /?\\n/g" out; sed -i "s/^rm: /jaio: /" out; sort out > sorted; find tree | sort >> sorted
          cd ..
        done
        cat ours/sorted; diff theirs/sorted ours/sorted' - "$@"\
        """
            .replace("OPTIONS", options);
    Cli.Result r = Program.script(script, directory);
    assumeTrue(r.status() != 9 && !r.err().contains("unshare"), "nothing may be mounted");
    assertThat(r.err()).isEmpty();
    assertThat(r.status()).as(r.out()).isZero();
    assertThat(r.out())
        .contains("jaio: skipping 'tree/fs', since it's on a different device\n", "tree/fs/a\n");
  }
}
