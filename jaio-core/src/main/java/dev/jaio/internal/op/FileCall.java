package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.posix.Posix;
import org.jspecify.annotations.Nullable;

/** An operation on an open file that is one system call, repeated when it is interrupted. */
abstract class FileCall<T extends @Nullable Object> extends FileTask<T> {

  FileCall(Handle handle) {
    super(handle);
  }

  /** The call, on {@link #fd()}. */
  abstract int call(Posix p);

  @Override
  protected final int posix(Posix p) {
    int result;
    do {
      result = call(p);
    } while (result == -Errno.EINTR);
    return result;
  }
}
