package dev.jaio.internal.op;

import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads into several buffers, readv(2) or preadv(2). */
public final class Readv extends VectorTask {

  private static final OpType TYPE = OpType.quick("readv");

  /** Fills one buffer after the other. */
  public Readv(Handle handle, ByteBuffer[] dsts, long position) {
    super(handle, dsts, position, true);
  }

  @Override
  protected OpType type() {
    return at(TYPE);
  }

  @Override
  long move(Posix p, int fd, long iovecs, int count) {
    return p.kernel().readv(p.scratch(), fd, iovecs, count);
  }

  @Override
  long move(Posix p, int fd, long iovecs, int count, long at) {
    return p.kernel().preadv(p.scratch(), fd, iovecs, count, at);
  }

  @Override
  int opcode() {
    return IoUringOp.IORING_OP_READV;
  }

  @Override
  int move(FileChannel channel, ByteBuffer buffer) throws IOException {
    return channel.read(buffer);
  }

  @Override
  int move(FileChannel channel, ByteBuffer buffer, long at) throws IOException {
    return channel.read(buffer, at);
  }
}
