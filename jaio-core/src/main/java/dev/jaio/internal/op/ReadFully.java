package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Failures;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.ErrorTexts;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Reads until there is no room left, pread(2) again and again. */
public final class ReadFully extends FileTransfer {

  private static final OpType TYPE = OpType.quick("readFully");

  /** The file ended too early; no error number of the system. */
  private static final int ENDED = 1 << 16;

  private int done;

  /** Fills a buffer. */
  public ReadFully(Handle handle, ByteBuffer dst, long position) {
    super(handle, dst, position, true, Integer.MAX_VALUE);
  }

  /** Fills a segment. */
  public ReadFully(Handle handle, MemorySegment dst, long position) {
    super(handle, checkWhole(dst), position, true, Integer.MAX_VALUE);
  }

  /** Fills a leased buffer. */
  public ReadFully(Handle handle, Leased dst, long position) {
    super(handle, dst, position, true, Integer.MAX_VALUE);
  }

  /** Refuses what a count of bytes cannot tell. */
  static MemorySegment checkWhole(MemorySegment s) {
    if (s.byteSize() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("longer than Integer.MAX_VALUE: " + s.byteSize());
    }
    return s;
  }

  @Override
  protected OpType type() {
    return at(TYPE);
  }

  @Override
  int move(Posix p) {
    long to = target(p, done);
    int n = to == 0 ? -Errno.ECANCELED : 1;
    while (n > 0 && done < length()) {
      n = read(p, to + done, done, Math.min(CHUNK, length() - done));
      n = goesOn(n == 0 ? -ENDED : n);
    }
    return n < 0 ? stopped(n) : done;
  }

  @Override
  protected int prep(Entry e) {
    return prep(e, IoUringOp.IORING_OP_READ, done, CHUNK);
  }

  @Override
  protected int completed(int res, Entry e) {
    if (wouldWait(res)) {
      return waitFor(e);
    }
    int n = goesOn(res == 0 && length() > done ? -ENDED : res);
    return n < 0 ? n : done < length() ? GO_ON : done;
  }

  @Override
  int move(Nio n) throws IOException {
    ByteBuffer to = target(n);
    int count = to == null ? -Errno.ECANCELED : 1;
    while (to != null && count > 0 && done < length()) {
      try {
        count = read(to.limit(done + Math.min(CHUNK, length() - done)), done);
        count = goesOn(count < 0 ? -ENDED : count);
      } catch (IOException e) {
        int errno = ErrorTexts.number(e.getMessage());
        count = errno == 0 ? -Errno.EIO : -errno; // thrown it would end what was read before
      }
    }
    return count < 0 ? stopped(count) : done;
  }

  /** Counts what was read, and returns it or why to stop. */
  private int goesOn(int n) {
    done += Math.max(0, n);
    return isCancelAsked() ? -Errno.ECANCELED : n;
  }

  private int stopped(int n) {
    if (done == 0) {
      unkeep();
    }
    return n;
  }

  @Override
  protected int partial() {
    return done;
  }

  @Override
  protected Throwable failure(int errno) {
    return errno == ENDED ? Failures.endOfFile(path(), done, length()) : super.failure(errno);
  }
}
