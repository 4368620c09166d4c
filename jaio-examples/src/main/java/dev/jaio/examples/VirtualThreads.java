package dev.jaio.examples;

import dev.jaio.Aio;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One virtual thread per file, written as if it blocked.
 *
 * <p>{@code await()} parks the virtual thread and never holds its carrier, as blocking methods of
 * {@code FileChannel} do: thousands may wait for a slow disk and the others go on.
 */
public final class VirtualThreads {
  private VirtualThreads() {}

  private static int lines(Aio aio, Path path) throws Exception {
    int lines = 0;
    try (var file = aio.open(path).await()) {
      var buffer = ByteBuffer.allocateDirect(4096);
      for (long position = 0; ; ) {
        int n = file.read(buffer.clear(), position).awaitBytes();
        if (n < 0) {
          return lines;
        }
        position += n;
        for (int i = 0; i < n; i++) {
          lines += buffer.get(i) == '\n' ? 1 : 0;
        }
      }
    }
  }

  /** Counts the lines of many files. */
  public static void main(String[] args) throws Exception {
    try (var samples = Samples.create(100);
        var aio = Aio.start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var counts = new ArrayList<Future<Integer>>();
      for (Path path : samples.files()) {
        counts.add(threads.submit(() -> lines(aio, path)));
      }
      int total = 0;
      for (Future<Integer> count : counts) {
        total += count.get();
      }
      System.out.println(counts.size() + " files, " + total + " lines");
    }
  }
}
