package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.posix.Scratch;

/**
 * Moves bytes from one descriptor to another: sendfile(2), or pread(2) and write(2) where the
 * system cannot, as for a target that is appended to. Nothing that was read is lost: what the
 * target does not take is not counted.
 */
final class Sending {

  /** What is read before it is written; no more can be read in vain. */
  private static final int COPIED = Scratch.TRANSFER_MIN;

  private final Posix p;
  private final int in;
  private final int out;
  private boolean copies;

  Sending(Posix p, int in, int out) {
    this.p = p;
    this.in = in;
    this.out = out;
  }

  /** Moves at most {@code count} bytes from a position; their number or a negated errno. */
  long move(long position, long count) {
    if (!copies) {
      long n = send(position, count);
      copies = isBeyond(n);
      if (!copies) {
        return n;
      }
    }
    return copy(position, (int) Math.min(COPIED, count));
  }

  private static boolean isBeyond(long result) {
    return result == -Errno.EINVAL
        || result == -Errno.ENOSYS
        || result == -Errno.EOPNOTSUPP
        || result == -Errno.ENOTSOCK;
  }

  private long send(long position, long count) {
    long offset = p.scratch().offsets();
    long n;
    do {
      Memory.putLong(offset, position);
      n = p.kernel().sendfile(p.scratch(), out, in, offset, count);
    } while (n == -Errno.EINTR);
    return n;
  }

  private long copy(long position, int count) {
    long buffer = p.scratch().transfer(COPIED);
    long read;
    do {
      read = p.kernel().pread(p.scratch(), in, buffer, count, position);
    } while (read == -Errno.EINTR);
    long written = 0;
    while (written < read) {
      long n = p.kernel().write(p.scratch(), out, buffer + written, read - written);
      if (n == 0) {
        n = -Errno.EIO; // a file that takes nothing and does not say why: not the end of the source
      }
      if (n < 0 && n != -Errno.EINTR) {
        return written == 0 ? n : written;
      }
      written += Math.max(0, n);
    }
    return read;
  }
}
