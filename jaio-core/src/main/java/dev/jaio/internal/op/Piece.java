package dev.jaio.internal.op;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One of several buffers of a transfer, with the position and limit it had at submission. */
final class Piece {

  private final ByteBuffer buffer;
  private final int start;
  private final int length;
  private final long address;
  private final @Nullable MemorySegment copy;

  /** Takes at most {@code max} bytes of a buffer. */
  Piece(ByteBuffer buffer, boolean reads, long max) {
    if (reads) {
      BufferTask.refuseReadOnly(buffer.isReadOnly());
    }
    MemorySegment s = MemorySegment.ofBuffer(buffer); // one look at position and limit
    this.buffer = buffer;
    this.start = buffer.position();
    this.length = (int) Math.min(s.byteSize(), max);
    Lifetime lifetime = Lifetime.of(s);
    boolean confined = lifetime == Lifetime.CONFINED;
    this.copy = confined ? BufferTask.copyOfConfined(s.asSlice(0, length), reads) : null;
    this.address = copy != null ? copy.address() : lifetime == Lifetime.HELD ? s.address() : 0;
  }

  int length() {
    return length;
  }

  /** Where the system may work, or 0 if it may not. */
  long address() {
    return address;
  }

  /** Whether the address is that of a copy made at submission. */
  boolean isCopy() {
    return copy != null;
  }

  /** The first bytes. */
  MemorySegment first(int count) {
    return copy != null
        ? copy.asSlice(0, count)
        : MemorySegment.ofBuffer(buffer.slice(start, count));
  }

  /** Moves the buffer's position behind what was transferred. */
  void advance(int count) {
    buffer.position(start + count);
  }
}
