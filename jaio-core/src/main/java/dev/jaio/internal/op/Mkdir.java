package dev.jaio.internal.op;

import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Creates a directory, mkdirat(2). */
public final class Mkdir extends PathCall<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("mkdir");

  private final int mode;

  /** Creates a directory with the mode less the umask. */
  public Mkdir(Path path, int mode) {
    super(path, false);
    this.mode = checkMode(mode);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    return p.kernel().mkdirat(p.scratch(), p.dirfd(), p.name(), mode);
  }

  @Override
  protected RingForm ringForm() {
    return punted();
  }

  @Override
  int fill(Entry e, int dirfd, long name) {
    return e.fill(IoUringOp.IORING_OP_MKDIRAT, dirfd, 0, name, mode, 0);
  }

  @Override
  protected int nio(Nio n) throws IOException {
    if ((mode & ~0777) != 0) {
      throw n.unsupported(this, "java.nio creates no directory with set-id or sticky bits");
    }
    Files.createDirectory(n.resolve(path(), directory()), Attributes.ofNew(mode));
    return 0;
  }
}
