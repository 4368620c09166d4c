package dev.jaio.environment;

import dev.jaio.Aio;
import dev.jaio.Backend;
import java.nio.file.Path;

/**
 * Prints which backend an engine gets in this JVM, and uses it; the arguments are what the builder
 * is asked for, if anything.
 */
final class ChoiceMain {

  private ChoiceMain() {}

  public static void main(String[] args) throws Exception {
    var builder = Aio.builder();
    for (String wanted : args) {
      builder.backend(Backend.valueOf(wanted));
    }
    try (Aio aio = builder.start()) {
      boolean works =
          aio.stat(Path.of("/")).await().isDirectory()
              && !aio.readdir(Path.of("/")).await().isEmpty();
      System.out.println(aio.backend() + (works ? "" : " does not work"));
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      System.out.println(e);
    }
  }
}
