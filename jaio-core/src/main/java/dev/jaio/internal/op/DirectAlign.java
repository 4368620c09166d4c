package dev.jaio.internal.op;

import dev.jaio.DirectAlignment;
import dev.jaio.internal.abi.At;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;

/**
 * Asks what direct I/O on an open file must be aligned to, statx(2) with STATX_DIOALIGN. With
 * java.nio the size of a block, by its name, if that means the same file still.
 */
public final class DirectAlign extends FileCall<DirectAlignment> {

  private static final OpType TYPE = OpType.quick("directAlignment");

  private static final int MASK = Statx.STATX_DIOALIGN | Statx.STATX_DIO_READ_ALIGN;

  /** Asks about an open file, however it was opened. */
  public DirectAlign(Handle handle) {
    super(handle);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    long empty = p.scratch().path();
    Memory.putByte(empty, (byte) 0);
    long to = p.scratch().statx();
    int result = p.kernel().statx(p.scratch(), fd(), empty, At.AT_EMPTY_PATH, MASK, to);
    if (result >= 0) {
      store(decode(to));
    }
    return result;
  }

  /** A number of 0 for reads says that there is no other one for them. */
  static DirectAlignment decode(long s) {
    int mask = Memory.getInt(s + Statx.STX_MASK);
    if ((mask & Statx.STATX_DIOALIGN) == 0) {
      return new DirectAlignment(-1, -1, -1);
    }
    int offset = Memory.getInt(s + Statx.STX_DIO_OFFSET_ALIGN);
    boolean told = (mask & Statx.STATX_DIO_READ_ALIGN) != 0;
    int reads = told ? Memory.getInt(s + Statx.STX_DIO_READ_OFFSET_ALIGN) : 0;
    int memory = Memory.getInt(s + Statx.STX_DIO_MEM_ALIGN);
    return new DirectAlignment(memory, offset, reads > 0 ? reads : offset);
  }

  @Override
  protected RingForm ringForm() {
    return RingForm.PUNTED;
  }

  @Override
  protected int prep(Entry e) {
    Memory.putByte(e.path(), (byte) 0);
    return e.fill(IoUringOp.IORING_OP_STATX, fd(), e.statx(), e.path(), MASK, At.AT_EMPTY_PATH);
  }

  @Override
  protected int completed(int res, Entry e) {
    if (res >= 0) {
      store(decode(e.statx()));
    }
    return res;
  }

  @Override
  protected int nio(Nio n) throws IOException {
    int block = Attributes.blockSize(n.name(handle()));
    store(new DirectAlignment(block, block, block));
    return 0;
  }
}
