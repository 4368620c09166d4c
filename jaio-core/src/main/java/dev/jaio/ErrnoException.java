package dev.jaio;

/**
 * Implemented by every exception that reports an error of the system, whatever its class: it
 * carries the error number of the system call.
 *
 * <p>The classes are those of {@code java.nio.file}: {@link java.nio.file.NoSuchFileException} for
 * {@code ENOENT}, {@link java.nio.file.FileAlreadyExistsException} for {@code EEXIST}, {@link
 * java.nio.file.AccessDeniedException} for {@code EACCES}, {@link
 * java.nio.file.DirectoryNotEmptyException} for {@code ENOTEMPTY}, {@link
 * java.nio.file.NotDirectoryException} for {@code ENOTDIR}, {@link
 * java.nio.file.FileSystemLoopException} for {@code ELOOP}, {@link java.nio.file.NotLinkException}
 * for {@code readlink} of something that is not a link, otherwise {@link
 * java.nio.file.FileSystemException}.
 */
public interface ErrnoException {

  /**
   * Returns the error number, as in {@code errno.h} of Linux.
   *
   * @return the number, greater than 0; 0 if the nio backend could not recover it
   */
  int errno();

  /**
   * Returns the name of the error, for example {@code "ENOSPC"}.
   *
   * @return the name
   */
  String errnoName();
}
