package dev.jaio.sim;

import static dev.jaio.internal.abi.Errno.*;
import static dev.jaio.internal.abi.IoUringOp.*;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.IntStream;

/**
 * What the simulated kernel fails an entry with: what the manual pages name for the call of each
 * opcode, and what file systems and devices report besides.
 */
final class SimErrors {

  /** What is no answer to what an entry asks for, so that nobody may get to see it. */
  private static final int[] NOTHING_SAID = {EINTR, EAGAIN, ECANCELED, EFAULT, EOPNOTSUPP};

  /** Of whatever asks a device, or a server that has gone. */
  private static final int[] OF_DEVICES = {
    EIO, ENOMEM, ESTALE, ETIMEDOUT, ENOTCONN, EUCLEAN, EREMOTEIO
  };

  private static final int[] OF_NAMES =
      and(OF_DEVICES, EACCES, EBADF, EINVAL, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR);

  private static final int[] OF_CHANGED_NAMES = and(OF_NAMES, EDQUOT, ENOSPC, EPERM, EROFS, EBUSY);

  private static final int[] OF_OPENED =
      and(
          OF_CHANGED_NAMES,
          EEXIST,
          EISDIR,
          EMFILE,
          ENFILE,
          ENODEV,
          ENXIO,
          EOVERFLOW,
          ETXTBSY,
          EXDEV);

  private static final int[] OF_READ =
      and(OF_DEVICES, EACCES, EBADF, EBADMSG, EILSEQ, EINVAL, EISDIR, ENODATA, ENXIO, EOVERFLOW);

  private static final int[] OF_WRITTEN =
      and(OF_DEVICES, EACCES, EBADF, EDQUOT, EFBIG, EINVAL, ENOSPC, ENXIO, EPERM, EROFS, ETXTBSY);

  private static final int[] OF_SYNC = and(OF_DEVICES, EBADF, EDQUOT, EINVAL, ENOSPC, EROFS);

  private SimErrors() {}

  private static int[] and(int[] some, int... more) {
    return IntStream.concat(IntStream.of(some), IntStream.of(more)).toArray();
  }

  /** What an entry with this opcode may fail with. */
  static int[] of(int opcode) {
    return switch (opcode) {
      case IORING_OP_READ, IORING_OP_READV, IORING_OP_READ_FIXED -> OF_READ;
      case IORING_OP_WRITE, IORING_OP_WRITEV, IORING_OP_WRITE_FIXED, IORING_OP_FTRUNCATE ->
          OF_WRITTEN;
      case IORING_OP_FALLOCATE -> and(OF_WRITTEN, ENODEV, ESPIPE);
      case IORING_OP_FSYNC -> OF_SYNC;
      case IORING_OP_FADVISE -> new int[] {EBADF, EINVAL, ESPIPE};
      case IORING_OP_STATX -> OF_NAMES;
      case IORING_OP_OPENAT, IORING_OP_OPENAT2 -> OF_OPENED;
      case IORING_OP_UNLINKAT -> and(OF_CHANGED_NAMES, EISDIR, ENOTEMPTY);
      case IORING_OP_RENAMEAT -> and(OF_CHANGED_NAMES, EEXIST, EISDIR, EMLINK, ENOTEMPTY, EXDEV);
      case IORING_OP_LINKAT -> and(OF_CHANGED_NAMES, EEXIST, EMLINK, EXDEV);
      case IORING_OP_MKDIRAT -> and(OF_CHANGED_NAMES, EEXIST, EMLINK);
      case IORING_OP_SYMLINKAT -> and(OF_CHANGED_NAMES, EEXIST);
      default -> throw new IllegalArgumentException("never fails: " + opcode);
    };
  }

  /** What says nothing about the entry that it completes. */
  static int[] nothingSaid() {
    return NOTHING_SAID;
  }

  /** Whether an errno of an entry is no answer to what it asks for. */
  static boolean saysNothing(int errno) {
    return IntStream.of(NOTHING_SAID).anyMatch(t -> t == errno);
  }

  /** As what a Java programmer expects it. */
  static Class<? extends FileSystemException> type(int errno) {
    return switch (errno) {
      case ENOENT -> NoSuchFileException.class;
      case EEXIST -> FileAlreadyExistsException.class;
      case EACCES -> AccessDeniedException.class;
      case ENOTEMPTY -> DirectoryNotEmptyException.class;
      case ENOTDIR -> NotDirectoryException.class;
      case ELOOP -> FileSystemLoopException.class;
      default -> FileSystemException.class;
    };
  }
}
