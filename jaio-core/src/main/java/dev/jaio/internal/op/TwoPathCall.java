package dev.jaio.internal.op;

import dev.jaio.AsyncDirectory;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Admission;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An operation that gives a file a second path, in one system call. The second path starts at a
 * directory of its own, or else where the first one does; under a view beneath it is confined too.
 */
abstract class TwoPathCall extends PathTask<@Nullable Void> {

  private final Path target;
  private final @Nullable Handle explicit;

  TwoPathCall(Path source, @Nullable AsyncDirectory directory, Path target) {
    super(source);
    this.target = check(target);
    this.explicit = directory == null ? null : Access.handle(directory);
  }

  /** The call, on the names relative to the directories that the paths were resolved to. */
  abstract int call(Posix p);

  private @Nullable Handle targetDirectory() {
    return explicit != null ? explicit : directory();
  }

  /** Both paths as java.nio needs them: relative to the directories by name. */
  final Path source(Nio n) {
    return n.resolve(path(), directory());
  }

  final Path target(Nio n) {
    return n.resolve(target, targetDirectory());
  }

  @Override
  public final Path otherPath() {
    return target;
  }

  @Override
  protected final Admission admit() {
    Admission a = super.admit();
    if (a == Admission.QUEUE && explicit != null && !explicit.acquire()) {
      super.released();
      return Admission.CLOSED;
    }
    return a;
  }

  @Override
  protected final void released() {
    super.released();
    if (explicit != null) {
      explicit.release();
    }
  }

  @Override
  protected final int posix(Posix p) {
    try {
      int result = p.resolve(path(), directory(), isBeneath(), false);
      if (result >= 0) {
        result = p.resolveSecond(target, targetDirectory(), isBeneath());
      }
      if (result < 0) {
        return result;
      }
      do {
        result = call(p);
      } while (result == -Errno.EINTR);
      return result;
    } finally {
      p.done();
    }
  }
}
