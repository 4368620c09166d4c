package dev.jaio.internal.op;

import dev.jaio.DirEntry;
import dev.jaio.FileType;
import dev.jaio.internal.abi.Dirent64;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.PathBytes;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.posix.Scratch;
import java.util.List;

/** Reads the records of an open directory, getdents64(2). */
final class Dirents {

  /** Some 2,000 records in a call, and the transfer buffer need not grow. */
  private static final int BUFFER = Scratch.TRANSFER_MIN;

  private Dirents() {}

  /**
   * Adds the next entries to a list, without {@code .} and {@code ..}.
   *
   * @return greater than 0, 0 at the end of the directory, or a negated errno
   */
  static int next(Posix p, int fd, List<DirEntry> to) {
    long buffer = p.scratch().transfer(BUFFER);
    int length;
    do {
      length = (int) p.kernel().getdents64(p.scratch(), fd, buffer, BUFFER);
    } while (length == -Errno.EINTR);
    if (length == -Errno.ENOENT) {
      return 0; // removed while open; readdir(3) calls that the end, too
    }
    for (long record = buffer, end = buffer + length; record < end; ) {
      int size = Short.toUnsignedInt(Memory.getShort(record + Dirent64.D_RECLEN));
      add(record, size, to);
      record += size;
    }
    return length;
  }

  private static void add(long record, int size, List<DirEntry> to) {
    long name = record + Dirent64.D_NAME;
    int max = size - Dirent64.D_NAME;
    int length = 0;
    while (length < max && Memory.getByte(name + length) != 0) {
      length++;
    }
    if (!isDots(name, length)) {
      long ino = Memory.getLong(record + Dirent64.D_INO);
      FileType type = type(Memory.getByte(record + Dirent64.D_TYPE));
      to.add(new DirEntry(PathBytes.decodeName(name, length), type, ino));
    }
  }

  private static boolean isDots(long name, int length) {
    return length <= 2 && Memory.getByte(name) == '.' && Memory.getByte(name + length - 1) == '.';
  }

  private static FileType type(byte recorded) {
    return switch (recorded) {
      case Dirent64.DT_REG -> FileType.REGULAR;
      case Dirent64.DT_DIR -> FileType.DIRECTORY;
      case Dirent64.DT_LNK -> FileType.SYMLINK;
      case Dirent64.DT_FIFO -> FileType.FIFO;
      case Dirent64.DT_SOCK -> FileType.SOCKET;
      case Dirent64.DT_CHR -> FileType.CHARACTER_DEVICE;
      case Dirent64.DT_BLK -> FileType.BLOCK_DEVICE;
      default -> FileType.UNKNOWN;
    };
  }
}
