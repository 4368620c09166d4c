package dev.jaio.internal.op;

import dev.jaio.AsyncDirectory;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Admission;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
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

  /** The entry for the call. */
  abstract int fill(Entry e, int dirfd, long name, int targetDirfd, long targetName);

  private @Nullable Handle targetDirectory() {
    return explicit != null ? explicit : directory();
  }

  /** Both paths as java.nio needs them: relative to the directories by name. */
  final Path source(Nio n) throws IOException {
    return n.resolve(path(), directory());
  }

  final Path target(Nio n) throws IOException {
    return n.resolve(target, targetDirectory());
  }

  @Override
  public final Path otherPath() {
    return target;
  }

  @Override
  protected final void checkEngine(Engine e) {
    super.checkEngine(e);
    if (explicit != null) {
      explicit.requireEngine(e);
    }
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

  /** What keeps a path beneath takes more than one call. */
  @Override
  protected final RingForm ringForm() {
    return isBeneath() ? RingForm.NONE : RingForm.PUNTED;
  }

  @Override
  protected final int prep(Entry e) {
    int result = e.encode(path(), directory());
    if (result == Entry.FILLED) {
      result = e.encodeSecond(target, targetDirectory());
    }
    if (result != Entry.FILLED) {
      return result;
    }
    int targetDirfd = Entry.dirfd(targetDirectory());
    return fill(e, Entry.dirfd(directory()), e.path(), targetDirfd, e.path2());
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
