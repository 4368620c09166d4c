package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Admission;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.engine.Task;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Closes an open file or directory, close(2), after its last use. */
public final class Close extends Task<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("close");

  private final Handle handle;

  /** Closes a handle; what was closed before is left alone. */
  public Close(Handle handle) {
    this.handle = handle;
    var _ = shielded();
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  public Path path() {
    return handle.path();
  }

  @Override
  protected final void checkEngine(Engine e) {
    handle.requireEngine(e);
  }

  @Override
  protected Admission admit() {
    return handle.beginClose(this);
  }

  @Override
  protected int posix(Posix p) {
    int result = p.kernel().close(p.scratch(), handle.fd());
    return result == -Errno.EINTR ? 0 : result; // it is closed; again could hit another file
  }

  @Override
  protected RingForm ringForm() {
    return RingForm.CALLED;
  }

  @Override
  protected boolean mayBatch() {
    return true;
  }

  @Override
  protected int prep(Entry e) {
    return e.fill(IoUringOp.IORING_OP_CLOSE, handle.fd(), 0, 0, 0);
  }

  /** Only what was not begun is repeated: afterwards the number may be another file's. */
  @Override
  protected boolean isTransient(int res) {
    return res == -Errno.ECANCELED;
  }

  @Override
  protected int completed(int res, Entry e) {
    return res == -Errno.EINTR ? 0 : res;
  }

  @Override
  protected int nio(Nio n) throws IOException {
    if (handle.channel() instanceof Closeable channel) {
      channel.close();
    }
    return 0;
  }
}
