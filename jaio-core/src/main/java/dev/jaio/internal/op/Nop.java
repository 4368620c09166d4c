package dev.jaio.internal.op;

import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.engine.Task;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import org.jspecify.annotations.Nullable;

/** Does nothing, without a system call. */
public final class Nop extends Task<@Nullable Void> {

  private static final OpType TYPE = OpType.instant("nop");

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  protected int posix(Posix p) {
    return 0;
  }

  @Override
  protected RingForm ringForm() {
    return RingForm.NEEDLESS;
  }

  @Override
  protected int prep(Entry e) {
    return e.fill(IoUringOp.IORING_OP_NOP, -1, 0, 0, 0);
  }

  @Override
  protected int nio(Nio n) {
    return 0;
  }
}
