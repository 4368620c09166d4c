package dev.jaio.internal.op;

import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.HandleOwner;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An operation that opens something; what nobody gets is closed again. */
abstract class OpenTask<T> extends PathTask<T> {

  private @Nullable Handle opened;

  OpenTask(Path path) {
    super(path);
  }

  /** Takes charge of what a backend has opened. */
  final HandleOwner own(int fd, @Nullable Object channel) {
    return own(new Handle(engine(), location(), fd, channel));
  }

  /** As {@link #own(int, Object)}, of a handle that is made already. */
  final HandleOwner own(Handle handle) {
    opened = handle;
    return new HandleOwner(handle);
  }

  @Override
  protected final void discard() {
    Handle h = opened;
    if (h != null) {
      var _ = engine().submit(new Close(h));
    }
  }
}
