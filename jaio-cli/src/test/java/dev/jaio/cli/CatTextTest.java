package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code cat} does to lines is what the system's does. */
class CatTextTest {

  private static final byte[] OFTEN = {'\n', '\n', '\n', '\t', '\r', 'a', ' ', 0x7F, (byte) 0x80};

  @TempDir Path directory;

  @Test
  void linesAreShownAsTheSystemShowsThem() throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      Path first = file("first", random);
      Path second = file("second", random);
      var options = new StringBuilder("-u");
      for (char each : "AbeEnstTv".toCharArray()) {
        if (random.nextInt(4) == 0) {
          options.append(each);
        }
      }
      String[] words = Cli.command("cat", List.of(options.toString()), first, second);
      assertThat(Cli.jaio(words)).as("seed " + seed + options).isEqualTo(Cli.system(words));
    }
  }

  private Path file(String name, Random random) throws IOException {
    var content = new byte[random.nextInt(300_000)];
    random.nextBytes(content);
    for (int i = 0; i < content.length; i++) {
      if (random.nextInt(3) != 0) {
        content[i] = OFTEN[random.nextInt(OFTEN.length)];
      }
    }
    return Files.write(directory.resolve(name), content);
  }
}
