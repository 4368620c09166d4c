package dev.jaio.cli;

import dev.jaio.ErrnoException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** What the system calls an error, without the name of the error or of the file. */
final class Reasons {

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int EXDEV = 18;
  static final int ENOTDIR = 20;
  static final int EISDIR = 21;
  static final int EINVAL = 22;
  static final int ENXIO = 6;
  static final int EMFILE = 24;
  static final int ENFILE = 23;
  static final int ETXTBSY = 26;
  static final int EFBIG = 27;
  static final int ENOSPC = 28;
  static final int ENOTEMPTY = 39;
  static final int ELOOP = 40;
  static final int EOPNOTSUPP = 95;
  static final int EDQUOT = 122;

  private Reasons() {}

  /** The number of an error, 0 if it has none. */
  static int errno(@Nullable Throwable error) {
    return error instanceof ErrnoException e ? e.errno() : 0;
  }

  /** The reason in the system's words. */
  static String of(Throwable error) {
    if (error instanceof ErrnoException e && error instanceof FileSystemException f) {
      String reason = f.getReason();
      if (reason != null) {
        String prefix = e.errnoName() + ": ";
        return reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason;
      }
    }
    return switch (error) {
      case NoSuchFileException _ -> "No such file or directory"; // our own
      case NotDirectoryException _ -> "Not a directory";
      case DirectoryNotEmptyException _ -> "Directory not empty";
      case AccessDeniedException _ -> "Permission denied"; // of java.nio
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> error.getMessage() == null ? error.toString() : error.getMessage();
    };
  }
}
