package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.Iovec;
import dev.jaio.internal.abi.Rwf;
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
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;

/** A transfer between an open file and one buffer or segment. */
abstract class FileTransfer extends BufferTask {

  /** Up to this length a read is tried by who waits: copying more takes longer than a hand-off. */
  private static final int MOST_NOW = 128 << 10;

  /** The last entry was told not to wait. */
  private static final byte NOW = 1;

  /** An entry that was told so would have had to. */
  private static final byte TRIED = 2;

  private final Handle handle;
  private final long position; // in the file, or Handle.AT_POSITION
  private final boolean reads;
  private byte tries; // one more byte would cost eight: NOW, TRIED

  FileTransfer(Handle handle, ByteBuffer buffer, long position, boolean reads, int max) {
    super(buffer, reads, max);
    this.handle = handle;
    this.position = position;
    this.reads = reads;
  }

  FileTransfer(Handle handle, MemorySegment segment, long position, boolean reads, int max) {
    super(segment, reads, max);
    this.handle = handle;
    this.position = position;
    this.reads = reads;
  }

  FileTransfer(Handle handle, Leased leased, long position, boolean reads, int max) {
    super(leased, max);
    this.handle = handle;
    this.position = position;
    this.reads = reads;
  }

  /** The transfer by system calls. */
  abstract int move(Posix p);

  /** The type of the operation at this position. */
  final OpType at(OpType type) {
    return position == Handle.AT_POSITION ? type.onStream() : type;
  }

  /** The transfer through the channel. */
  abstract int move(Nio n) throws IOException;

  // ------------------------------------------------------------------ one call

  /** read(2), or pread(2) after {@code done} bytes. */
  final int read(Posix p, long to, int done, int count) {
    long n;
    do {
      n =
          position == Handle.AT_POSITION
              ? p.kernel().read(p.scratch(), handle.fd(), to, count)
              : p.kernel().pread(p.scratch(), handle.fd(), to, count, position + done);
    } while (n == -Errno.EINTR);
    return (int) n;
  }

  /** Whether it is a file and length of which a read may be tried. */
  final boolean mayReadNow() {
    return length() <= MOST_NOW && handle.readsNow();
  }

  /** Whether what is to be read has often not been cached lately, or it is time to find out. */
  final boolean isPerhapsCold() {
    return handle.isPerhapsCold(position);
  }

  /**
   * preadv2(2) with RWF_NOWAIT: all that is asked for or that the file has, from the page cache. At
   * the current position, what was read is not there again: then what there was.
   *
   * @return the number of bytes, {@link #WOULD_BLOCK}, or for no bytes a negated errno
   */
  final int readNow(Posix p, long to, int count) {
    if (count == 0) {
      return moveNothing(p); // which waits for nothing, and tells a directory, as preadv2 does not
    }
    int done = 0;
    while (done < count) {
      long iov = p.scratch().iovecs();
      Memory.putLong(iov + Iovec.IOV_BASE, to + done);
      Memory.putLong(iov + Iovec.IOV_LEN, count - done);
      long at = position == Handle.AT_POSITION ? position : position + done;
      long n = p.kernel().preadv2(p.scratch(), handle.fd(), iov, 1, at, Rwf.RWF_NOWAIT);
      if (n == 0) {
        break; // what came before was short because the file ends there
      }
      if (n < 0) {
        if (n != -Errno.EAGAIN && n != -Errno.EINTR) {
          handle.readsNeverNow();
        }
        handle.wasCold();
        return done > 0 && position == Handle.AT_POSITION ? done : WOULD_BLOCK;
      }
      done += (int) n;
    }
    handle.wasCached();
    return done;
  }

  /** write(2), or pwrite(2) after {@code done} bytes. */
  final int write(Posix p, long from, int done, int count) {
    long n;
    do {
      n =
          position == Handle.AT_POSITION
              ? p.kernel().write(p.scratch(), handle.fd(), from, count)
              : p.kernel().pwrite(p.scratch(), handle.fd(), from, count, position + done);
    } while (n == -Errno.EINTR);
    return (int) n;
  }

  /** Reads what the buffer has room for, after {@code done} bytes; -1 at the end of the file. */
  final int read(ByteBuffer to, int done) throws IOException {
    var channel = FileTask.channel(handle);
    return position == Handle.AT_POSITION ? channel.read(to) : channel.read(to, position + done);
  }

  /** Writes what the buffer holds, after {@code done} bytes. */
  final int write(ByteBuffer from, int done) throws IOException {
    var channel = FileTask.channel(handle);
    return position == Handle.AT_POSITION
        ? channel.write(from)
        : channel.write(from, position + done);
  }

