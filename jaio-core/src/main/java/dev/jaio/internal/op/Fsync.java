package dev.jaio.internal.op;

import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes data and attributes of an open file or directory to the device, fsync(2). With java.nio a
 * directory by its name, if that means the same directory still.
 */
public final class Fsync extends FileCall<@Nullable Void> {

  private static final OpType TYPE = OpType.slow("fsync");

  /** Makes an open file durable. */
  public Fsync(Handle handle) {
    super(handle);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    return p.kernel().fsync(p.scratch(), fd());
  }

  @Override
  protected RingForm ringForm() {
    return RingForm.PUNTED;
  }

  @Override
  protected int prep(Entry e) {
    return e.fill(IoUringOp.IORING_OP_FSYNC, fd(), 0, 0, 0);
  }

  @Override
  protected int nio(Nio n) throws IOException {
    if (handle().channel() instanceof FileChannel c) {
      c.force(true);
      return 0;
    }
    try (var directory = FileChannel.open(n.name(handle()), StandardOpenOption.READ)) {
      directory.force(true);
    }
    return 0;
  }
}
