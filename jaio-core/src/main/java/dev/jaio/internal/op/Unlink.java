package dev.jaio.internal.op;

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

/** Removes a name that is not of a directory, unlinkat(2). */
public final class Unlink extends PathCall<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("unlink");

  /** Removes a name. */
  public Unlink(Path path) {
    super(path, false);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    return p.kernel().unlinkat(p.scratch(), p.dirfd(), p.name(), 0);
  }

  @Override
  protected RingForm ringForm() {
    return punted();
  }

  @Override
  int fill(Entry e, int dirfd, long name) {
    return e.fill(IoUringOp.IORING_OP_UNLINKAT, dirfd, 0, name, 0, 0);
  }

  /** java.nio removes both: an empty directory that takes the name after the look is removed. */
  @Override
  protected int nio(Nio n) throws IOException {
    Path name = n.resolve(path(), directory());
    if (Attributes.isDirectory(name)) {
      throw Failures.of(Errno.EISDIR, path(), null);
    }
    Files.delete(name);
    return 0;
  }
}