  /** What a transfer of no bytes comes to: the call says whether the file allows it. */
  private int moveNothing(Posix p) {
    unkeep();
    long nowhere = p.scratch().iovecs();
    return reads ? read(p, nowhere, 0, 0) : write(p, nowhere, 0, 0);
  }

  private int moveNothing(Nio n) throws IOException {
    unkeep();
    ByteBuffer none = n.bounce(0);
    return reads ? Math.max(0, read(none, 0)) : write(none, 0);
  }

  // ------------------------------------------------------------------ io_uring

  /** A buffered write is punted. */
  @Override
  protected final RingForm ringForm() {
    if (position == Handle.AT_POSITION || !isLendable() || !handle.lends()) {
      return RingForm.NONE;
    }
    if (handle.isDirect()) {
      return RingForm.DIRECT;
    }
    if (!reads) {
      return RingForm.PUNTED;
    }
    boolean uncached = length() <= MOST_IN_BATCH && handle.readsNow() && handle.isCold();
    return uncached ? RingForm.UNCACHED : RingForm.COPIED;
  }

  @Override
  protected final boolean mayBatch() {
    return reads
        && length() <= MOST_IN_BATCH
        && ringForm() == RingForm.COPIED
        && handle.readsNow()
        && !handle.isCold();
  }

  /** Fills an entry for what is left after {@code done} bytes. */
  final int prep(Entry e, int opcode, int done, int most) {
    long at = lent();
    if (at == 0) {
      return -Errno.ECANCELED;
    }
    int count = Math.min(most, length() - done);
    Leased leased = leased();
    int index = leased == null ? -1 : leased.registered();
    boolean tried = (tries & TRIED) != 0;
    boolean now = reads && (!e.mayWait() || (!tried && handle.isToFindOut(position)));
    tries = (byte) ((tries & TRIED) | (now ? NOW : 0));
    if (index >= 0 && !now) { // it is the ring of the engine that knows it
      int fixed = reads ? IoUringOp.IORING_OP_READ_FIXED : IoUringOp.IORING_OP_WRITE_FIXED;
      return e.fillFixed(fixed, handle.fd(), position + done, at + done, count, index);
    }
    int flags = now ? Rwf.RWF_NOWAIT : 0;
    return e.fill(opcode, handle.fd(), position + done, at + done, count, flags);
  }

  /** Whether the last entry was told not to wait: what is short may be so for lack of cache. */
  final boolean wasNow() {
    return (tries & NOW) != 0;
  }

  /** Whether a completion says that the entry, which was told not to wait, would have to. */
  final boolean wouldWait(int res) {
    if (!wasNow()) {
      return false;
    }
    if (!isRefusal(res)) {
      handle.wasCached();
      return false;
    }
    if (res == -Errno.EAGAIN) {
      handle.wasCold();
    } else {
      handle.readsNeverNow();
    }
    return true;
  }

  /** What is not all in the cache is read by who may wait: this ring, or another one. */
  final int waitFor(Entry e) {
    tries |= TRIED;
    return e.mayWait() ? GO_ON : LEAVE;
  }

  /**
   * Whether the kernel may have read less than there is: what it copies on a ring ends where a page
   * was dropped from the cache meanwhile, which the call reads anew.
   */
  final boolean mayBeCut() {
    return !handle.isDirect();
  }

  private static boolean isRefusal(int res) {
    return res == -Errno.EAGAIN || res == -Errno.EOPNOTSUPP;
  }

  @Override
  protected final boolean isTransient(int res) {
    return super.isTransient(res) && !(wasNow() && isRefusal(res));
  }

  // ------------------------------------------------------------------ Task

  @Override
  protected final int posix(Posix p) {
    try {
      return length() == 0 ? moveNothing(p) : move(p);
    } finally {
      Reference.reachabilityFence(this); // and with it the memory whose address is in use
    }
  }

  @Override
  protected final int nio(Nio n) throws IOException {
    try {
      return length() == 0 ? moveNothing(n) : move(n);
    } catch (NonReadableChannelException | NonWritableChannelException _) {
      return -Errno.EBADF;
    }
  }

  @Override
  final boolean mayLend(Posix p) {
    return handle.mayLend(p, length());
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
    Leased leased = leased();
    if (!handle.acquire()) {
      return Admission.CLOSED;
    }
    if (leased != null && !leased.acquire()) {
      handle.release();
      return Admission.CLOSED;
    }
    return Admission.QUEUE;
  }

  @Override
  protected final void released() {
    handle.release();
    Leased leased = leased();
    if (leased != null) {
      leased.release();
    }
  }

  @Override
  protected final void lost() {
    Leased leased = leased();
    if (leased != null) {
      leased.loseForEver();
    }
  }
}
