package dev.jaio.internal.nio;

import dev.jaio.DirEntry;
import dev.jaio.FileStat;
import dev.jaio.FileTimes;
import dev.jaio.FileType;
import dev.jaio.internal.abi.FileMode;
import dev.jaio.internal.engine.Task;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of files by java.nio: all numbers of POSIX where the JDK has its "unix" view, as it
 * does on every Unix, else what every platform has.
 */
public final class Attributes {

  private static final Set<String> VIEWS = FileSystems.getDefault().supportedFileAttributeViews();

  private static final boolean UNIX = VIEWS.contains("unix");
  private static final boolean POSIX = VIEWS.contains("posix");
  private static final int USUAL_BLOCK = 4096;

  /** Beyond this the JDK, which hands 64-bit nanoseconds to the system, sets another time. */
  private static final long MAX_SECONDS = Long.MAX_VALUE / 1_000_000_000;

  private Attributes() {}

  /** Reads the attributes of a file. */
  public static FileStat read(Path file, LinkOption... links) throws IOException {
    try {
      return UNIX
          ? ofUnix(Files.readAttributes(file, "unix:*", links))
          : ofBasic(Files.readAttributes(file, BasicFileAttributes.class, links));
    } catch (NoSuchFileException e) {
      throw isBelowFile(file) ? new NotDirectoryException(file.toString()) : e;
    }
  }

  /** Whether a path that does not exist goes through a file: the JDK says ENOENT for ENOTDIR. */
  private static boolean isBelowFile(Path path) {
    for (Path p = path.getParent(); p != null; p = p.getParent()) {
      if (Files.exists(p)) {
        return !Files.isDirectory(p);
      }
    }
    return false;
  }

  private static FileStat ofUnix(Map<String, Object> a) {
    return make(
        number(a, "dev"),
        number(a, "ino"),
        (int) number(a, "mode"),
        (int) number(a, "nlink"),
        (int) number(a, "uid"),
        (int) number(a, "gid"),
        number(a, "rdev"),
        number(a, "size"),
        time(a, "lastAccessTime"),
        time(a, "lastModifiedTime"),
        time(a, "ctime"),
        time(a, "creationTime"));
  }

  private static FileStat ofBasic(BasicFileAttributes a) {
    int mode =
        a.isRegularFile()
            ? FileMode.S_IFREG
            : a.isDirectory() ? FileMode.S_IFDIR : a.isSymbolicLink() ? FileMode.S_IFLNK : 0;
    Instant modified = a.lastModifiedTime().toInstant();
    Instant accessed = a.lastAccessTime().toInstant();
    Instant created = a.creationTime().toInstant();
    return make(0, 0, mode, 0, -1, -1, 0, a.size(), accessed, modified, modified, created);
  }

  private static FileStat make(
      long dev,
      long ino,
      int mode,
      int nlink,
      int uid,
      int gid,
      long rdev,
      long size,
      Instant access,
      Instant modification,
      Instant change,
      Instant birth) {
    return new FileStat(
        dev,
        ino,
        mode,
        nlink,
        uid,
        gid,
        rdev,
        size,
        -1,
        USUAL_BLOCK,
        access.getEpochSecond(),
        access.getNano(),
        modification.getEpochSecond(),
        modification.getNano(),
        change.getEpochSecond(),
        change.getNano(),
        birth.getEpochSecond(),
        birth.getNano());
  }

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) Objects.requireNonNull(attributes.get(name))).longValue();
  }

  private static Instant time(Map<String, Object> attributes, String name) {
    return ((FileTime) Objects.requireNonNull(attributes.get(name))).toInstant();
  }

  /** Whether a name is that of a directory, no symbolic link followed. */
  public static boolean isDirectory(Path name) throws IOException {
    return read(name, LinkOption.NOFOLLOW_LINKS).isDirectory();
  }

  /**
   * The entry for a path that a directory stream gave. The stream keeps no types, so the inode is
   * asked; what it does not tell, perhaps because it is gone, is unknown.
   */
  public static DirEntry entry(Path path) {
    Path name = Objects.requireNonNull(path.getFileName());
    try {
      if (!UNIX) {
        return new DirEntry(name, read(path, LinkOption.NOFOLLOW_LINKS).type(), 0);
      }
      Map<String, Object> a =
          Files.readAttributes(path, "unix:mode,ino", LinkOption.NOFOLLOW_LINKS);
      return new DirEntry(name, FileType.ofMode((int) number(a, "mode")), number(a, "ino"));
    } catch (IOException e) {
      return new DirEntry(name, FileType.UNKNOWN, 0);
    }
  }

  /** The attributes of a new file: its permission bits, 0 to 0777, from which the umask goes. */
  public static FileAttribute<?>[] ofNew(int bits) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(FileStat.toPermissions(bits))
        }
        : new FileAttribute<?>[0];
  }

  /** The size of a block, to which java.nio aligns direct I/O; -1 if it is unknown. */
  public static int blockSize(Path file) throws IOException {
    try {
      return Math.toIntExact(Files.getFileStore(file).getBlockSize());
    } catch (UnsupportedOperationException _) {
      return -1;
    }
  }

  /** Changes set-id, sticky and permission bits, following symbolic links. */
  public static void chmod(Path file, int mode) throws IOException {
    Files.setAttribute(file, "unix:mode", mode);
  }

  /** Changes owner and group, each unless it is -1. */
  public static void chown(Path file, int uid, int gid, LinkOption... links) throws IOException {
    if (uid != -1) {
      Files.setAttribute(file, "unix:uid", uid, links);
    }
    if (gid != -1) {
      Files.setAttribute(file, "unix:gid", gid, links);
    }
    if (uid == -1 && gid == -1) {
      read(file, links); // fails if there is no such file
    }
  }

  /** Refuses, for an operation, times that java.nio does not set. */
  public static void checkTimes(Nio n, Task<?> task, FileTimes... times) {
    for (FileTimes time : times) {
      boolean named = !time.equals(FileTimes.OMIT) && !time.equals(FileTimes.NOW);
      if (named && time.seconds() < 0 && time.nanos() != 0) {
        throw n.unsupported(task, "java.nio sets no fractions of a second before 1970");
      }
      if (named && Math.abs(time.seconds()) >= MAX_SECONDS) {
        throw n.unsupported(task, "java.nio sets no time more than 292 years from 1970");
      }
    }
  }

  /** Changes the times of last access and modification. */
  public static void setTimes(
      Path file, FileTimes access, FileTimes modification, LinkOption... links) throws IOException {
    var view = Files.getFileAttributeView(file, BasicFileAttributeView.class, links);
    Objects.requireNonNull(view).setTimes(fileTime(modification), fileTime(access), null);
  }

  private static @Nullable FileTime fileTime(FileTimes time) {
    if (time.equals(FileTimes.OMIT)) {
      return null;
    }
    if (time.equals(FileTimes.NOW)) {
      return FileTime.from(Instant.now());
    }
    return FileTime.from(Instant.ofEpochSecond(time.seconds(), time.nanos()));
  }
}
