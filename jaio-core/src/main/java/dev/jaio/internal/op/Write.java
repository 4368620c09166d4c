package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Writes once, write(2) or pwrite(2). */
public final class Write extends FileTransfer {

  private static final OpType TYPE = OpType.quick("write");

  /** Writes a buffer. */
  public Write(Handle handle, ByteBuffer src, long position) {
    super(handle, src, position, false, MAX_TRANSFER);
  }

  /** Writes a segment. */
  public Write(Handle handle, MemorySegment src, long position) {
    super(handle, src, position, false, MAX_TRANSFER);
  }

  /** Writes a leased buffer. */
  public Write(Handle handle, Leased src, long position) {
    super(handle, src, position, false, MAX_TRANSFER);
  }

  @Override
  protected OpType type() {
    return at(TYPE);
  }

  @Override
  int move(Posix p) {
    try {
      long from = source(p, 0, length());
      return from == 0 ? -Errno.ECANCELED : write(p, from, 0, length());
    } finally {
      unkeep();
    }
  }

  @Override
  protected int prep(Entry e) {
    return prep(e, IoUringOp.IORING_OP_WRITE, 0, length());
  }

  @Override
  int move(Nio n) throws IOException {
    ByteBuffer from = source(n, 0, length());
    return from == null ? -Errno.ECANCELED : write(from, 0);
  }
}
