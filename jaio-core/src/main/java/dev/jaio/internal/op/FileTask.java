package dev.jaio.internal.op;

import dev.jaio.internal.engine.Admission;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.Task;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An operation on an open file or directory, which is not closed before the operation ends. */
abstract class FileTask<T extends @Nullable Object> extends Task<T> {

  private final Handle handle;

  FileTask(Handle handle) {
    this.handle = handle;
  }

  final Handle handle() {
    return handle;
  }

  /** The descriptor. */
  final int fd() {
    return handle.fd();
  }

  /** The channel of java.nio. */
  final FileChannel channel() {
    return channel(handle);
  }

  /** The channel of java.nio, of a file. */
  static FileChannel channel(Handle handle) {
    return (FileChannel) Objects.requireNonNull(handle.channel());
  }

  @Override
  public final Path path() {
    return handle.path();
  }

  @Override
  protected final void checkEngine(Engine e) {
    handle.requireEngine(e);
  }

  @Override
  protected Admission admit() {
    return handle.acquire() ? Admission.QUEUE : Admission.CLOSED;
  }

  @Override
  protected void released() {
    handle.release();
  }
}
