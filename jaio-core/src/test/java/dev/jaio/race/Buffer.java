package dev.jaio.race;

import java.nio.ByteBuffer;

/**
 * A block between two others that nobody may write to. It is used again and again: what was written
 * to it after the end of a cancelled request must still be there when the next one begins.
 */
final class Buffer {

  static final int BLOCK = 4096;

  /** How many blocks the files have. */
  static final int BLOCKS = 64;

  private static final int LAST = BLOCK - Long.BYTES;
  private static final long CANARY = 0xc5c5_1234_9876_5c5cL;

  private final ByteBuffer all =
      ByteBuffer.allocateDirect(4 * BLOCK).alignedSlice(BLOCK).slice(0, 3 * BLOCK);
  private ByteBuffer block;
  private int number; // of the block in the file
  private boolean reads;
  private long stamp; // in the block, or 0

  Buffer() {
    for (int i = 0; i < BLOCK; i += Long.BYTES) {
      all.putLong(i, CANARY).putLong(2 * BLOCK + i, CANARY);
    }
  }

  /** What a block of the file holds. */
  static void fill(ByteBuffer content, int number) {
    content.putLong(0, number).putLong(LAST, ~number);
  }

  /** For the next request. */
  ByteBuffer toRead(int from) {
    next(from, true);
    block.putLong(0, -1).putLong(LAST, -1);
    return block;
  }

  ByteBuffer toWrite(int to) {
    next(to, false);
    fill(block, to);
    return block;
  }

  private void next(int to, boolean forReading) {
    requireStamp();
    stamp = 0;
    number = to;
    reads = forReading;
    block = all.slice(BLOCK, BLOCK);
  }

  /** Throws if anybody has written to it since the last request ended. */
  void requireStamp() {
    if (stamp != 0 && (block.getLong(0) != stamp || block.getLong(LAST) != stamp)) {
      throw new IllegalStateException("written to after a cancel: block " + number);
    }
  }

  /** Throws unless it is as the end of its request has left it. */
  void verify(Object bytes) {
    for (int i = 0; i < BLOCK; i += 512) {
      if (all.getLong(i) != CANARY || all.getLong(2 * BLOCK + i) != CANARY) {
        throw new IllegalStateException("written beside the buffer of block " + number);
      }
    }
    if (all.getLong(LAST) != CANARY || all.getLong(2 * BLOCK + LAST) != CANARY) {
      throw new IllegalStateException("written beside the buffer of block " + number);
    }
    if (bytes == null) {
      stamp = System.nanoTime() | 1;
      block.putLong(0, stamp).putLong(LAST, stamp);
      return;
    }
    boolean right = block.getLong(0) == number && block.getLong(LAST) == ~number;
    if (!bytes.equals(BLOCK) || block.position() != BLOCK || !right) {
      String what = reads ? "read" : "written";
      throw new IllegalStateException(what + ": " + bytes + " bytes, " + block + " " + number);
    }
  }
}
