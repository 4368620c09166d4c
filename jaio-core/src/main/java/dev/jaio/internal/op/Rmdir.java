package dev.jaio.internal.op;

import dev.jaio.internal.abi.At;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Failures;
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

/** Removes an empty directory, unlinkat(2) with AT_REMOVEDIR. */
public final class Rmdir extends PathCall<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("rmdir");

  /** Removes a directory. */
  public Rmdir(Path path) {
    super(path, false);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    return p.kernel().unlinkat(p.scratch(), p.dirfd(), p.name(), At.AT_REMOVEDIR);
  }

  @Override
  protected RingForm ringForm() {
    return punted();
  }

  @Override
  int fill(Entry e, int dirfd, long name) {
    return e.fill(IoUringOp.IORING_OP_UNLINKAT, dirfd, 0, name, 0, At.AT_REMOVEDIR);
  }

  /** java.nio removes both: a file that takes the name after the look is removed. */
  @Override
  protected int nio(Nio n) throws IOException {
    Path name = n.resolve(path(), directory());
    if (!Attributes.isDirectory(name)) {
      throw Failures.of(Errno.ENOTDIR, path(), null);
    }
    Files.delete(name);
    return 0;
  }
}
