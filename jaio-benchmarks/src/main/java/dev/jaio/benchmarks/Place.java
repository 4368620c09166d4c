package dev.jaio.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory of a slot's own, so that no slot waits for the lock of another's: a file of 1 MiB,
 * and a name that is free.
 */
final class Place {

  private static final int BLOCKS = 256;

  private final Path directory;
  private final FileChannel channel;
  private final ByteBuffer block = ByteBuffer.allocateDirect(Data.BLOCK);

  /** Whether what is done there and back is to be done back. */
  boolean there;

  private Place(Path directory) throws IOException {
    this.directory = Files.createDirectory(directory);
    this.channel =
        FileChannel.open(file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    for (int i = 0; i < BLOCKS; i++) {
      channel.write(block(), (long) i * Data.BLOCK);
    }
    channel.force(true); // what is measured is not when this is written
  }

  /** The file. */
  Path file() {
    return directory.resolve("file");
  }

  /** A name that is free, or taken by what was done. */
  Path name() {
    return directory.resolve("name");
  }

  /** The file, opened for writing. */
  FileChannel channel() {
    return channel;
  }

  /** A block to write. */
  ByteBuffer block() {
    return block.clear();
  }

  /** Where to write it. */
  static long position(Slot s) {
    return (long) s.pick(BLOCKS) * Data.BLOCK;
  }

  private void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(name());
    Files.deleteIfExists(file());
    Files.delete(directory);
  }

  /** The places of all slots of a workload, which go with it. */
  static final class All implements Closeable {
    private final Path root;
    private final Map<Slot, Place> places = new ConcurrentHashMap<>();

    All(Data data) throws IOException {
      root = Files.createTempDirectory(data.root(), "places");
    }

    /** The place of a slot, made at its first use. */
    Place of(Slot s) {
      Place p = places.get(s);
      return p != null ? p : places.computeIfAbsent(s, this::create);
    }

    private Place create(Slot s) {
      try {
        return new Place(root.resolve(Integer.toHexString(System.identityHashCode(s))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      for (Place p : places.values()) {
        p.delete();
      }
      Files.delete(root);
    }
  }
}
