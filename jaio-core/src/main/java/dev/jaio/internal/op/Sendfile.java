package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Admission;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.posix.Scratch;
import java.io.IOException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;

/**
 * Copies bytes of an open file to the position of another one, sendfile(2), or by pread(2) and
 * write(2) where the system cannot, as with a target that is appended to.
 */
public final class Sendfile extends FileTask<Long> {

  private static final OpType TYPE = OpType.slow("sendfile");

  /** What is copied between two looks at whether the request was cancelled. */
  private static final int CHUNK = 8 << 20;

  /** What is read before it is written; no more can be read in vain. */
  private static final int EMULATED = Scratch.TRANSFER_MIN;

  private final long position;
  private final long count;
  private final Handle target;
  private long done;

  /** Copies at most {@code count} bytes. */
  public Sendfile(Handle source, long position, long count, Handle target) {
    super(source);
    if (count < 0) {
      throw new IllegalArgumentException("count is negative: " + count);
    }
    if (source.engine() != target.engine()) {
      throw new IllegalArgumentException("the target belongs to another engine");
    }
    this.position = position;
    this.count = count;
    this.target = target;
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  public Path otherPath() {
    return target.path();
  }

  @Override
  protected Admission admit() {
    Admission a = super.admit();
    if (a == Admission.QUEUE && !target.acquire()) {
      super.released();
      return Admission.CLOSED;
    }
    return a;
  }

  @Override
  protected void released() {
    super.released();
    target.release();
  }

  // ------------------------------------------------------------------ posix

  @Override
  protected int posix(Posix p) {
    long n = 1;
    while (n > 0 && done < count && !isCancelAsked()) {
      n = send(p, Math.min(CHUNK, count - done));
      done += Math.max(0, n);
    }
    if (isBeyond((int) n)) {
      n = 1;
      while (n > 0 && done < count && !isCancelAsked()) {
        n = copy(p, (int) Math.min(EMULATED, count - done));
      }
    }
    return sent((int) Math.min(0, n));
  }

  private long send(Posix p, long size) {
    long offset = p.scratch().offsets();
    long n;
    do {
      Memory.putLong(offset, position + done);
      n = p.kernel().sendfile(p.scratch(), target.fd(), fd(), offset, size);
    } while (n == -Errno.EINTR);
    return n;
  }

  private static boolean isBeyond(int result) {
    return result == -Errno.EINVAL
        || result == -Errno.ENOSYS
        || result == -Errno.EOPNOTSUPP
        || result == -Errno.ENOTSOCK;
  }

  /** Reads and writes; what was read and could not be written is not counted. */
  private long copy(Posix p, int size) {
    long buffer = p.scratch().transfer(EMULATED);
    long read;
    do {
      read = p.kernel().pread(p.scratch(), fd(), buffer, size, position + done);
    } while (read == -Errno.EINTR);
    long written = read;
    for (long n = 0; n < read && written > 0; n += Math.max(0, written)) {
      do {
        written = p.kernel().write(p.scratch(), target.fd(), buffer + n, read - n);
      } while (written == -Errno.EINTR);
      done += Math.max(0, written);
    }
    return written;
  }

  // ------------------------------------------------------------------ java.nio

  @Override
  protected int nio(Nio n) throws IOException {
    try {
      long sent = 1;
      while (sent > 0 && done < count && !isCancelAsked()) {
        long size = Math.min(CHUNK, count - done);
        sent = channel().transferTo(position + done, size, channel(target));
        done += sent;
      }
      return sent(0);
    } catch (NonReadableChannelException | NonWritableChannelException _) {
      return -Errno.EBADF;
    } catch (IOException e) {
      if (done == 0) {
        throw e;
      }
      return sent(0);
    }
  }

  /** The count if there is one, else the failure. */
  private int sent(int result) {
    if (result < 0 && done == 0) {
      return result;
    }
    store(done);
    return 0;
  }
}
