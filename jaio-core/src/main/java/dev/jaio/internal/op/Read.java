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
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** Reads once, read(2) or pread(2). */
public final class Read extends FileTransfer {

  private static final OpType TYPE = OpType.quick("read");

  /** Reads into a buffer. */
  public Read(Handle handle, ByteBuffer dst, long position) {
    super(handle, dst, position, true, MAX_TRANSFER);
  }

  /** Reads into a segment. */
  public Read(Handle handle, MemorySegment dst, long position) {
    super(handle, dst, position, true, MAX_TRANSFER);
  }

  /** Reads into a leased buffer. */
  public Read(Handle handle, Leased dst, long position) {
    super(handle, dst, position, true, MAX_TRANSFER);
  }

  @Override
  protected OpType type() {
    return at(TYPE);
  }

  @Override
  int move(Posix p) {
    long to = target(p);
    if (to == 0) {
      return -Errno.ECANCELED;
    }
    int n = read(p, to, 0, length());
    if (n < 0) {
      unkeep();
    }
    return n == 0 && length() > 0 ? END_OF_FILE : n;
  }

  @Override
  protected int prep(Entry e) {
    return prep(e, IoUringOp.IORING_OP_READ, 0, length());
  }

  @Override
  protected int completed(int res, Entry e) {
    if (wouldWait(res) || (wasNow() && res > 0 && res < length())) {
      return waitFor(e);
    }
    if (res > 0 && res < length() && mayBeCut()) {
      return LEAVE;
    }
    return res == 0 && length() > 0 ? END_OF_FILE : res;
  }

  @Override
  protected boolean mayTryNow() {
    return mayReadNow();
  }

  @Override
  protected boolean isWorthTrying() {
    return mayReadNow() && isPerhapsCold();
  }

  @Override
  protected int tryNow(Posix p) {
    long to = targetNow(p);
    if (to == 0) {
      return -Errno.ECANCELED;
    }
    try {
      int n = readNow(p, to, length());
      if (n == WOULD_BLOCK) {
        unkeep();
      }
      return n == 0 && length() > 0 ? END_OF_FILE : n;
    } finally {
      Reference.reachabilityFence(this); // and with it the memory whose address is in use
    }
  }

  @Override
  int move(Nio n) throws IOException {
    ByteBuffer to = target(n);
    if (to == null) {
      return -Errno.ECANCELED;
    }
    int count = read(to, 0);
    return count < 0 ? END_OF_FILE : count;
  }
}
