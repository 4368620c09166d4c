package dev.jaio.internal.op;

import dev.jaio.FileStat;
import dev.jaio.internal.abi.At;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Mounts;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;

/**
 * Reads the attributes of an open file, statx(2) with AT_EMPTY_PATH. With java.nio by its name, if
 * that means the same file still.
 */
public final class Fstat extends FileCall<FileStat> {

  private static final OpType TYPE = OpType.quick("fstat");

  /** Attributes of an open file. */
  public Fstat(Handle handle) {
    super(handle);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  /** Has the attributes of a descriptor written to the scratch memory, over the path in it. */
  static int statx(Posix p, int fd) {
    long empty = p.scratch().path();
    Memory.putByte(empty, (byte) 0);
    int result;
    do {
      result = StatxCall.call(p, fd, empty, At.AT_EMPTY_PATH);
    } while (result == -Errno.EINTR);
    return result;
  }

  /** As {@link #statx}, if that does not wait for a device or another machine; else negative. */
  static int statxCached(Posix p, int fd) {
    long empty = p.scratch().path();
    Memory.putByte(empty, (byte) 0);
    int result = StatxCall.call(p, fd, empty, At.AT_EMPTY_PATH | At.AT_STATX_DONT_SYNC);
    return result < 0 || Mounts.isLocal(p.scratch()) ? result : -Errno.EAGAIN;
  }

  @Override
  int call(Posix p) {
    int result = statx(p, fd());
    if (result >= 0) {
      store(StatxCall.decode(p));
      if (Mounts.isWanted(p.scratch())) {
        Mounts.learn(p.kernel(), p.scratch(), fd());
      }
    }
    return result;
  }

  @Override
  protected boolean mayTryNow() {
    return true;
  }

  @Override
  protected int tryNow(Posix p) {
    if (statxCached(p, fd()) < 0) {
      return WOULD_BLOCK;
    }
    store(StatxCall.decode(p));
    return 0;
  }

  @Override
  protected RingForm ringForm() {
    return RingForm.PUNTED;
  }

  @Override
  protected int prep(Entry e) {
    Memory.putByte(e.path(), (byte) 0);
    int flags = At.AT_EMPTY_PATH;
    return e.fill(IoUringOp.IORING_OP_STATX, fd(), e.statx(), e.path(), StatxCall.MASK, flags);
  }

  @Override
  protected int completed(int res, Entry e) {
    if (res >= 0) {
      store(StatxCall.decode(e.statx()));
    }
    return res;
  }

  @Override
  protected int nio(Nio n) throws IOException {
    store(Attributes.read(n.name(handle())));
    return 0;
  }
}
