package dev.jaio.internal.nio;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Calls;
import dev.jaio.internal.engine.Failures;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** One thread's way to java.nio. The java.nio form of an operation gets it as its only argument. */
public final class Nio implements Calls {

  /** Of what had no name when it was opened: whatever has that name later is another file. */
  public static final Object NAMELESS = new Object();

  /** Up to this size a thread keeps its bounce buffer. */
  private static final int KEPT = 1 << 20;

  static {
    ErrorTexts.learn();
  }

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

  /**
   * The path to use, relative to an open directory by name: java.nio has no descriptors.
   *
   * @throws IOException the name now means another directory than the one that was opened
   */
  public Path resolve(Path path, @Nullable Handle directory) throws IOException {
    if (directory == null || path.isAbsolute()) {
      return path;
    }
    return name(directory).resolve(path);
  }

  /**
   * The name of what is open, for what java.nio does by name only.
   *
   * @throws IOException the name now means another file or directory than the one that was opened
   */
  public Path name(Handle open) throws IOException {
    Path name = open.path();
    Object opened = open.identity();
    if (opened != null && !opened.equals(identity(name))) {
      throw Failures.because(Errno.ESTALE, name, null, "its name means another one by now");
    }
    return name;
  }

  /** What tells a file or directory from others, or null where the system has nothing for that. */
  public static @Nullable Object identity(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /** As {@link #identity(Path)}; {@link #NAMELESS} where nobody has the name any more. */
  public static @Nullable Object identityIfThere(Path path) throws IOException {
    try {
      return identity(path);
    } catch (NoSuchFileException _) {
      return NAMELESS;
    }
  }

  /** As {@link #identity(Path)}, of a directory that is open, if java.nio can tell. */
  public static @Nullable Object identity(DirectoryStream<Path> open, Path directory)
      throws IOException {
    return open instanceof SecureDirectoryStream<Path> s
        ? s.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey()
        : identity(directory);
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
