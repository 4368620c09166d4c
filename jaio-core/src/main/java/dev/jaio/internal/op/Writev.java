package dev.jaio.internal.op;

import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes several buffers, writev(2) or pwritev(2). */
public final class Writev extends VectorTask {

  private static final OpType TYPE = OpType.quick("writev");

  /** Writes one buffer after the other. */
  public Writev(Handle handle, ByteBuffer[] srcs, long position) {
    super(handle, srcs, position, false);
  }

  @Override
  protected OpType type() {
    return at(TYPE);
  }

  @Override
  long move(Posix p, int fd, long iovecs, int count) {
    return p.kernel().writev(p.scratch(), fd, iovecs, count);
  }

  @Override
  long move(Posix p, int fd, long iovecs, int count, long at) {
    return p.kernel().pwritev(p.scratch(), fd, iovecs, count, at);
  }

  @Override
  int opcode() {
    return IoUringOp.IORING_OP_WRITEV;
  }

  @Override
  int move(FileChannel channel, ByteBuffer buffer) throws IOException {
    return channel.write(buffer);
  }

  @Override
  int move(FileChannel channel, ByteBuffer buffer, long at) throws IOException {
    return channel.write(buffer, at);
  }
}
