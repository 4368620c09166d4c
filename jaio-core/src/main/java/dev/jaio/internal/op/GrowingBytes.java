package dev.jaio.internal.op;

import java.util.Arrays;

/** The content of a file that may have become longer or shorter than it said. */
final class GrowingBytes {

  /** The longest array that JVMs make. */
  static final int MAX = Integer.MAX_VALUE - 8;

  private static final int MIN = 4096;

  private final int expected;
  private byte[] bytes;
  private int size;

  /** Expects a number of bytes; 0: unknown. */
  GrowingBytes(int expected) {
    this.expected = expected;
    this.bytes = new byte[expected];
  }

  /** How many bytes to ask for: what is missing and one more, which tells whether it is the end. */
  int wanted(int max) {
    return expected - size >= max || size >= expected ? max : expected - size + 1;
  }

  /** Whether a read that gave this much has found the end, and no further one is needed. */
  boolean isEnd(int read, int asked) {
    return read == 0 || (expected > 0 && size >= expected && read < asked);
  }

  /** Makes room behind what there is. False if no array is that long. */
  boolean hasRoom(int count) {
    if (count > MAX - size) {
      return false;
    }
    int least = size + count;
    if (least > bytes.length) {
      int twice = bytes.length > MAX / 2 ? MAX : 2 * bytes.length;
      bytes = Arrays.copyOf(bytes, Math.max(Math.max(least, twice), MIN));
    }
    return true;
  }

  /** Where to put what was read, from {@link #size} on. */
  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  /** Counts what was put there. */
  void added(int count) {
    size += count;
  }

  /** The content, without room. */
  byte[] toArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
