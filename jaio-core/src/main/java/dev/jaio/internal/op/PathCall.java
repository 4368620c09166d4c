package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An operation on a path that is one system call, repeated when it is interrupted. */
abstract class PathCall<T extends @Nullable Object> extends PathTask<T> {

  private final boolean follow;

  /** An operation whose call follows a symbolic link in the last place, or does not. */
  PathCall(Path path, boolean follow) {
    super(path);
    this.follow = follow;
  }

  final boolean isFollowing() {
    return follow;
  }

  /** The call, on the name relative to the directory that the path was resolved to. */
  abstract int call(Posix p);

  /** The entry for the call; only of an operation that says it has a form for a ring. */
  int fill(Entry e, int dirfd, long name) {
    return Entry.REFUSED;
  }

  /** The form of a call that has an opcode. What keeps a path beneath takes more than one call. */
  final RingForm punted() {
    return isBeneath() ? RingForm.NONE : RingForm.PUNTED;
  }

  @Override
  protected final int prep(Entry e) {
    int result = e.encode(path(), directory());
    return result == Entry.FILLED ? fill(e, Entry.dirfd(directory()), e.path()) : result;
  }

  @Override
  protected final int posix(Posix p) {
    int result = p.resolve(path(), directory(), isBeneath(), follow);
    if (result < 0) {
      return result;
    }
    try {
      do {
        result = call(p);
      } while (result == -Errno.EINTR);
      return result;
    } finally {
      p.done();
    }
  }
}
