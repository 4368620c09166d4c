package dev.jaio.examples;

import dev.jaio.Aio;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;

/**
 * A loop around a java.nio Selector, as many servers have one.
 *
 * <p>The engine is one more channel to select on. It is readable exactly while {@code poll()} has
 * work to do, and every callback runs inside {@code poll()}: on the loop's own thread, so that the
 * program needs no lock.
 */
public final class SelectorLoop {
  private SelectorLoop() {}

  private static int missing;

  /** Asks for the sizes of some files and selects until all have been told. */
  public static void main(String[] args) throws Exception {
    try (var samples = Samples.create(5);
        var selector = Selector.open();
        var aio = Aio.builder().polled().start()) {

      aio.pollChannel().register(selector, SelectionKey.OP_READ, (Runnable) aio::poll);
      // sockets would be registered here as well, each with what has to be done when it is ready

      missing = samples.files().size();
      for (Path file : samples.files()) {
        aio.stat(file)
            .onComplete((stat, error) -> {
              missing--;
              System.out.println(file.getFileName() + ": " + (error != null ? error : stat.size()));
            });
      }
      while (missing > 0) {
        selector.select(key -> ((Runnable) key.attachment()).run());
      }
    }
  }
}
