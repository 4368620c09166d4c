package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.posix.Scratch;

/** Reads the text of a symbolic link into the transfer buffer, readlinkat(2). */
final class LinkText {

  /** Many times PATH_MAX, the bound on most file systems, and there without allocating. */
  private static final int BUFFER = Scratch.TRANSFER_MIN;

  private LinkText() {}

  /** Where {@link #read} leaves the text. */
  static long buffer(Posix p) {
    return p.scratch().transfer(BUFFER);
  }

  /**
   * Reads the text of the link that the path was resolved to.
   *
   * @return its length, or a negated errno
   */
  static int read(Posix p) {
    long buffer = buffer(p);
    int length = (int) p.kernel().readlinkat(p.scratch(), p.dirfd(), p.name(), buffer, BUFFER);
    return length == BUFFER ? -Errno.ENAMETOOLONG : length; // perhaps cut short
  }
}
