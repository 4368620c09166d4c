package dev.jaio.cli;

import dev.jaio.AsyncFile;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Copies pieces of a file, and leaves out blocks that hold nothing but zeros. */
final class CopySparse {

  private static final int SIZE = 1 << 18;

  /** What a hole is made of, at least. */
  private static final int BLOCK = 1 << 12;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(BLOCK);

  /** How a piece ended. */
  interface End {

    /**
     * It ended.
     *
     * @param moved how far the copy has come
     * @param reading whether it failed while it read
     * @param error why it failed, or null
     */
    void ended(int moved, boolean reading, @Nullable Throwable error);
  }

  private final AsyncFile from;
  private final AsyncFile to;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);

  CopySparse(AsyncFile from, AsyncFile to) {
    this.from = from;
    this.to = to;
  }

  /** Copies at most so many bytes; none at the end of the file. */
  void copy(long position, long most, End end) {
    buffer.clear().limit((int) Math.min(SIZE, most));
    from.read(buffer, position)
        .onTransfer((read, error) -> {
          if (error != null) {
            end.ended(0, true, error);
          } else {
            buffer.flip();
            write(position, Math.max(0, read), end);
          }
        });
  }

  /** Writes what follows in the buffer up to the next hole. */
  private void write(long position, int length, End end) {
    int data = buffer.position();
    while (data < length && isHole(data, length)) {
      data = next(data, length);
    }
    int hole = data;
    while (hole < length && !isHole(hole, length)) {
      hole = next(hole, length);
    }
    if (data == hole) {
      end.ended(length, false, null);
      return;
    }
    ByteBuffer piece = buffer.slice(data, hole - data);
    buffer.position(hole);
    to.writeFully(piece, position + data)
        .onTransfer((_, error) -> {
          if (error != null) {
            end.ended(0, false, error);
          } else {
            write(position, length, end);
          }
        });
  }

  private static int next(int block, int length) {
    return Math.min(block + BLOCK, length);
  }

  private boolean isHole(int block, int length) {
    int size = next(block, length) - block;
    return buffer.slice(block, size).mismatch(ZEROS.slice(0, size)) < 0;
  }
}
