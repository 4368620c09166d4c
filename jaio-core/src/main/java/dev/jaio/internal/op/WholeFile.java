package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** The content of a file, which may have become longer or shorter than its size said. */
final class WholeFile {

  /** The longest array that JVMs make. */
  static final int MAX = Integer.MAX_VALUE - 8;

  /** What is read before it is copied to the heap: it should still be in the processor's cache. */
  private static final int CHUNK = 256 << 10;

  private static final int MIN = 4096;

  private final int expected;
  private final BooleanSupplier cancelled;
  private byte[] bytes;
  private int size;

  /**
   * Makes room.
   *
   * @param expected the size, 0 if unknown
   * @param cancelled asked after each read
   */
  WholeFile(int expected, BooleanSupplier cancelled) {
    this.expected = expected;
    this.cancelled = cancelled;
    this.bytes = new byte[expected];
  }

  /** Reads to the end; 0 or a negated errno. */
  int read(Posix p, int fd) {
    int n;
    int wanted;
    do {
      wanted = wanted();
      long buffer = p.scratch().transfer(wanted);
      do {
        n = (int) p.kernel().read(p.scratch(), fd, buffer, wanted);
      } while (n == -Errno.EINTR);
      n = n < 0 ? n : room(n);
      if (n < 0) {
        return n;
      }
      Memory.copy(buffer, bytes, size, n);
      size += n;
    } while (!isEnd(n, wanted));
    return 0;
  }

  /** Reads to the end; 0 or a negated errno. */
  int read(Nio nio, FileChannel channel) throws IOException {
    int n;
    int wanted;
    do {
      wanted = wanted();
      ByteBuffer buffer = nio.bounce(wanted);
      n = room(Math.max(0, channel.read(buffer)));
      if (n < 0) {
        return n;
      }
      buffer.flip().get(bytes, size, n);
      size += n;
    } while (!isEnd(n, wanted));
    return 0;
  }

  /** How many bytes to ask for: what is missing and one more, which tells whether it is the end. */
  private int wanted() {
    int missing = expected - size;
    return missing <= 0 || missing >= CHUNK ? CHUNK : missing + 1;
  }

  /** Whether a read that gave {@code n} bytes was the last one needed. */
  private boolean isEnd(int n, int wanted) {
    return n == 0 || (expected > 0 && size >= expected && n < wanted);
  }

  /** Makes room for what was read; its length or a negated errno. */
  private int room(int n) {
    if (cancelled.getAsBoolean()) {
      return -Errno.ECANCELED;
    }
    if (n > MAX - size) {
      return -Errno.EFBIG;
    }
    if (size + n > bytes.length) {
      int twice = bytes.length > MAX / 2 ? MAX : 2 * bytes.length;
      bytes = Arrays.copyOf(bytes, Math.max(Math.max(size + n, twice), MIN));
    }
    return n;
  }

  /** What was read. */
  byte[] toArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
