package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system in memory, mounted by root. */
record Tmpfs(Path root) implements AutoCloseable {

  static Tmpfs mount(Path root, String options) throws Exception {
    Files.createDirectories(root);
    run("mount", "-t", "tmpfs", "-o", options, "jaio-test", root.toString());
    return new Tmpfs(root);
  }

  Path file(String name) {
    return root.resolve(name);
  }

  @Override
  public void close() throws IOException {
    try {
      run("umount", "-l", root.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(p.waitFor()).as(String.join(" ", command) + ": " + output).isZero();
  }
}
