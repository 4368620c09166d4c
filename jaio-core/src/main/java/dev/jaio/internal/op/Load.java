package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a whole file: openat(2), statx(2), read(2) to its end, close(2). */
public final class Load extends PathTask<byte[]> {

  private static final OpType TYPE = OpType.quick("load");

  /** What is copied to the heap at once, so that it still is in the processor's cache. */
  private static final int CHUNK = 256 << 10;

  /** Reads a file. */
  public Load(Path path) {
    super(path);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  protected int posix(Posix p) {
    int fd = open(p, OpenFlags.O_RDONLY, 0);
    if (fd < 0) {
      return fd;
    }
    try {
      int result = Fstat.statx(p, fd);
      long size = Memory.getLong(p.scratch().statx() + Statx.STX_SIZE);
      if (result < 0 || size > GrowingBytes.MAX) {
        return result < 0 ? result : -Errno.EFBIG;
      }
      var content = new GrowingBytes((int) size);
      result = read(p, fd, content);
      if (result >= 0) {
        store(content.toArray());
      }
      return result;
    } finally {
      p.kernel().close(p.scratch(), fd);
    }
  }

  private int read(Posix p, int fd, GrowingBytes content) {
    for (; ; ) {
      int wanted = content.wanted(CHUNK);
      long buffer = p.scratch().transfer(wanted);
      int n = (int) p.kernel().read(p.scratch(), fd, buffer, wanted);
      if (isCancelAsked() || (n < 0 && n != -Errno.EINTR)) {
        return n < 0 ? n : -Errno.ECANCELED;
      }
      if (n >= 0) {
        if (!content.hasRoom(n)) {
          return -Errno.EFBIG;
        }
        Memory.copy(buffer, content.array(), content.size(), n);
        content.added(n);
        if (content.isEnd(n, wanted)) {
          return 0;
        }
      }
    }
  }

  @Override
  protected int nio(Nio n) throws IOException {
    try (var channel = FileChannel.open(n.resolve(path(), directory()), StandardOpenOption.READ)) {
      long size = channel.size();
      if (size > GrowingBytes.MAX) {
        return -Errno.EFBIG;
      }
      var content = new GrowingBytes((int) size);
      int wanted;
      int read;
      do {
        wanted = content.wanted(CHUNK);
        ByteBuffer buffer = n.bounce(wanted);
        read = Math.max(0, channel.read(buffer));
        if (isCancelAsked()) {
          return -Errno.ECANCELED;
        }
        if (!content.hasRoom(read)) {
          return -Errno.EFBIG;
        }
        buffer.flip().get(content.array(), content.size(), read);
        content.added(read);
      } while (!content.isEnd(read, wanted));
      store(content.toArray());
      return 0;
    }
  }
}
