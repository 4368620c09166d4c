package dev.jaio.hang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jaio.internal.posix.Jvm;
import dev.jaio.internal.posix.RawCalls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file system of {@link FuseMain}, mounted by root; unmounted however the test ends. */
final class Fuse implements AutoCloseable {

  private static final Path DEVICE = Path.of("/dev/fuse");
  private static final int MNT_FORCE_AND_DETACH = 3;

  private final Path root;
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;

  private Fuse(Path root, Process process) {
    this.root = root;
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /** Mounts it on a new directory. Skips the test where that cannot be. */
  static Fuse mount(Path root) throws IOException {
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "ROOT");
    assumeTrue(Files.isReadable(DEVICE), "FUSE: there is no " + DEVICE);
    Files.createDirectory(root);
    var fuse =
        new Fuse(
            root,
            Jvm.jvm()
                .options("--enable-native-access=ALL-UNNAMED", "-Xmx64m")
                .start(FuseMain.class, root.toString()));
    String answer = fuse.answer();
    if (!answer.equals("ready")) {
      fuse.close();
    }
    assumeTrue(!answer.startsWith("refused"), "FUSE: " + answer);
    assertThat(answer).isEqualTo("ready");
    return fuse;
  }

  Path file(String name) {
    return root.resolve(name);
  }

  private String answer() {
    try {
      String line = answers.readLine();
      return line == null ? "nothing" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has got so many more reads, and keeps them. */
  void awaitReads(String name, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(answer()).isEqualTo("read " + name);
    }
  }

  /** How many reads hang now. */
  int held() {
    orders.println("held");
    String answer = answer();
    assertThat(answer).startsWith("held ");
    return Integer.parseInt(answer.substring("held ".length()));
  }

  /** Answers all that hang. */
  void release() {
    orders.println("release");
    assertThat(answer()).isEqualTo("released");
  }

  @Override
  public void close() {
    orders.close(); // it unmounts, and ends
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    try (var arena = Arena.ofConfined()) { // nothing to do, unless it has died
      RawCalls.umount2(arena.allocateFrom(root.toString()).address(), MNT_FORCE_AND_DETACH);
    }
  }
}
