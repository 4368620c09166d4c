package dev.jaio.sim;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The two files of a simulation, and what must be in them: one is only read, and its bytes tell
 * where they stand; the other has regions, each of them in the hands of one request at a time.
 */
final class Disk implements AutoCloseable {

  static final int READ_SIZE = 256 << 10;
  static final int REGION = 4096;
  private static final int REGIONS = 64;

  final Path readOnly;
  final Path regions;
  final Path dir;
  private final FileChannel channel; // of the regions, past everything that is simulated
  private final byte[] content = new byte[REGIONS * REGION];
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private final boolean[] lost = new boolean[REGIONS];
  private final ByteBuffer seen = ByteBuffer.allocateDirect(REGION);

  Disk(Path dir) throws IOException {
    this.dir = dir;
    readOnly = dir.resolve("read-only");
    regions = dir.resolve("regions");
    if (!Files.exists(readOnly)) {
      var bytes = new byte[READ_SIZE];
      for (int i = 0; i < READ_SIZE; i++) {
        bytes[i] = at(i);
      }
      Files.write(readOnly, bytes);
    }
    channel =
        FileChannel.open(
            regions,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    channel.write(ByteBuffer.wrap(content), 0);
    for (int i = 0; i < REGIONS; i++) {
      free.add(i);
    }
  }

  /** The byte of the file that is only read. */
  static byte at(long offset) {
    return (byte) (offset * 31 + (offset >>> 8) * 7 + (offset >>> 16));
  }

  // ------------------------------------------------------------------ regions

  /** A region that nobody has, or -1. */
  int take() {
    return free.isEmpty() ? -1 : free.poll();
  }

  void giveBack(int region) {
    free.add(region);
  }

  /** What the kernel still has nobody may look at ever again. */
  void lose(int region) {
    lost[region] = true;
  }

  /** Whether a region holds these bytes. */
  boolean matches(int region, int from, MemorySegment bytes, int length) {
    int at = region * REGION + from;
    return bytes.asSlice(0, length).mismatch(MemorySegment.ofArray(content).asSlice(at, length))
        == -1;
  }

  /** Bytes were written, all of them. */
  void written(int region, int from, byte[] bytes, int length) {
    System.arraycopy(bytes, 0, content, region * REGION + from, length);
    check(region);
  }

  /** Bytes may have been written, or some of them: what is there is looked at, and stays. */
  void maybeWritten(int region, int from, byte[] bytes) {
    byte[] now = read(region);
    for (int i = 0; i < REGION; i++) {
      byte before = content[region * REGION + i];
      boolean inside = i >= from && i < from + bytes.length;
      if (now[i] != before && !(inside && now[i] == bytes[i - from])) {
        throw new SimFailure("region %d holds at %d what nobody wrote".formatted(region, i));
      }
    }
    System.arraycopy(now, 0, content, region * REGION, REGION);
  }

  private void check(int region) {
    int at = region * REGION;
    if (!Arrays.equals(read(region), 0, REGION, content, at, at + REGION)) {
      throw new SimFailure("region %d does not hold what was written".formatted(region));
    }
  }

  /** Looks at all regions that nobody has. */
  void checkAll() {
    for (int i = 0; i < REGIONS; i++) {
      if (!lost[i]) {
        check(i);
      }
    }
  }

  private byte[] read(int region) {
    try {
      seen.clear();
      if (channel.read(seen, (long) region * REGION) != REGION) {
        throw new SimFailure("the file was cut");
      }
    } catch (IOException e) {
      throw new SimFailure("cannot read", e);
    }
    var bytes = new byte[REGION];
    seen.flip().get(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  // ------------------------------------------------------------------ what is only read

  /** Whether memory holds what the file that is only read has there. */
  static boolean isAt(long offset, MemorySegment bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes.get(ValueLayout.JAVA_BYTE, i) != at(offset + i)) {
        return false;
      }
    }
    return true;
  }
}
