package dev.jaio.examples;

import dev.jaio.Aio;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Requests as CompletableFutures, to be combined with those of other libraries.
 *
 * <p>Stages without an executor run where the engine delivers, so they should be short; the longer
 * ones say {@code thenApplyAsync}.
 */
public final class Futures {
  private Futures() {}

  /** Copies a file and then reads both; asks for a file that is not there. */
  public static void main(String[] args) throws Exception {
    try (var samples = Samples.create(3);
        var aio = Aio.start()) {
      Path source = samples.files().get(2);
      Path target = samples.directory().resolve("copy.txt");

      CompletableFuture<Boolean> equal =
          aio.copy(source, target)
              .toCompletableFuture()
              .thenCompose(_ ->
                  aio.load(source)
                      .toCompletableFuture()
                      .thenCombine(
                          aio.load(target).toCompletableFuture(), java.util.Arrays::equals));
      System.out.println("copied, and equal: " + equal.join());

      String answer =
          aio.stat(samples.directory().resolve("none"))
              .toCompletableFuture()
              .thenApply(stat -> stat.size() + " bytes")
              .exceptionally(
                  e -> e.getCause() instanceof NoSuchFileException ? "no such file" : "" + e)
              .join();
      System.out.println("none: " + answer);
    }
  }
}
