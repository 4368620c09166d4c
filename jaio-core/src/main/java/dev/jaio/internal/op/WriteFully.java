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

/** Writes until there is nothing left, pwrite(2) again and again. */
public final class WriteFully extends FileTransfer {

  private static final OpType TYPE = OpType.quick("writeFully");

  private int done;

  /** Writes all of a buffer. */
  public WriteFully(Handle handle, ByteBuffer src, long position) {
    super(handle, src, position, false, Integer.MAX_VALUE);
  }

  /** Writes all of a segment. */
  public WriteFully(Handle handle, MemorySegment src, long position) {
    super(handle, ReadFully.checkWhole(src), position, false, Integer.MAX_VALUE);
  }

  /** Writes all of a leased buffer. */
  public WriteFully(Handle handle, Leased src, long position) {
    super(handle, src, position, false, Integer.MAX_VALUE);
  }

  @Override
  protected OpType type() {
    return at(TYPE);
  }

  @Override
  int move(Posix p) {
    try {
      while (done < length()) {
        int count = Math.min(CHUNK, length() - done);
        long from = source(p, done, count);
        int n = from == 0 || isCancelAsked() ? -Errno.ECANCELED : write(p, from, done, count);
        if (n <= 0) {
          return n == 0 ? -Errno.EIO : n; // a file that takes nothing and does not say why
        }
        done += n;
      }
      return done;
    } finally {
      unkeep();
    }
  }

  @Override
  protected int prep(Entry e) {
    return prep(e, IoUringOp.IORING_OP_WRITE, done, CHUNK);
  }

  @Override
  protected int completed(int res, Entry e) {
    int n = res == 0 && length() > done ? -Errno.EIO : res;
    done += Math.max(0, n);
    return n < 0 ? n : done < length() ? GO_ON : done;
  }

  @Override
  int move(Nio n) throws IOException {
    while (done < length()) {
      int count = Math.min(CHUNK, length() - done);
      ByteBuffer from = source(n, done, count);
      if (from == null || isCancelAsked()) {
        return -Errno.ECANCELED;
      }
      done += write(from, done);
    }
    return done;
  }

  @Override
  protected int partial() {
    return done;
  }
}
