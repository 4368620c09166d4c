package dev.jaio.internal.op;

import dev.jaio.DirEntry;
import dev.jaio.FileType;
import dev.jaio.internal.abi.Dirent64;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.posix.PathBytes;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.posix.Scratch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads the records of an open directory, getdents64(2), and takes them apart. A record is a place
 * in an array: the kernel's memory is copied as a whole, which costs less than looking at its bytes
 * one by one.
 */
final class Dirents {

  /** Some 2,000 records in a call, and the transfer buffer need not grow. */
  private static final int BUFFER = Scratch.TRANSFER_MIN;

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle LONG = view(long[].class);

  private Dirents() {}

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.nativeOrder());
  }

  /** Where {@link #read} leaves the records. */
  static long buffer(Posix p) {
    return p.scratch().transfer(BUFFER);
  }

  /**
   * Reads the next records.
   *
   * @return their length in bytes, 0 at the end of the directory, or a negated errno
   */
  static int read(Posix p, int fd) {
    long buffer = buffer(p);
    int length;
    do {
      length = (int) p.kernel().getdents64(p.scratch(), fd, buffer, BUFFER);
    } while (length == -Errno.EINTR);
    return length == -Errno.ENOENT ? 0 : length; // removed while open; readdir(3) says the same
  }

  /** The length of a record. */
  static int length(byte[] records, int at) {
    return Short.toUnsignedInt((short) SHORT.get(records, at + Dirent64.D_RECLEN));
  }

  /** Whether a record is of the directory itself or of the one above. */
  static boolean isDots(byte[] records, int at) {
    int name = at + Dirent64.D_NAME;
    return records[name] == '.'
        && (records[name + 1] == 0 || (records[name + 1] == '.' && records[name + 2] == 0));
  }

  /** What a record says. */
  static DirEntry entry(byte[] records, int at) {
    long ino = (long) LONG.get(records, at + Dirent64.D_INO);
    return new DirEntry(name(records, at), type(records, at), ino);
  }

  /** The name in a record. */
  static Path name(byte[] records, int at) {
    int from = at + Dirent64.D_NAME;
    int end = from;
    while (records[end] != 0) {
      end++;
    }
    return PathBytes.decodeName(Arrays.copyOfRange(records, from, end));
  }

  /** The type in a record. */
  static FileType type(byte[] records, int at) {
    return switch (records[at + Dirent64.D_TYPE]) {
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
