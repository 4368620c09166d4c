package dev.jaio.internal.op;

import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.abi.OpenHow;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.HandleOwner;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An operation that opens something; what nobody gets is closed again. */
abstract class OpenTask<T> extends PathTask<T> {

  private @Nullable Handle opened;

  OpenTask(Path path) {
    super(path);
  }

  /** Takes charge of what a backend has opened. */
  final HandleOwner own(int fd, @Nullable Object channel) {
    return own(new Handle(engine(), location(), fd, channel));
  }

  /** As {@link #own(int, Object)}, of a handle that is made already. */
  final HandleOwner own(Handle handle) {
    opened = handle;
    return new HandleOwner(handle);
  }

  /** Fills an entry as {@link #open(Posix, int, int)} calls. */
  final int fillOpen(Entry e, int flags, int mode) {
    int result = e.encode(path(), directory());
    if (result != Entry.FILLED) {
      return result;
    }
    int all = flags | OpenFlags.O_CLOEXEC;
    int dirfd = Entry.dirfd(directory());
    if (!e.mayWait()) {
      Posix.putHowCached(e.openHow(), all, isBeneath());
      return e.fill(IoUringOp.IORING_OP_OPENAT2, dirfd, e.openHow(), e.path(), OpenHow.SIZE);
    }
    if (!isBeneath()) {
      return e.fill(IoUringOp.IORING_OP_OPENAT, dirfd, 0, e.path(), mode, all);
    }
    Posix.putHowBeneath(e.openHow(), all, mode);
    return e.fill(IoUringOp.IORING_OP_OPENAT2, dirfd, e.openHow(), e.path(), OpenHow.SIZE);
  }

  @Override
  protected final void discard() {
    Handle h = opened;
    if (h != null) {
      var _ = engine().submit(new Close(h));
    }
  }
}
