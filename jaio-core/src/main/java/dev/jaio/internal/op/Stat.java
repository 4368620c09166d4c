package dev.jaio.internal.op;

import dev.jaio.FileStat;
import dev.jaio.internal.abi.At;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the attributes of a file, statx(2). Like stat(2) it mounts nothing. */
public final class Stat extends PathCall<FileStat> {

  private static final OpType STAT = OpType.quick("stat");
  private static final OpType LSTAT = OpType.quick("lstat");

  /** Attributes of the file, or of a symbolic link itself. */
  public Stat(Path path, boolean follow) {
    super(path, follow);
  }

  @Override
  protected OpType type() {
    return isFollowing() ? STAT : LSTAT;
  }

  @Override
  int call(Posix p) {
    int flags = At.AT_NO_AUTOMOUNT | (isFollowing() ? 0 : At.AT_SYMLINK_NOFOLLOW);
    int result = StatxCall.call(p, p.dirfd(), p.name(), flags);
    if (result >= 0) {
      store(StatxCall.decode(p));
    }
    return result;
  }

  @Override
  protected int nio(Nio n) throws IOException {
    store(Attributes.read(n.resolve(path(), directory()), links(isFollowing())));
    return 0;
  }
}
