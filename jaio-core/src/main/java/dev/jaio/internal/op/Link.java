package dev.jaio.internal.op;

import dev.jaio.AsyncDirectory;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Creates a hard link, linkat(2), following no symbolic link. */
public final class Link extends TwoPathCall {

  private static final OpType TYPE = OpType.quick("link");

  /** Gives a file another name. */
  public Link(Path existing, Path link) {
    super(existing, null, link);
  }

  /** Gives a file another name, in a directory of its own. */
  public Link(Path existing, AsyncDirectory directory, Path link) {
    super(existing, Objects.requireNonNull(directory, "directory"), link);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    return p.kernel().linkat(p.scratch(), p.dirfd(), p.name(), p.secondDirfd(), p.secondName(), 0);
  }

  @Override
  int fill(Entry e, int dirfd, long name, int targetDirfd, long targetName) {
    return e.fill(IoUringOp.IORING_OP_LINKAT, dirfd, targetName, name, targetDirfd, 0);
  }

  @Override
  protected int nio(Nio n) throws IOException {
    Files.createLink(target(n), source(n));
    return 0;
  }
}
