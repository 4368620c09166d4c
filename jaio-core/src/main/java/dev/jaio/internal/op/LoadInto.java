package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.FileMode;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.abi.OpenHow;
import dev.jaio.internal.abi.Poll;
import dev.jaio.internal.abi.Rwf;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.engine.Admission;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.Location;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.Opening;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Reads the beginning of a file into a buffer: openat(2), read(2) until it is full or the file
 * ends, close(2).
 */
public final class LoadInto extends BufferTask implements Opening {

  private static final OpType TYPE = OpType.quick("loadInto");

  private final Path path;
  private @Nullable Handle directory;
  private boolean beneath;
  private int fd = -1;
  private int done; // bytes that have been read
  private boolean isAtEnd; // of the file
  private boolean closes; // the last entry does

  /** Reads as much of a file as a buffer has room for. */
  public LoadInto(Path path, ByteBuffer dst) {
    super(dst, true, MAX_TRANSFER);
    this.path = PathTask.check(path);
  }

  /** What a ring has begun may be a FIFO, or not cached: not for who delivers. */
  @Override
  protected OpType type() {
    return fd < 0 ? TYPE : TYPE.onStream();
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public @Nullable Handle directory() {
    return directory;
  }

  @Override
  public void resolveAt(Handle newDirectory, boolean newBeneath) {
    if (directory == null) {
      directory = newDirectory;
      beneath = newBeneath;
    } else {
      PathTask.refuseToLeave(directory, beneath, newDirectory, newBeneath);
    }
  }

  @Override
  protected final void checkEngine(Engine e) {
    Handle d = directory;
    if (d != null) {
      d.requireEngine(e);
    }
  }

  @Override
  protected Admission admit() {
    Handle d = directory;
    return d == null || d.acquire() ? Admission.QUEUE : Admission.CLOSED;
  }

  /** Also closes what a ring has opened and nobody has closed. */
  @Override
  protected void released() {
    if (fd >= 0) {
      var left = new Handle(engine(), new Location(directory, path), fd, null);
      fd = -1;
      var _ = engine().submit(new Close(left));
    }
    Handle d = directory;
    if (d != null) {
      d.release();
    }
  }

  /** Not asked for a small buffer: copying it costs less. */
  @Override
  boolean mayLend(Posix p) {
    return length() > Lending.SMALL && Lending.isAllowed(p, fd);
  }

  @Override
  protected int posix(Posix p) {
    int result = fd < 0 ? open(p) : done == 0 ? openInEarnest(p) : 0;
    if (fd < 0) {
      return result;
    }
    try {
      if (result < 0) {
        return result;
      }
      result = -Errno.ECANCELED;
      long to = target(p, done);
      if (to != 0) {
        result = read(p, to);
      }
      return result;
    } finally {
      close(p, fd);
      fd = -1;
      if (result < 0 && result != END_OF_FILE) {
        unkeep();
      }
      Reference.reachabilityFence(this); // and with it the memory whose address is in use
    }
  }

  /** Sets the descriptor. 0 or a negated errno. */
  private int open(Posix p) {
    fd = PathTask.open(p, path, directory, beneath, OpenFlags.O_RDONLY, 0);
    return Math.min(0, fd);
  }

  /**
   * A ring has opened it with O_NONBLOCK, and read nothing. Of a FIFO that leaves to wait for a
   * writer, who may have come and gone: to open it once more could wait for ever. A device is
   * opened anew. 0 or a negated errno.
   */
  private int openInEarnest(Posix p) {
    int result = Fstat.statx(p, fd);
    if (result < 0) {
      return result;
    }
    int type = Memory.getShort(p.scratch().statx() + Statx.STX_MODE) & FileMode.S_IFMT;
    if (type == FileMode.S_IFIFO) {
      return awaitWriter(p);
    }
    if (type != FileMode.S_IFCHR && type != FileMode.S_IFBLK) {
      return 0;
    }
    int tried = fd;
    result = open(p);
    close(p, tried);
    return result;
  }

  /** Until there is something to read, or was a writer, of which the system keeps count. */
  private int awaitWriter(Posix p) {
    long pollfd = p.scratch().timespecs();
    Memory.putInt(pollfd + Poll.FD, fd);
    Memory.putShort(pollfd + Poll.EVENTS, (short) Poll.POLLIN);
    Memory.putShort(pollfd + Poll.REVENTS, (short) 0);
    int n;
    do {
      n = p.kernel().ppoll(p.scratch(), pollfd, 1, 0, 0);
    } while (n == -Errno.EINTR && !isCancelAsked());
    return Math.min(0, n);
  }

  private static void close(Posix p, int fd) {
    if (fd >= 0) {
      var _ = p.kernel().close(p.scratch(), fd);
    }
  }

  /** Also of no bytes there is one read, which says whether it is a file to be read. */
  private int read(Posix p, long to) {
    boolean more = true;
    while (more && !isCancelAsked()) {
      int n = (int) p.kernel().read(p.scratch(), fd, to + done, length() - done);
      if (n == 0) {
        return done == 0 && length() > 0 ? END_OF_FILE : done;
      }
      if (n < 0 && n != -Errno.EINTR) {
        return n;
      }
      done += Math.max(0, n);
      more = done < length();
    }
    return done;
  }

  // ------------------------------------------------------------------ io_uring

  @Override
  protected RingForm ringForm() {
    return isLendable() && length() > 0 ? RingForm.CALLED : RingForm.NONE;
  }

  /**
   * Several in one call save most of what they cost. All steps are told not to wait: the memory is
   * lent to a file of which nothing is known. Whatever does not go well with the first read, a
   * thread begins anew: who enters opens with O_NONBLOCK, which of a FIFO or device means something
   * else.
   */
  @Override
  protected boolean mayBatch() {
    return isLendable() && length() > 0 && length() <= MOST_IN_BATCH;
  }

  @Override
  protected int prep(Entry e) {
    closes = false;
    if (fd < 0) {
      return prepOpen(e);
    }
    if (done < length() && !isAtEnd && !isCancelAsked()) {
      long to = lent();
      if (to != 0) {
        return e.fill(
            IoUringOp.IORING_OP_READ,
            fd,
            Handle.AT_POSITION,
            to + done,
            length() - done,
            Rwf.RWF_NOWAIT);
      }
    }
    closes = true;
    return e.fill(IoUringOp.IORING_OP_CLOSE, fd, 0, 0, 0);
  }

  private int prepOpen(Entry e) {
    int result = e.encode(path, directory);
    if (result != Entry.FILLED) {
      return result;
    }
    Posix.putHowCached(e.openHow(), OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, beneath);
    int dirfd = Entry.dirfd(directory);
    return e.fill(IoUringOp.IORING_OP_OPENAT2, dirfd, e.openHow(), e.path(), OpenHow.SIZE);
  }

  @Override
  protected boolean mayStop() {
    return fd < 0;
  }

  @Override
  protected boolean isTransient(int res) {
    return fd < 0 ? super.isTransient(res) : closes && res == -Errno.ECANCELED;
  }

  @Override
  protected int completed(int res, Entry e) {
    if (closes) {
      fd = -1;
      return done;
    }
    if (fd < 0) {
      if (res < 0) {
        return res;
      }
      fd = res;
      return GO_ON;
    }
    if (res > 0) {
      done += res;
      return GO_ON;
    }
    if (res < 0 || done == 0) {
      return LEAVE;
    }
    isAtEnd = true;
    return GO_ON;
  }

  /** What the kernel had to close may be closed, and its number another file's by now. */
  @Override
  protected void lost() {
    super.lost();
    if (closes) {
      fd = -1;
    }
  }

  @Override
  protected int nio(Nio n) throws IOException {
    try (var channel = FileChannel.open(n.resolve(path, directory), StandardOpenOption.READ)) {
      ByteBuffer to = target(n);
      if (to == null) {
        return -Errno.ECANCELED;
      }
      int read = 0;
      while (read >= 0 && to.hasRemaining() && !isCancelAsked()) {
        read = channel.read(to);
      }
      return read < 0 && to.position() == 0 ? END_OF_FILE : to.position();
    }
  }
}
