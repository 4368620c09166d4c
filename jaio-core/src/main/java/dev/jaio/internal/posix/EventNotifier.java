package dev.jaio.internal.posix;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.EventFd;
import dev.jaio.internal.engine.Failures;
import dev.jaio.internal.engine.Notifier;
import java.io.IOException;

/** An eventfd(2) that is readable while there is work, for native event loops. */
public final class EventNotifier extends Notifier {

  private final Kernel kernel;
  private final int fd;

  /** Creates the descriptor. */
  public EventNotifier(Kernel kernel) throws IOException {
    this.kernel = kernel;
    this.fd = kernel.eventfd(Scratch.current(), 0, EventFd.EFD_CLOEXEC | EventFd.EFD_NONBLOCK);
    if (fd < 0) {
      throw Failures.of(-fd, null, null);
    }
  }

  /** The descriptor. */
  public int fd() {
    return fd;
  }

  @Override
  protected void write() {
    Scratch s = Scratch.current();
    Memory.putLong(s.offsets(), 1);
    long written;
    do {
      written = kernel.write(s, fd, s.offsets(), Long.BYTES);
    } while (written == -Errno.EINTR); // EAGAIN: the counter is full, so it is readable
  }

  @Override
  protected void drain() {
    Scratch s = Scratch.current();
    long read;
    do {
      read = kernel.read(s, fd, s.offsets(), Long.BYTES);
    } while (read == -Errno.EINTR); // EAGAIN: somebody else has read it
  }

  @Override
  protected void close() {
    kernel.close(Scratch.current(), fd);
  }
}
