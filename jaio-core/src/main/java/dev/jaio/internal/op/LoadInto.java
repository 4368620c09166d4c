package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.engine.Admission;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
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
public final class LoadInto extends BufferTask {

  private static final OpType TYPE = OpType.quick("loadInto");

  private final Path path;
  private @Nullable Handle directory;
  private boolean beneath;
  private int fd = -1;

  /** Reads as much of a file as a buffer has room for. */
  public LoadInto(Path path, ByteBuffer dst) {
    super(dst, true, MAX_TRANSFER);
    this.path = PathTask.check(path);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  public Path path() {
    return path;
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

  @Override
  protected void released() {
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
    fd = PathTask.open(p, path, directory, beneath, OpenFlags.O_RDONLY, 0);
    if (fd < 0) {
      return fd;
    }
    int result = -Errno.ECANCELED;
    try {
      long to = target(p);
      if (to != 0) {
        result = read(p, to);
      }
      return result;
    } finally {
      p.kernel().close(p.scratch(), fd);
      if (result < 0 && result != END_OF_FILE) {
        unkeep();
      }
      Reference.reachabilityFence(this); // and with it the memory whose address is in use
    }
  }

  private int read(Posix p, long to) {
    int done = 0;
    while (done < length() && !isCancelAsked()) {
      int n = (int) p.kernel().read(p.scratch(), fd, to + done, length() - done);
      if (n == 0) {
        return done == 0 ? END_OF_FILE : done;
      }
      if (n < 0 && n != -Errno.EINTR) {
        return n;
      }
      done += Math.max(0, n);
    }
    return done;
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
