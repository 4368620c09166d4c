package dev.jaio;

import dev.jaio.internal.abi.FileMode;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a file at one moment, as POSIX numbers and as {@code java.nio.file} has them:
 * statx(2). On the nio backend some of them are unknown, as the parameters say.
 *
 * @param dev the device that holds the file, {@code makedev(stx_dev_major, stx_dev_minor)}
 * @param ino the inode number, {@code stx_ino}; 0 if unknown
 * @param mode type, set-id, sticky and permission bits, {@code stx_mode}
 * @param nlink the number of hard links, {@code stx_nlink}; 0 if unknown
 * @param uid the owner, unsigned, {@code stx_uid}; -1 if unknown
 * @param gid the group, unsigned, {@code stx_gid}; -1 if unknown
 * @param rdev the device that a device file stands for, {@code makedev(stx_rdev_major,
 *     stx_rdev_minor)}; else 0
 * @param size the length in bytes, of a symbolic link that of its target, {@code stx_size}
 * @param blocks the space taken, in units of 512 bytes, {@code stx_blocks}; -1 if unknown
 * @param blksize the preferred size of a read or write in bytes, {@code stx_blksize}; 4096 if
 *     unknown
 * @param atimeSeconds the time of last access in seconds since 1970, {@code stx_atime.tv_sec}
 * @param atimeNanos nanoseconds on top of that, {@code stx_atime.tv_nsec}
 * @param mtimeSeconds the time of last modification of the content in seconds since 1970, {@code
 *     stx_mtime.tv_sec}
 * @param mtimeNanos nanoseconds on top of that, {@code stx_mtime.tv_nsec}
 * @param ctimeSeconds the time of last change of content or attributes in seconds since 1970,
 *     {@code stx_ctime.tv_sec}
 * @param ctimeNanos nanoseconds on top of that, {@code stx_ctime.tv_nsec}
 * @param btimeSeconds the time of creation in seconds since 1970, {@code stx_btime.tv_sec}; 0 if
 *     the file system does not record it. The nio backend gives the time of modification then
 * @param btimeNanos nanoseconds on top of that, {@code stx_btime.tv_nsec}; -1 if not recorded
 */
public record FileStat(
    long dev,
    long ino,
    int mode,
    int nlink,
    int uid,
    int gid,
    long rdev,
    long size,
    long blocks,
    int blksize,
    long atimeSeconds,
    int atimeNanos,
    long mtimeSeconds,
    int mtimeNanos,
    long ctimeSeconds,
    int ctimeNanos,
    long btimeSeconds,
    int btimeNanos)
    implements BasicFileAttributes {

  private static final int OWNER_READ = 0400;

  /** Equal for the same file, and for no other that exists at the same time. */
  private record Key(long dev, long ino) {}

  /**
   * Returns the permission bits of permissions.
   *
   * @param permissions the permissions
   * @return the bits, 0 to 0777
   */
  public static int toMode(Set<PosixFilePermission> permissions) {
    int bits = 0;
    int bit = OWNER_READ;
    for (PosixFilePermission p : PosixFilePermission.values()) { // in the order of the bits
      bits |= permissions.contains(p) ? bit : 0;
      bit >>= 1;
    }
    return bits;
  }

  /**
   * Returns the permissions for permission bits.
   *
   * @param mode the bits; all but 0777 is ignored
   * @return a new, modifiable set; set-id and sticky bits have no place in it
   */
  public static Set<PosixFilePermission> toPermissions(int mode) {
    var set = EnumSet.noneOf(PosixFilePermission.class);
    int bit = OWNER_READ;
    for (PosixFilePermission p : PosixFilePermission.values()) {
      if ((mode & bit) != 0) {
        set.add(p);
      }
      bit >>= 1;
    }
    return set;
  }

  /**
   * Returns what kind of file it is.
   *
   * @return the type
   */
  public FileType type() {
    return FileType.ofMode(mode);
  }

  /**
   * Returns the mode without the type, as {@code chmod} takes it.
   *
   * @return set-id, sticky and permission bits, 0 to 07777
   */
  public int permissionBits() {
    return mode & ~FileMode.S_IFMT;
  }

  /**
   * Returns the permissions.
   *
   * @return a new, modifiable set; set-id and sticky bits have no place in it
   */
  public Set<PosixFilePermission> permissions() {
    return toPermissions(mode);
  }

  /**
   * Returns the time of last access.
   *
   * @return the instant, to the nanosecond; the nearest one if the time is beyond its reach
   */
  public Instant atime() {
    return FileTimes.instant(atimeSeconds, atimeNanos);
  }

  /**
   * Returns the time of last modification of the content.
   *
   * @return the instant, to the nanosecond; the nearest one if the time is beyond its reach
   */
  public Instant mtime() {
    return FileTimes.instant(mtimeSeconds, mtimeNanos);
  }

  /**
   * Returns the time of last change of content or attributes.
   *
   * @return the instant, to the nanosecond; the nearest one if the time is beyond its reach
   */
  public Instant ctime() {
    return FileTimes.instant(ctimeSeconds, ctimeNanos);
  }

  /**
   * Returns the time of creation, of birth as the system says.
   *
   * @return the instant, to the nanosecond; empty if the file system does not record it
   */
  public Optional<Instant> btime() {
    return btimeNanos < 0
        ? Optional.empty()
        : Optional.of(FileTimes.instant(btimeSeconds, btimeNanos));
  }

  @Override
  public FileTime lastAccessTime() {
    return FileTime.from(atime());
  }

  @Override
  public FileTime lastModifiedTime() {
    return FileTime.from(mtime());
  }

  /**
   * Returns the time of creation, or where it is not recorded that of last modification, as the
   * attributes of {@code java.nio.file} do.
   *
   * @return the time
   */
  @Override
  public FileTime creationTime() {
    return btimeNanos < 0
        ? lastModifiedTime()
        : FileTime.from(FileTimes.instant(btimeSeconds, btimeNanos));
  }

  @Override
  public boolean isRegularFile() {
    return (mode & FileMode.S_IFMT) == FileMode.S_IFREG;
  }

  @Override
  public boolean isDirectory() {
    return (mode & FileMode.S_IFMT) == FileMode.S_IFDIR;
  }

  @Override
  public boolean isSymbolicLink() {
    return (mode & FileMode.S_IFMT) == FileMode.S_IFLNK;
  }

  @Override
  public boolean isOther() {
    return !isRegularFile() && !isDirectory() && !isSymbolicLink();
  }

  /**
   * Returns device and inode number as one object, equal to that of another name of the same file.
   *
   * @return the key, or null if the inode number is unknown; not equal to a key of the JDK
   */
  @Override
  public @Nullable Object fileKey() {
    return ino == 0 ? null : new Key(dev, ino);
  }
}
