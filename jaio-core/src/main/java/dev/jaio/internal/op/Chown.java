package dev.jaio.internal.op;

import dev.jaio.internal.abi.At;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Changes owner and group, fchownat(2). */
public final class Chown extends PathCall<@Nullable Void> {

  private static final OpType CHOWN = OpType.quick("chown");
  private static final OpType LCHOWN = OpType.quick("lchown");

  private final int uid;
  private final int gid;

  /** Gives a file an owner and a group, each unless it is -1. */
  public Chown(Path path, int uid, int gid, LinkOption... options) {
    super(path, follows(options));
    this.uid = uid;
    this.gid = gid;
  }

  @Override
  protected OpType type() {
    return isFollowing() ? CHOWN : LCHOWN;
  }

  @Override
  int call(Posix p) {
    int flags = isFollowing() ? 0 : At.AT_SYMLINK_NOFOLLOW;
    return p.kernel().fchownat(p.scratch(), p.dirfd(), p.name(), uid, gid, flags);
  }

  @Override
  protected int nio(Nio n) throws IOException {
    Attributes.chown(n.resolve(path(), directory()), uid, gid, links(isFollowing()));
    return 0;
  }
}
