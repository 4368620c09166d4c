package dev.jaio.internal.op;

import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.posix.Scratch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A transfer between a file and one buffer or segment of the caller, the <em>piece</em>.
 *
 * <p>What the system works on is one of three:
 *
 * <ul>
 *   <li>the piece itself, if it is held by being reachable and the file is known not to hang. It is
 *       lent first, and a cancel then waits for the end of the call;
 *   <li>a {@link Staging} otherwise. What was read into it is copied in {@link #settle}, so that
 *       memory of a cancelled request is never touched, and one that was closed makes the request
 *       fail;
 *   <li>a copy made at submission, if the piece is written from a confined arena.
 * </ul>
 *
 * <p>The last two are {@linkplain #keep kept} until the end. The fields are few since requests may
 * be queued by the million.
 */
abstract class BufferTask extends StagedTask {

  /** What Linux moves in one call, {@code MAX_RW_COUNT} of 4 KiB pages. */
  static final int MAX_TRANSFER = 0x7ffff000;

  /** What is moved between two looks at whether a request that loops was cancelled. */
  static final int CHUNK = Scratch.TRANSFER_MAX;

  /** Up to this length a system call that is saved counts: copying more is better divided. */
  static final int MOST_IN_BATCH = 16 << 10;

  /** java.nio copies as well, so up to this size it is done here, and cancelling never waits. */
  private static final int MAX_BUFFERED = 1 << 20;

  private final Object memory; // ByteBuffer, MemorySegment or Leased
  private final int start; // of the piece in a buffer
  private final int length;
  private final boolean held; // so that it may be lent

  BufferTask(ByteBuffer buffer, boolean reads, int max) {
    if (reads) {
      refuseReadOnly(buffer.isReadOnly());
    }
    this.memory = buffer;
    this.start = buffer.position();
    // each is at most the capacity: changed meanwhile they do not lead outside
    this.length = Math.clamp((long) buffer.limit() - start, 0, max);
    this.held = buffer.isDirect() && isHeld(DirectMemory.lifetime(buffer), reads);
  }

  BufferTask(Leased leased, int max) {
    ByteBuffer buffer = leased.buffer();
    this.memory = leased;
    this.start = buffer.position();
    this.length = Math.clamp((long) buffer.limit() - start, 0, max);
    this.held = true;
  }

  BufferTask(MemorySegment segment, boolean reads, int max) {
    if (reads) {
      refuseReadOnly(segment.isReadOnly());
    }
    this.memory = segment;
    this.start = 0;
    this.length = (int) Math.min(segment.byteSize(), max);
    this.held = isHeld(Lifetime.of(segment), reads);
  }

  static void refuseReadOnly(boolean readOnly) {
    if (readOnly) {
      throw new IllegalArgumentException("cannot read into read-only memory");
    }
  }

  private static void refuseClosed(MemorySegment s) {
    if (!s.scope().isAlive()) {
      throw new IllegalStateException("the arena of the memory is closed");
    }
  }

  /** Whether the memory may be lent. If not, what has to be done with it at submission is. */
  private boolean isHeld(Lifetime lifetime, boolean reads) {
    if (lifetime == Lifetime.HELD) {
      return length > 0; // no bytes may be at address 0, which says that there is no memory
    }
    MemorySegment s =
        memory instanceof ByteBuffer b
            ? MemorySegment.ofBuffer(b.duplicate().clear()).asSlice(start, length)
            : ((MemorySegment) memory).asSlice(0, length);
    if (lifetime == Lifetime.CONFINED) {
      keep(copyOfConfined(s, reads));
    } else {
      refuseClosed(s);
    }
    return false;
  }

  /** The address of the piece, if it is held. */
  private long address() {
    return memory instanceof ByteBuffer b
        ? DirectMemory.address(b) + start
        : memory instanceof Leased l ? l.address() + start : ((MemorySegment) memory).address();
  }

  /** What is written from a confined arena, copied by the thread that may; refused for reads. */
  static MemorySegment copyOfConfined(MemorySegment s, boolean reads) {
    if (reads) {
      throw new IllegalArgumentException(
          "cannot read into memory of a confined arena: no other thread may touch it");
    }
    return Arena.ofAuto().allocate(s.byteSize(), 1).copyFrom(s);
  }

  /** How many bytes are asked for. */
  final int length() {
    return length;
  }

  /** Whether the file is one that memory may be lent to. Asked only if it could be. */
  abstract boolean mayLend(Posix p);

  /** The lease of what is transferred, or null. */
  final @Nullable Leased leased() {
    return memory instanceof Leased l ? l : null;
  }

  private @Nullable ByteBuffer buffer() {
    return memory instanceof Leased l ? l.buffer() : memory instanceof ByteBuffer b ? b : null;
  }

  private MemorySegment piece(int from, int count) {
    ByteBuffer b = buffer();
    return b != null
        ? MemorySegment.ofBuffer(b.slice(start + from, count))
        : ((MemorySegment) memory).asSlice(from, count);
  }

  // ------------------------------------------------------------------ posix

  /** The address to read to, or 0 if the request was cancelled. */
  final long target(Posix p) {
    if (held && mayLend(p)) {
      return lent();
    }
    var staging = Staging.of(p, length);
    keep(staging);
    return staging.address();
  }

  /** As {@link #target}, of which the first bytes have been read to the piece itself. */
  final long target(Posix p, int done) {
    long to = target(p);
    if (to != 0 && done > 0 && kept() instanceof Staging s && !copied(s, 0, done)) {
      return 0;
    }
    return to;
  }

  /** As {@link #target}, for a call that cannot wait: then memory may be lent to any file. */
  final long targetNow(Posix p) {
    if (held) {
      return lent();
    }
    var staging = Staging.of(p, length);
    keep(staging);
    return staging.address();
  }

  /** The address to write a part of the piece from, or 0 if the request was cancelled. */
  final long source(Posix p, int from, int count) {
    if (kept() instanceof MemorySegment copy) {
      return copy.address() + from;
    }
    if (held && mayLend(p)) {
      return lend() ? address() + from : 0;
    }
    var staging = kept() instanceof Staging.Native s ? s : Staging.of(p, count);
    keep(staging);
    return copied(staging, from, count) ? staging.address() : 0;
  }

  // ------------------------------------------------------------------ io_uring

  /** Whether the memory may be lent, if the file is one that it may be lent to. */
  final boolean isLendable() {
    return held;
  }

  /** The address of memory that is lendable, or 0 if the request was cancelled. */
  final long lent() {
    return lend() ? address() : 0;
  }

  // ------------------------------------------------------------------ java.nio

  /** The buffer to read to, or null if the request was cancelled. */
  final @Nullable ByteBuffer target(Nio n) {
    if (held && length > MAX_BUFFERED) {
      return lend() ? piece(0, length).asByteBuffer() : null;
    }
    var staging = Staging.of(n, length);
    keep(staging);
    return staging.buffer();
  }

  /** The buffer to write a part of the piece from, or null if the request was cancelled. */
  final @Nullable ByteBuffer source(Nio n, int from, int count) {
    if (kept() instanceof MemorySegment copy) {
      return copy.asSlice(from, count).asByteBuffer();
    }
    if (held && length > MAX_BUFFERED) {
      return lend() ? piece(from, count).asByteBuffer() : null;
    }
    var staging = Staging.of(n, count);
    return copied(staging, from, count) ? staging.buffer() : null;
  }

  // ------------------------------------------------------------------ the end

  /**
   * Memory is lent while it is copied: after the end of a cancelled request the caller may have put
   * other bytes there, or unmapped it.
   */
  private boolean copied(Staging staging, int from, int count) {
    if (!lend()) {
      return false;
    }
    staging.copyFrom(piece(from, count), 0);
    return takeBack();
  }

  @Override
  protected final void settle(int bytes) {
    try {
      if (bytes > 0) {
        if (kept() instanceof Staging s) {
          s.copyTo(piece(0, bytes), 0, bytes);
        }
        ByteBuffer b = buffer();
        if (b != null) {
          b.position(start + bytes);
        }
      }
    } finally {
      unkeep();
    }
  }
}
