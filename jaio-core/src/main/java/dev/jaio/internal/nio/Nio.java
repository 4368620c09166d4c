package dev.jaio.internal.nio;

import dev.jaio.internal.engine.Calls;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One thread's way to java.nio. The java.nio form of an operation gets it as its only argument. */
public final class Nio implements Calls {

  /** Up to this size a thread keeps its bounce buffer. */
  private static final int KEPT = 1 << 20;

  private @Nullable ByteBuffer bounce;

  @Override
  public int carryOut(Task<?> task) throws IOException {
    return task.callNio(this);
  }

  @Override
  public void close() {}

  /** What an operation throws that java.nio lacks. */
  public UnsupportedOperationException unsupported(Task<?> task) {
    return unsupported(task, "java.nio has no such operation");
  }

  /** What an operation throws that java.nio lacks in this form. */
  public UnsupportedOperationException unsupported(Task<?> task, String why) {
    return new UnsupportedOperationException(
        task.name() + ": not supported by the nio backend: " + why);
  }

  /** The path to use, relative to an open directory by name: java.nio has no descriptors. */
  public Path resolve(Path path, @Nullable Handle directory) {
    return directory == null ? path : directory.path().resolve(path);
  }

  /** A direct buffer of this thread with the given capacity, empty. */
  public ByteBuffer bounce(int size) {
    ByteBuffer b = bounce;
    if (b == null || b.capacity() < size) {
      b = ByteBuffer.allocateDirect(size);
      bounce = size <= KEPT ? b : null;
    }
    return b.clear().limit(size);
  }
}
