package dev.jaio.internal.op;

import dev.jaio.FileType;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.engine.Failures;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Changes the length of a file: openat(2), ftruncate(2), close(2). Without waiting, so that a FIFO
 * that nobody reads fails with ENXIO.
 */
public final class Truncate extends PathTask<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("truncate");

  private final long size;

  /** Cuts or extends a file. */
  public Truncate(Path path, long size) {
    super(path);
    if (size < 0) {
      throw new IllegalArgumentException("size is negative: " + size);
    }
    this.size = size;
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  protected int posix(Posix p) {
    int fd = open(p, OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK, 0);
    if (fd < 0) {
      return fd;
    }
    int result;
    do {
      result = p.kernel().ftruncate(p.scratch(), fd, size);
    } while (result == -Errno.EINTR);
    int closed = p.kernel().close(p.scratch(), fd);
    return result < 0 || closed == -Errno.EINTR ? result : closed;
  }

  @Override
  protected int nio(Nio n) throws IOException {
    Path file = n.resolve(path(), directory());
    if (Attributes.read(file).type() == FileType.FIFO) {
      throw Failures.of(Errno.ENXIO, path(), null); // java.nio would wait for a reader
    }
    try (var channel = FileLength.open(file)) {
      FileLength.set(channel, size);
    }
    return 0;
  }
}
