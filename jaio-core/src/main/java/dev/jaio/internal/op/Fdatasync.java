package dev.jaio.internal.op;

import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes the data of an open file, and what is needed to read it, to the device, fdatasync(2). */
public final class Fdatasync extends FileCall<@Nullable Void> {

  private static final OpType TYPE = OpType.slow("fdatasync");

  /** Makes the data of an open file durable. */
  public Fdatasync(Handle handle) {
    super(handle);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    return p.kernel().fdatasync(p.scratch(), fd());
  }

  @Override
  protected RingForm ringForm() {
    return RingForm.PUNTED;
  }

  @Override
  protected int prep(Entry e) {
    int flags = IoUringOp.IORING_FSYNC_DATASYNC;
    return e.fill(IoUringOp.IORING_OP_FSYNC, fd(), 0, 0, 0, flags);
  }

  @Override
  protected int nio(Nio n) throws IOException {
    channel().force(false);
    return 0;
  }
}
