package dev.jaio;

import dev.jaio.internal.abi.FileMode;

/** The type of a file: the type bits of {@code st_mode}, stat(2). */
public enum FileType {
  /** A regular file, {@code S_IFREG}. */
  REGULAR,
  /** A directory, {@code S_IFDIR}. */
  DIRECTORY,
  /** A symbolic link, {@code S_IFLNK}. */
  SYMLINK,
  /** A FIFO, also called named pipe, {@code S_IFIFO}. */
  FIFO,
  /** A socket, {@code S_IFSOCK}. */
  SOCKET,
  /** A character device, {@code S_IFCHR}. */
  CHARACTER_DEVICE,
  /** A block device, {@code S_IFBLK}. */
  BLOCK_DEVICE,
  /** Not known. For a directory entry, {@link AsyncFiles#lstat} tells. */
  UNKNOWN;

  /**
   * Returns the type encoded in a mode.
   *
   * @param mode {@code st_mode} as in {@link FileStat#mode()}; all other bits are ignored
   * @return the type; {@link #UNKNOWN} if there is none with these bits
   */
  public static FileType ofMode(int mode) {
    return switch (mode & FileMode.S_IFMT) {
      case FileMode.S_IFREG -> REGULAR;
      case FileMode.S_IFDIR -> DIRECTORY;
      case FileMode.S_IFLNK -> SYMLINK;
      case FileMode.S_IFIFO -> FIFO;
      case FileMode.S_IFSOCK -> SOCKET;
      case FileMode.S_IFCHR -> CHARACTER_DEVICE;
      case FileMode.S_IFBLK -> BLOCK_DEVICE;
      default -> UNKNOWN;
    };
  }
}
