package dev.jaio.benchmarks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;

/**
 * The files that are worked on. Each says which one it is, so that every result can be checked: a
 * file to stat by its size, a small file and a block of the large one by its first 8 bytes.
 */
final class Data {

  /** Files to stat, 1000 in each directory; file n has the size n and no blocks. */
  private static final int STAT_FILES = 100_000;

  /** Files of one block. */
  private static final int SMALL_FILES = 20_000;

  /** How many times as many there are to see how cost grows. */
  private static final int GROWN = 10;

  /** Of the small files and of each read. */
  static final int BLOCK = 4096;

  /** Of the large file. */
  static final int BLOCKS = (1 << 30) / BLOCK;

  private static final int PER_DIRECTORY = 1000;
  private static final int CHUNK = 256; // blocks written at once

  private final Path root;
  private final Path statRoot;
  private final Path[] stat;
  private final Path[] statNames;
  private final Path[] small;

  private Data(Path root, int times) {
    String suffix = times == 1 ? "" : Integer.toString(times);
    this.root = root;
    this.statRoot = root.resolve("stat" + suffix);
    this.stat = names(statRoot, times * STAT_FILES);
    this.statNames = names(Path.of(""), times * STAT_FILES);
    this.small = names(root.resolve("small" + suffix), times * SMALL_FILES);
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
    return new Data(root, 1);
  }

  /** Ten times as many files to stat and small ones. */
  Data grown() {
    return new Data(root, GROWN);
  }

  /** Makes what is not there yet. */
  static void prepare(Path root, boolean grown) throws IOException {
    var data = new Data(root, 1);
    if (!Files.exists(root.resolve("complete-1"))) {
      System.out.println("preparing the data in " + root + " (1.1 GiB, once)");
      data.makeFiles();
      data.makeLargeFile();
      Files.writeString(root.resolve("complete-1"), "");
    }
    if (grown && !Files.exists(root.resolve("complete-" + GROWN))) {
      System.out.println("preparing 1,200,000 files in " + root + " (1 GiB, once)");
      data.grown().makeFiles();
      Files.writeString(root.resolve("complete-" + GROWN), "");
    }
  }

  /** Brings everything into the system's caches, which may have let go of what was idle. */
  void warm() throws IOException {
    readLargeFile();
    for (Path p : stat) {
      Files.readAttributes(p, BasicFileAttributes.class);
    }
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    for (Path p : small) {
      try (var c = FileChannel.open(p)) {
        c.read(block.clear());
      }
    }
  }

  private void makeFiles() throws IOException {
    makeStatFiles();
    makeSmallFiles();
  }

  private void makeStatFiles() throws IOException {
    for (int i = 0; i < stat.length; i++) {
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
    for (int i = 0; i < small.length; i++) {
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
    return stat[s.pick(stat.length)];
  }

  /** The directory that {@link #nextStatName} is relative to. */
  Path statRoot() {
    return statRoot;
  }

  /** As {@link #nextStat}, relative to {@link #statRoot}. */
  Path nextStatName(Slot s) {
    return statNames[s.pick(statNames.length)];
  }

  /** All small files. */
  List<Path> smallFiles() {
    return List.of(small);
  }

  /** The next small file, its number in the slot. */
  Path nextSmall(Slot s) {
    return small[s.pick(small.length)];
  }

  /** The position of the next block of the large file, its number in the slot. */
  static long nextBlock(Slot s) {
    return (long) s.pick(BLOCKS) * BLOCK;
  }

  /** The files to stat. */
  Path[] statFiles() {
    return stat;
  }

  /** Where all lies. */
  Path root() {
    return root;
  }

  /** The large file. */
  Path large() {
    return root.resolve("large");
  }
}
