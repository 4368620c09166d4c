package dev.jaio.benchmarks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * The files that are worked on. Each says which one it is, so that every result can be checked: a
 * file to stat by its size, a small file and a block of the large one by its first 8 bytes.
 */
final class Data {

  /** Files to stat, 1000 in each directory; file n has the size n and no blocks. */
  static final int STAT_FILES = 100_000;

  /** Files of one block. */
  static final int SMALL_FILES = 20_000;

  /** Of the small files and of each read. */
  static final int BLOCK = 4096;

  /** Of the large file. */
  static final int BLOCKS = (1 << 30) / BLOCK;

  private static final int PER_DIRECTORY = 1000;
  private static final int CHUNK = 256; // blocks written at once

  private final Path root;
  private final Path[] stat;
  private final Path[] small;

  private Data(Path root) {
    this.root = root;
    this.stat = names(root.resolve("stat"), STAT_FILES);
    this.small = names(root.resolve("small"), SMALL_FILES);
  }

  private static Path[] names(Path directory, int count) {
    var paths = new Path[count];
    for (int i = 0; i < count; i++) {
      paths[i] =
          directory.resolve(
              String.format(Locale.ROOT, "d%02d/f%03d", i / PER_DIRECTORY, i % PER_DIRECTORY));
    }
    return paths;
  }

  /** What {@link #prepare} has made. */
  static Data at(Path root) {
    return new Data(root);
  }

  /** Makes what is not there yet. */
  static void prepare(Path root) throws IOException {
    Path done = root.resolve("complete-1");
    if (!Files.exists(done)) {
      System.out.println("preparing the data in " + root + " (1.1 GiB, once)");
      var data = new Data(root);
      data.makeStatFiles();
      data.makeSmallFiles();
      data.makeLargeFile();
      Files.writeString(done, "");
    }
    new Data(root).readLargeFile();
  }

  private void makeStatFiles() throws IOException {
    for (int i = 0; i < STAT_FILES; i++) {
      if (i % PER_DIRECTORY == 0) {
        Files.createDirectories(stat[i].getParent());
      }
      try (var f = new RandomAccessFile(stat[i].toFile(), "rw")) {
        f.setLength(i);
      }
    }
  }

  private void makeSmallFiles() throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < SMALL_FILES; i++) {
      if (i % PER_DIRECTORY == 0) {
        Files.createDirectories(small[i].getParent());
      }
      block.clear().putLong(0, i);
      try (var c =
          FileChannel.open(small[i], StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        c.write(block);
      }
    }
  }

  private void makeLargeFile() throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    try (var c = FileChannel.open(large(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int i = 0; i < BLOCKS; i += CHUNK) {
        for (int k = 0; k < CHUNK; k++) {
          chunk.putLong(k * BLOCK, i + k);
        }
        c.write(chunk.clear(), (long) i * BLOCK);
      }
      c.force(true);
    }
  }

  /** So that it is in the system's cache. */
  private void readLargeFile() throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK * BLOCK);
    try (var c = FileChannel.open(large())) {
      while (c.read(chunk.clear()) > 0) {
        // only to have read it
      }
    }
  }

  /** The next file to stat, its number in the slot. */
  Path nextStat(Slot s) {
    return stat[s.pick(STAT_FILES)];
  }

  /** The next small file, its number in the slot. */
  Path nextSmall(Slot s) {
    return small[s.pick(SMALL_FILES)];
  }

  /** The position of the next block of the large file, its number in the slot. */
  static long nextBlock(Slot s) {
    return (long) s.pick(BLOCKS) * BLOCK;
  }

  /** The files to stat. */
  Path[] statFiles() {
    return stat;
  }

  /** The large file. */
  Path large() {
    return root.resolve("large");
  }
}
