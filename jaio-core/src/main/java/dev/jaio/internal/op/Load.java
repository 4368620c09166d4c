package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a whole file: openat(2), statx(2), read(2) to its end, close(2). */
public final class Load extends PathTask<byte[]> {

  private static final OpType TYPE = OpType.quick("load");

  private int size; // once it is read

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
      if (result < 0 || size > WholeFile.MAX) {
        return result < 0 ? result : -Errno.EFBIG;
      }
      var content = new WholeFile((int) size, this::isCancelAsked);
      return loaded(content.read(p, fd), content);
    } finally {
      p.kernel().close(p.scratch(), fd);
    }
  }

  @Override
  protected int nio(Nio n) throws IOException {
    try (var channel = FileChannel.open(n.resolve(path(), directory()), StandardOpenOption.READ)) {
      long size = channel.size();
      if (size > WholeFile.MAX) {
        return -Errno.EFBIG;
      }
      var content = new WholeFile((int) size, this::isCancelAsked);
      return loaded(content.read(n, channel), content);
    }
  }

  private int loaded(int result, WholeFile content) {
    if (result == 0) {
      byte[] bytes = content.toArray();
      size = bytes.length;
      store(bytes);
    }
    return result;
  }

  @Override
  protected long moved() {
    return size;
  }
}
