package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.Iovec;
import dev.jaio.internal.abi.Limits;
import dev.jaio.internal.engine.Admission;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A transfer between an open file and several buffers in one system call. What may be lent is, all
 * of it or nothing; the other pieces stand one after the other in one {@link Staging}.
 */
abstract class VectorTask extends StagedTask {

  private final Handle handle;
  private final long position;
  private final boolean reads;
  private final Piece[] pieces;
  private final int length;
  private final boolean lends; // there is memory that may be lent if the file allows it
  private final boolean lendsAll;
  private boolean straight; // it was lent

  VectorTask(Handle handle, ByteBuffer[] buffers, long position, boolean reads) {
    ByteBuffer[] all = buffers.clone();
    if (all.length > Limits.IOV_MAX) {
      throw new IllegalArgumentException("more than " + Limits.IOV_MAX + " buffers: " + all.length);
    }
    this.handle = handle;
    this.position = position;
    this.reads = reads;
    this.pieces = new Piece[all.length];
    long room = BufferTask.MAX_TRANSFER;
    boolean anyHeld = false;
    boolean allHeld = all.length <= Entry.IOVECS_MAX;
    for (int i = 0; i < all.length; i++) {
      pieces[i] = new Piece(Objects.requireNonNull(all[i], "buffer"), reads, room);
      room -= pieces[i].length();
      boolean held = pieces[i].address() != 0 && !pieces[i].isCopy();
      anyHeld |= held;
      allHeld &= held || pieces[i].length() == 0;
    }
    this.lends = anyHeld;
    this.lendsAll = allHeld;
    this.length = (int) (BufferTask.MAX_TRANSFER - room);
  }

  /** The type of the operation at this position. */
  final OpType at(OpType type) {
    return position == Handle.AT_POSITION ? type.onStream() : type;
  }

  /** Moves to or from vectors at the file's own position. */
  abstract long move(Posix p, int fd, long iovecs, int count);

  /** Moves to or from vectors at a position. */
  abstract long move(Posix p, int fd, long iovecs, int count, long at);

  /** Moves to or from a buffer at the file's own position. */
  abstract int move(FileChannel channel, ByteBuffer buffer) throws IOException;

  /** Moves to or from a buffer at a position. */
  abstract int move(FileChannel channel, ByteBuffer buffer, long at) throws IOException;

  /** Where the system works on a piece, or 0 if that is in the staging. */
  private long address(Piece piece) {
    return straight || piece.isCopy() ? piece.address() : 0;
  }

  @Override
  protected final int posix(Posix p) {
    straight = lends && handle.mayLend(p, length);
    int staged = 0;
    for (Piece piece : pieces) {
      staged += address(piece) == 0 ? piece.length() : 0;
    }
    var staging = Staging.of(p, staged);
    keep(staging);
    int result = -Errno.ECANCELED;
    try {
      if (filled(p.scratch().iovecs(), staging)) {
        result = call(p);
      }
    } finally {
      if (!reads || result < 0) {
        unkeep();
      }
      Reference.reachabilityFence(this); // and with it the memory whose addresses are in use
    }
    return reads && result == 0 && length > 0 ? END_OF_FILE : result;
  }

  /** What is written is lent while it is copied; what is not copied stays lent. */
  private boolean filled(long iovecs, Staging.Native staging) {
    if (reads && !straight) {
      fill(iovecs, staging);
      return !isCancelAsked();
    }
    if (!lend()) {
      return false;
    }
    fill(iovecs, staging);
    return straight || takeBack();
  }

  private void fill(long iovecs, Staging.Native staging) {
    int at = 0;
    for (int i = 0; i < pieces.length; i++) {
      Piece piece = pieces[i];
      long base = address(piece);
      if (base == 0) {
        base = staging.address() + at;
        if (!reads) {
          staging.copyFrom(piece.first(piece.length()), at);
        }
        at += piece.length();
      }
      Memory.putLong(iovecs + (long) i * Iovec.SIZE + Iovec.IOV_BASE, base);
      Memory.putLong(iovecs + (long) i * Iovec.SIZE + Iovec.IOV_LEN, piece.length());
    }
  }

  private int call(Posix p) {
    long iovecs = p.scratch().iovecs();
    long n;
    do {
      n =
          position == Handle.AT_POSITION
              ? move(p, handle.fd(), iovecs, pieces.length)
              : move(p, handle.fd(), iovecs, pieces.length, position);
    } while (n == -Errno.EINTR);
    return (int) n;
  }

  /** The opcode for vectors. */
  abstract int opcode();

  /** On the ring all memory is lent; what would be staged is for threads. */
  @Override
  protected final RingForm ringForm() {
    if (position == Handle.AT_POSITION || !lendsAll || !handle.lends()) {
      return RingForm.NONE;
    }
    return handle.isDirect() ? RingForm.DIRECT : reads ? RingForm.COPIED : RingForm.PUNTED;
  }

  @Override
  protected final int prep(Entry e) {
    if (!lend()) {
      return -Errno.ECANCELED;
    }
    straight = true;
    long iovecs = e.iovecs();
    for (int i = 0; i < pieces.length; i++) {
      Memory.putLong(iovecs + (long) i * Iovec.SIZE + Iovec.IOV_BASE, pieces[i].address());
      Memory.putLong(iovecs + (long) i * Iovec.SIZE + Iovec.IOV_LEN, pieces[i].length());
    }
    return e.fill(opcode(), handle.fd(), position, iovecs, pieces.length);
  }

  @Override
  protected final int completed(int res, Entry e) {
    if (reads && res > 0 && res < length && !handle.isDirect()) {
      return LEAVE; // as with one buffer: it may have been cut
    }
    return reads && res == 0 && length > 0 ? END_OF_FILE : res;
  }

  /** Always staged: a channel gathers and scatters at its own position only. */
  @Override
  protected final int nio(Nio n) throws IOException {
    var staging = Staging.of(n, length);
    if (reads) {
      keep(staging);
    } else if (!gathered(staging)) {
      return -Errno.ECANCELED;
    }
    try {
      var channel = FileTask.channel(handle);
      int count =
          position == Handle.AT_POSITION
              ? move(channel, staging.buffer())
              : move(channel, staging.buffer(), position);
      return count < 0 ? END_OF_FILE : count;
    } catch (NonReadableChannelException | NonWritableChannelException _) {
      return -Errno.EBADF;
    }
  }

  private boolean gathered(Staging staging) {
    if (!lend()) {
      return false;
    }
    int at = 0;
    for (Piece piece : pieces) {
      staging.copyFrom(piece.first(piece.length()), at);
      at += piece.length();
    }
    return takeBack();
  }

  @Override
  protected final void settle(int bytes) {
    try {
      int left = bytes;
      int at = 0;
      for (int i = 0; i < pieces.length && left > 0; i++) {
        Piece piece = pieces[i];
        int n = Math.min(left, piece.length());
        if (kept() instanceof Staging s && address(piece) == 0) {
          s.copyTo(piece.first(n), at, n);
          at += piece.length();
        }
        piece.advance(n);
        left -= n;
      }
    } finally {
      unkeep();
    }
  }

  @Override
  public final Path path() {
    return handle.path();
  }

  @Override
  protected final void checkEngine(Engine e) {
    handle.requireEngine(e);
  }

  @Override
  protected final Admission admit() {
    return handle.acquire() ? Admission.QUEUE : Admission.CLOSED;
  }

  @Override
  protected final void released() {
    handle.release();
  }
}
