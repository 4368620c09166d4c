package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.nio.channels.NonWritableChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Changes the length of an open file, ftruncate(2). With java.nio one opened with APPEND is
 * extended by its name, if that means the same file still.
 */
public final class Ftruncate extends FileCall<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("ftruncate");

  private final long size;

  /** Cuts or extends an open file. */
  public Ftruncate(Handle handle, long size) {
    super(handle);
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
  int call(Posix p) {
    return p.kernel().ftruncate(p.scratch(), fd(), size);
  }

  @Override
  protected RingForm ringForm() {
    return RingForm.PUNTED;
  }

  @Override
  protected int prep(Entry e) {
    return e.fill(IoUringOp.IORING_OP_FTRUNCATE, fd(), size, 0, 0);
  }

  @Override
  protected int nio(Nio n) throws IOException {
    if (handle().appends() && size > channel().size()) {
      extendByName(n);
      return 0;
    }
    try {
      long position = channel().position();
      if (handle().isReadable() || size <= channel().size() || !isExtendedByName(n)) {
        FileLength.set(channel(), size);
      }
      channel().position(position); // java.nio pulls it back to the new end
      return 0;
    } catch (NonWritableChannelException _) {
      return -Errno.EINVAL;
    }
  }

  private boolean hasName() {
    Object identity = handle().identity(); // without one its name may mean any other file
    return identity != null && !identity.equals(Nio.NAMELESS);
  }

  /** What only writes cannot be mapped, see {@link FileLength#set}. */
  private boolean isExtendedByName(Nio n) {
    try {
      if (hasName()) {
        extendByName(n);
        return true;
      }
    } catch (IOException _) {
      return false; // the name means another one by now, or may not be opened
    }
    return false;
  }

  /** What writes at the end only can write no last byte beyond it. */
  private void extendByName(Nio n) throws IOException {
    if (!hasName()) {
      throw n.unsupported(this, "java.nio extends no file without a name that appends");
    }
    try (var other = FileLength.open(n.name(handle()))) {
      FileLength.set(other, size);
    }
  }
}
