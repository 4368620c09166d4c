package dev.jaio;

import java.nio.file.Path;
import java.util.Objects;

/**
 * One entry of a directory, as the directory itself records it: {@code struct dirent} of
 * getdents64(2).
 *
 * @param name the name, a path of one element, exact to the byte; {@code d_name}
 * @param type the type, {@link FileType#UNKNOWN} where the file system does not record it; {@code
 *     d_type}
 * @param ino the inode number, 0 where java.nio does not tell it; {@code d_ino}. For a mount point
 *     it is that of the directory below the mount, and so differs from {@link FileStat#ino()}
 */
public record DirEntry(Path name, FileType type, long ino) {

  /** Checks that nothing is null. */
  public DirEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }
}
