package dev.jaio.internal.op;

import dev.jaio.FileStat;
import dev.jaio.internal.abi.At;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Mounts;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
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

  private int flags() {
    return At.AT_NO_AUTOMOUNT | (isFollowing() ? 0 : At.AT_SYMLINK_NOFOLLOW);
  }

  @Override
  int call(Posix p) {
    int result = StatxCall.call(p, p.dirfd(), p.name(), flags());
    if (result >= 0) {
      store(StatxCall.decode(p));
      if (Mounts.isWanted(p.scratch())) {
        learn(p);
      }
    }
    return result;
  }

  /** So that the next one can be done at once. The answer has been decoded. */
  private void learn(Posix p) {
    int fd = p.openPath(p.dirfd(), p.name(), isFollowing() ? 0 : OpenFlags.O_NOFOLLOW, 0);
    if (fd >= 0) {
      if (Fstat.statx(p, fd) >= 0) {
        Mounts.learn(p.kernel(), p.scratch(), fd);
      }
      p.kernel().close(p.scratch(), fd);
    }
  }

  @Override
  protected boolean mayTryNow() {
    return true;
  }

  /**
   * The path is looked up in the caches only. What is found there has its attributes in memory,
   * unless they come from elsewhere, which is why those of unknown file systems are not trusted.
   */
  @Override
  protected int tryNow(Posix p) {
    int fd = p.openCached(path(), directory(), isBeneath(), isFollowing());
    if (fd < 0) {
      return fd == -Errno.ENOENT ? fd : WOULD_BLOCK;
    }
    int result = Fstat.statxCached(p, fd);
    p.kernel().close(p.scratch(), fd);
    if (result < 0) {
      return WOULD_BLOCK;
    }
    store(StatxCall.decode(p));
    return 0;
  }

  @Override
  protected RingForm ringForm() {
    return punted();
  }

  @Override
  int fill(Entry e, int dirfd, long name) {
    int mask = StatxCall.MASK;
    return e.fill(IoUringOp.IORING_OP_STATX, dirfd, e.statx(), name, mask, flags());
  }

  @Override
  protected int completed(int res, Entry e) {
    if (res >= 0) {
      store(StatxCall.decode(e.statx()));
    }
    return res;
  }

  @Override
  protected int nio(Nio n) throws IOException {
    store(Attributes.read(n.resolve(path(), directory()), links(isFollowing())));
    return 0;
  }
}
