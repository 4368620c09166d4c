package dev.jaio.internal.op;

import dev.jaio.AsyncFile.Whence;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.util.Objects;

/** Moves the position of an open file, lseek(2). */
public final class Seek extends FileTask<Long> {

  private static final OpType TYPE = OpType.quick("seek");

  private final long offset;
  private final Whence whence;

  /** Moves to an offset counted from somewhere. */
  public Seek(Handle handle, long offset, Whence whence) {
    super(handle);
    this.offset = offset;
    this.whence = Objects.requireNonNull(whence, "whence");
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  protected int posix(Posix p) {
    int number =
        switch (whence) {
          case SET -> dev.jaio.internal.abi.Seek.SEEK_SET;
          case CUR -> dev.jaio.internal.abi.Seek.SEEK_CUR;
          case END -> dev.jaio.internal.abi.Seek.SEEK_END;
          case DATA -> dev.jaio.internal.abi.Seek.SEEK_DATA;
          case HOLE -> dev.jaio.internal.abi.Seek.SEEK_HOLE;
        };
    long result;
    do {
      result = p.kernel().lseek(p.scratch(), fd(), offset, number);
    } while (result == -Errno.EINTR);
    return reached(result);
  }

  /** Between the look at the position and the move another request may move it, unlike lseek. */
  @Override
  protected int nio(Nio n) throws IOException {
    long from =
        switch (whence) {
          case SET -> 0;
          case CUR -> channel().position();
          case END -> channel().size();
          case DATA, HOLE -> throw n.unsupported(this, "java.nio does not tell where holes are");
        };
    long to = from + offset;
    if (to < 0) {
      return offset < 0 ? -Errno.EINVAL : -Errno.EOVERFLOW;
    }
    channel().position(to);
    return reached(to);
  }

  private int reached(long position) {
    if (position < 0) {
      return (int) position;
    }
    store(position);
    return 0;
  }
}
