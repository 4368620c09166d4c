package dev.jaio.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The files a comparison works on, in a directory of their own. */
final class BenchFiles implements AutoCloseable {

  /** The size of a small file and of a read. */
  static final int BLOCK = 4096;

  private static final int SMALL_FILES = 2_000;
  private static final int LARGE_BLOCKS = 4096;
  private static final long SEED = 42;

  private final Path directory;
  private final Path large;
  private final List<Path> small = new ArrayList<>();

  private BenchFiles(Path directory) {
    this.directory = directory;
    this.large = directory.resolve("large");
  }

  /** Creates them. */
  static BenchFiles create(Path in) throws IOException {
    var files = new BenchFiles(Files.createTempDirectory(in, "jaio-bench-"));
    try {
      files.fill();
      return files;
    } catch (IOException e) {
      try {
        files.close();
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private void fill() throws IOException {
    var block = new byte[BLOCK];
    RandomGenerator.of("L64X128MixRandom").nextBytes(block);
    for (int i = 0; i < SMALL_FILES; i++) {
      Path file = directory.resolve("file-" + i);
      Files.write(file, block);
      small.add(file);
    }
    try (var channel =
        Files.newByteChannel(
            large,
            java.util.EnumSet.of(
                java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE))) {
      for (int i = 0; i < LARGE_BLOCKS; i++) {
        channel.write(ByteBuffer.wrap(block));
      }
    }
  }

  /** How many bytes and files there are, in words. */
  String describe() {
    return SMALL_FILES + " files of 4 KiB and one of 16 MiB";
  }

  Path large() {
    return large;
  }

  /** A small file, a different one at each step. */
  Path small(long step) {
    return small.get((int) Math.floorMod(step, (long) SMALL_FILES));
  }

  /** A position in the large file, a different one at each step. */
  static long position(long step) {
    return Math.floorMod(step * (SEED * 2 + 1), (long) LARGE_BLOCKS) * BLOCK;
  }

  @Override
  public void close() throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, java.io.IOException e)
              throws IOException {
            Files.deleteIfExists(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
