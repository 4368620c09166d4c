package dev.jaio.cli;

import dev.jaio.AsyncFile;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Copies what can only be read as it comes, as from a pipe, until it ends. */
final class CopyStream {

  /** What a pipe holds. */
  private static final int SIZE = 1 << 16;

  /** How it ended. */
  interface End {

    /**
     * It ended.
     *
     * @param reading whether that was while it read
     * @param error why it is not complete, or null
     */
    void ended(boolean reading, @Nullable Throwable error);
  }

  private final AsyncFile from;
  private final AsyncFile to;
  private final IntConsumer moved;
  private final End end;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);

  CopyStream(AsyncFile from, AsyncFile to, IntConsumer moved, End end) {
    this.from = from;
    this.to = to;
    this.moved = moved;
    this.end = end;
  }

  void start() {
    from.read(buffer.clear())
        .onTransfer((bytes, error) -> {
          if (error != null || bytes <= 0) {
            end.ended(true, error);
          } else {
            buffer.flip();
            write();
          }
        });
  }

  private void write() {
    to.write(buffer)
        .onTransfer((bytes, error) -> {
          if (error != null) {
            end.ended(false, error);
          } else {
            moved.accept(bytes);
            if (buffer.hasRemaining()) {
              write();
            } else {
              start();
            }
          }
        });
  }
}
