package dev.jaio.internal.engine;

import dev.jaio.ErrnoException;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.nio.ErrorTexts;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The one place that turns an errno, or what java.nio threw, into the exception a Java programmer
 * expects. As results they carry no stack trace, since that of a worker tells nothing; {@link
 * #forCaller} makes an equal one with the trace of who waits.
 */
@SuppressWarnings({
  "serial", // exceptions of java.nio.file are not made to be sent
  "OverrideThrowableToString" // it is the name that is shown, not the message
})
public final class Failures {

  private Failures() {}

  /**
   * Loads what tells of failures. To load a class may take a descriptor, and the first failure can
   * be that there is none.
   */
  public static void prepare() {
    for (int errno = 1; errno <= Errno.ELOOP; errno++) { // among them are all that have a class
      var _ = make(errno, null, null, Errno.name(errno), false);
    }
    var _ = new NotLink(Errno.EINVAL, null, null, false);
    var _ = new EndOfFile("", false);
  }

  /** The exception for an errno, without a stack trace. */
  public static IOException of(int errno, @Nullable Path path, @Nullable Path other) {
    return make(errno, text(path), text(other), reason(errno), false);
  }

  /** As {@link #of}, where the error number alone does not tell why. */
  public static IOException because(
      int errno, @Nullable Path path, @Nullable Path other, String why) {
    return make(errno, text(path), text(other), reason(errno) + " (" + why + ")", false);
  }

  /** As the class that a program can name, instead of ours below it. */
  static String asPublic(Exception x) {
    return x.getClass().getSuperclass().getName() + ": " + x.getLocalizedMessage();
  }

  private static String reason(int errno) {
    return Errno.name(errno) + ": " + Errno.message(errno);
  }

  private static @Nullable String text(@Nullable Path p) {
    return p == null ? null : p.toString();
  }

  /** What the end of a file is for an operation that wanted more. */
  public static EOFException endOfFile(@Nullable Path path, long read, long wanted) {
    return new EndOfFile(
        path + ": the file ends after " + read + " of " + wanted + " bytes", false);
  }

  /** Makes what an execution form threw the outcome of a request. */
  static Throwable adopt(Throwable t, Task<?> task) {
    if (t instanceof ErrnoException || t instanceof EndOfFile) {
      return t;
    }
    if (t instanceof FileSystemException x) {
      int errno = errnoOf(x);
      // the paths as the caller gave them: java.nio may show resolved ones, or both in one
      String file = task.path() != null ? text(task.path()) : x.getFile();
      String other = task.path() != null ? text(task.otherPath()) : x.getOtherFile();
      String reason = errno != 0 ? reason(errno) : x.getReason();
      return make(errno, file, other, reason, false);
    }
    if (t.getClass() == IOException.class) {
      int errno = ErrorTexts.number(t.getMessage());
      if (errno != 0) {
        return of(errno, task.path(), task.otherPath());
      }
    }
    return t;
  }

  private static int errnoOf(FileSystemException x) {
    return switch (x) {
      case NoSuchFileException _ -> Errno.ENOENT;
      case FileAlreadyExistsException _ -> Errno.EEXIST;
      case DirectoryNotEmptyException _ -> Errno.ENOTEMPTY;
      case NotDirectoryException _ -> Errno.ENOTDIR;
      case NotLinkException _ -> Errno.EINVAL;
      case AccessDeniedException _ -> Errno.EACCES;
      case FileSystemLoopException _ -> Errno.ELOOP;
      case AtomicMoveNotSupportedException _ -> Errno.EXDEV;
      default -> ErrorTexts.number(x.getReason());
    };
  }

  /**
   * An equal failure with the stack trace of the calling thread, to be thrown to it.
   *
   * @return never; throws what is not an IOException itself
   */
  static IOException forCaller(Throwable t) {
    return switch (t) {
      case Traceless x -> x.withTrace();
      case ClosedChannelException _ -> new ClosedChannelException();
      case IOException x -> new IOException(x.getMessage(), x);
      case RuntimeException x -> throw x;
      case Error x -> throw x;
      default -> new IOException(new ExecutionException(t));
    };
  }

  private static IOException make(
      int errno,
      @Nullable String file,
      @Nullable String other,
      @Nullable String reason,
      boolean tr) {
    return switch (errno) {
      case Errno.ENOENT -> new NoSuchFile(errno, file, other, reason, tr);
      case Errno.EEXIST -> new FileExists(errno, file, other, reason, tr);
      case Errno.EACCES -> new AccessDenied(errno, file, other, reason, tr);
      case Errno.ENOTEMPTY -> new NotEmpty(errno, file, reason, tr);
      case Errno.ENOTDIR -> new NotDirectory(errno, file, reason, tr);
      case Errno.ELOOP -> new Loop(errno, file, reason, tr);
      default -> new Other(errno, file, other, reason, tr);
    };
  }

  /** A failure that can be made again with a stack trace. */
  interface Traceless {
    IOException withTrace();
  }

  /** The common part of the classes below. */
  private interface Coded extends ErrnoException, Traceless {
    @Override
    default String errnoName() {
      return Errno.name(errno());
    }

    @Nullable String getFile();

    @Nullable String getOtherFile();

    @Nullable String why();

    @Override
    default IOException withTrace() {
      return make(errno(), getFile(), getOtherFile(), why(), true);
    }
  }

  private static final class NoSuchFile extends NoSuchFileException implements Coded {
    private final int errno;
    private final @Nullable String reason;

    NoSuchFile(
        int errno,
        @Nullable String file,
        @Nullable String other,
        @Nullable String reason,
        boolean traced) {
      super(file, other, reason);
      this.errno = errno;
      this.reason = reason;
      if (traced) {
        super.fillInStackTrace();
      }
    }

    @Override
    public String toString() {
      return asPublic(this);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this; // filled in by the constructor, if at all
    }

    @Override
    public int errno() {
      return errno;
    }

    @Override
    public @Nullable String why() {
      return reason;
    }
  }

  private static final class FileExists extends FileAlreadyExistsException implements Coded {
    private final int errno;
    private final @Nullable String reason;

    FileExists(
        int errno,
        @Nullable String file,
        @Nullable String other,
        @Nullable String reason,
        boolean traced) {
      super(file, other, reason);
      this.errno = errno;
      this.reason = reason;
      if (traced) {
        super.fillInStackTrace();
      }
    }

    @Override
    public String toString() {
      return asPublic(this);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this; // filled in by the constructor, if at all
    }

    @Override
    public int errno() {
      return errno;
    }

    @Override
    public @Nullable String why() {
      return reason;
    }
  }

  private static final class AccessDenied extends AccessDeniedException implements Coded {
    private final int errno;
    private final @Nullable String reason;

    AccessDenied(
        int errno,
        @Nullable String file,
        @Nullable String other,
        @Nullable String reason,
        boolean traced) {
      super(file, other, reason);
      this.errno = errno;
      this.reason = reason;
      if (traced) {
        super.fillInStackTrace();
      }
    }

    @Override
    public String toString() {
      return asPublic(this);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this; // filled in by the constructor, if at all
    }

    @Override
    public int errno() {
      return errno;
    }

    @Override
    public @Nullable String why() {
      return reason;
    }
  }

  private static final class NotEmpty extends DirectoryNotEmptyException implements Coded {
    private final int errno;
    private final @Nullable String reason;

    NotEmpty(int errno, @Nullable String file, @Nullable String reason, boolean traced) {
      super(file);
      this.errno = errno;
      this.reason = reason;
      if (traced) {
        super.fillInStackTrace();
      }
    }

    @Override
    public String toString() {
      return asPublic(this);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this; // filled in by the constructor, if at all
    }

    @Override
    public int errno() {
      return errno;
    }

    @Override
    public @Nullable String why() {
      return reason;
    }

    @Override
    public @Nullable String getReason() {
      return reason;
    }

    @Override
    public String getMessage() {
      return getFile() + ": " + reason;
    }
  }

  private static final class NotDirectory extends NotDirectoryException implements Coded {
    private final int errno;
    private final @Nullable String reason;

    NotDirectory(int errno, @Nullable String file, @Nullable String reason, boolean traced) {
      super(file);
      this.errno = errno;
      this.reason = reason;
      if (traced) {
        super.fillInStackTrace();
      }
    }

    @Override
    public String toString() {
      return asPublic(this);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this; // filled in by the constructor, if at all
    }

    @Override
    public int errno() {
      return errno;
    }

    @Override
    public @Nullable String why() {
      return reason;
    }

    @Override
    public @Nullable String getReason() {
      return reason;
    }

    @Override
    public String getMessage() {
      return getFile() + ": " + reason;
    }
  }

  private static final class Loop extends FileSystemLoopException implements Coded {
    private final int errno;
    private final @Nullable String reason;

    Loop(int errno, @Nullable String file, @Nullable String reason, boolean traced) {
      super(file);
      this.errno = errno;
      this.reason = reason;
      if (traced) {
        super.fillInStackTrace();
      }
    }

    @Override
    public String toString() {
      return asPublic(this);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this; // filled in by the constructor, if at all
    }

    @Override
    public int errno() {
      return errno;
    }

    @Override
    public @Nullable String why() {
      return reason;
    }

    @Override
    public @Nullable String getReason() {
      return reason;
    }

    @Override
    public String getMessage() {
      return getFile() + ": " + reason;
    }
  }

  private static final class Other extends FileSystemException implements Coded {
    private final int errno;
    private final @Nullable String reason;

    Other(
        int errno,
        @Nullable String file,
        @Nullable String other,
        @Nullable String reason,
        boolean traced) {
      super(file, other, reason);
      this.errno = errno;
      this.reason = reason;
      if (traced) {
        super.fillInStackTrace();
      }
    }

    @Override
    public String toString() {
      return asPublic(this);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this; // filled in by the constructor, if at all
    }

    @Override
    public int errno() {
      return errno;
    }

    @Override
    public @Nullable String why() {
      return reason;
    }
  }

  /** The exception for what is no symbolic link, where the system says EINVAL. */
  public static IOException notLink(@Nullable Path path) {
    return new NotLink(Errno.EINVAL, text(path), reason(Errno.EINVAL), false);
  }

  private static final class NotLink extends NotLinkException implements Coded {
    private final int errno;

    NotLink(int errno, @Nullable String file, @Nullable String reason, boolean traced) {
      super(file, null, reason);
      this.errno = errno;
      if (traced) {
        super.fillInStackTrace();
      }
    }

    @Override
    public String toString() {
      return asPublic(this);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this; // filled in by the constructor, if at all
    }

    @Override
    public int errno() {
      return errno;
    }

    @Override
    public @Nullable String why() {
      return getReason();
    }

    @Override
    public IOException withTrace() {
      return new NotLink(errno, getFile(), why(), true);
    }
  }
}
