package dev.jaio.internal.op;

import dev.jaio.internal.abi.At;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Failures;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Changes permission bits, fchmodat(2). */
public final class Chmod extends PathCall<@Nullable Void> {

  private static final OpType CHMOD = OpType.quick("chmod");
  private static final OpType LCHMOD = OpType.quick("lchmod");

  private final int mode;

  /** Gives a file a mode. */
  public Chmod(Path path, int mode, LinkOption... options) {
    super(path, follows(options));
    this.mode = checkMode(mode);
  }

  @Override
  protected OpType type() {
    return isFollowing() ? CHMOD : LCHMOD;
  }

  @Override
  int call(Posix p) {
    int flags = isFollowing() ? 0 : At.AT_SYMLINK_NOFOLLOW;
    return p.kernel().fchmodat(p.scratch(), p.dirfd(), p.name(), mode, flags);
  }

  /** java.nio follows a link all the same: one that takes the name after the look is followed. */
  @Override
  protected int nio(Nio n) throws IOException {
    Path file = n.resolve(path(), directory());
    if (!isFollowing() && Files.isSymbolicLink(file)) {
      throw Failures.of(Errno.EOPNOTSUPP, path(), null);
    }
    Attributes.chmod(file, mode);
    return 0;
  }
}
