package dev.jaio;

import dev.jaio.internal.engine.BeneathView;
import dev.jaio.internal.engine.Composite;
import dev.jaio.internal.engine.DirectoryView;
import dev.jaio.internal.engine.GroupTask;
import dev.jaio.internal.engine.PriorityView;
import dev.jaio.internal.op.Busy;
import dev.jaio.internal.op.Chmod;
import dev.jaio.internal.op.Chown;
import dev.jaio.internal.op.Copy;
import dev.jaio.internal.op.Link;
import dev.jaio.internal.op.Load;
import dev.jaio.internal.op.LoadInto;
import dev.jaio.internal.op.Mkdir;
import dev.jaio.internal.op.Mknod;
import dev.jaio.internal.op.Move;
import dev.jaio.internal.op.Nop;
import dev.jaio.internal.op.Open;
import dev.jaio.internal.op.OpenDirectory;
import dev.jaio.internal.op.Readdir;
import dev.jaio.internal.op.Readdirplus;
import dev.jaio.internal.op.Readlink;
import dev.jaio.internal.op.ReadlinkBytes;
import dev.jaio.internal.op.Rename;
import dev.jaio.internal.op.Rmdir;
import dev.jaio.internal.op.Scandir;
import dev.jaio.internal.op.Stat;
import dev.jaio.internal.op.Symlink;
import dev.jaio.internal.op.Truncate;
import dev.jaio.internal.op.Unlink;
import dev.jaio.internal.op.Utimes;
import java.nio.ByteBuffer;
import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous counterpart of {@link java.nio.file.Files}: operations on files, by path.
 *
 * <p>Every method submits one request and returns immediately. Invalid arguments are rejected at
 * the call ({@link NullPointerException}, {@link IllegalArgumentException}, {@link
 * java.nio.file.ProviderMismatchException} for a path of another provider). Errors of the system
 * are reported by the request: they are the exceptions of {@code java.nio.file}, and each is also
 * an {@link ErrnoException}. What a method documents under <em>Returns</em> is the result of the
 * request.
 *
 * <p>Relative paths mean what they mean to {@code Files}. Names are bytes and survive any locale.
 * The umask is the one in effect when the request is executed.
 *
 * <p>An engine, a priority view, a directory view and a group all are {@code AsyncFiles}, and they
 * compose: {@code aio.withPriority(4).at(dir).stat(name)}. Views are cheap, immutable and
 * thread-safe. The interface may be implemented by user code as well; only {@link #submit} has to
 * be written.
 *
 * <p>Unless a method says otherwise, all methods of all implementations in this library are
 * thread-safe, and throw {@link IllegalStateException} after the engine has been closed and {@link
 * java.util.concurrent.RejectedExecutionException} when a bounded queue is full and rejects.
 */
public interface AsyncFiles {

  /** The lowest priority. */
  int MIN_PRIORITY = -4;

  /** The highest priority. */
  int MAX_PRIORITY = 4;

  /** The mode of a new file before the umask applies, 0666. */
  int DEFAULT_FILE_MODE = 0666;

  /** The mode of a new directory before the umask applies, 0777. */
  int DEFAULT_DIRECTORY_MODE = 0777;

  /**
   * Submits an operation. All other methods call this one. An implementation passes the operation
   * on to another {@code AsyncFiles}, or throws.
   *
   * @param operation what to do; it has not been submitted before
   * @param <T> the type of the result
   * @return the request, as the engine returned it
   */
  <T extends @Nullable Object> Request<T> submit(Operation<T> operation);

  // ------------------------------------------------------------------ ways to submit

  /**
   * Returns a view that submits with another priority. Requests of a higher priority are executed
   * and delivered first; those of equal priority in the order of submission.
   *
   * @param priority clamped to -4..4
   * @return the view
   */
  default AsyncFiles withPriority(int priority) {
    return new PriorityView(this, priority);
  }

  /**
   * Returns a view that resolves relative paths against an open directory ({@code openat} and its
   * relatives), even if that directory is renamed or its name removed. Absolute paths are not
   * affected.
   *
   * <p>The nio backend knows directories by name only. It checks before each operation that the
   * name still refers to the directory that was opened; if not, the operation fails with {@code
   * ESTALE}.
   *
   * @param directory what relative paths are resolved against. It must belong to the same engine;
   *     otherwise submitting throws {@link IllegalArgumentException}
   * @return the view
   */
  default AsyncFiles at(AsyncDirectory directory) {
    return new DirectoryView(this, directory);
  }

  /**
   * As {@link #at}, but no path may leave the directory: neither by {@code ..}, nor by a symbolic
   * link, nor by being absolute, even while other processes rename and link ({@code openat2} with
   * {@code RESOLVE_BENEATH}). A path that would leave it fails with {@code EXDEV}. Where a method
   * takes a second directory, as {@link #rename(Path, AsyncDirectory, Path)}, the second path is
   * confined beneath that one.
   *
   * @param directory the directory that contains every path
   * @return the view
   * @throws UnsupportedOperationException the backend cannot guarantee it
   */
  default AsyncFiles beneath(AsyncDirectory directory) {
    return new BeneathView(this, directory);
  }

  /**
   * Starts a group. It inherits the priority and the directory of these {@code AsyncFiles}; started
   * on a group, it is a member of that group.
   *
   * @param <T> the type of the group's result
   * @return an open, empty group
   */
  default <T extends @Nullable Object> Group<T> group() {
    return GroupTask.start(this, Composite.GROUP);
  }

  // ------------------------------------------------------------------ open files

  /**
   * Opens or creates a file, open(2). The descriptor is close-on-exec. Without options the file is
   * opened for reading. New files get the mode 0666 less the umask.
   *
   * <p>Options have the meaning that {@link java.nio.channels.FileChannel#open} gives them: {@code
   * CREATE}, {@code CREATE_NEW} and {@code TRUNCATE_EXISTING} are ignored unless the file is opened
   * for writing. {@code DELETE_ON_CLOSE} removes the name as soon as the file is open, and does not
   * follow a symbolic link.
   *
   * @param path the file
   * @param options {@link java.nio.file.StandardOpenOption}s, {@link LinkOption#NOFOLLOW_LINKS},
   *     {@link OpenFlag}s
   * @return the open file
   * @throws IllegalArgumentException the options contradict each other
   * @throws UnsupportedOperationException an option is of an unknown kind
   */
  default Request<AsyncFile> open(Path path, OpenOption... options) {
    return submit(new Open(path, options, DEFAULT_FILE_MODE));
  }

  /**
   * Opens or creates a file, open(2), with a mode for new files.
   *
   * @param path the file
   * @param options as for {@link #open(Path, OpenOption...)}
   * @param mode permission bits of a new file, 0 to 07777, less the umask
   * @return the open file
   * @throws IllegalArgumentException the options contradict each other, or the mode is out of range
   * @throws UnsupportedOperationException an option is of an unknown kind
   */
  default Request<AsyncFile> open(Path path, Set<? extends OpenOption> options, int mode) {
    return submit(new Open(path, options, mode));
  }

  /**
   * Opens a directory, open(2) with {@code O_DIRECTORY}.
   *
   * @param path the directory
   * @param options {@link LinkOption#NOFOLLOW_LINKS}: a symbolic link fails with {@code ELOOP} or
   *     {@code ENOTDIR}
   * @return the open directory
   */
  default Request<AsyncDirectory> openDirectory(Path path, LinkOption... options) {
    return submit(new OpenDirectory(path, options));
  }

  /**
   * Reads a whole file: open, read to the end, close, in one visit of a worker. Files that claim
   * the size 0, as those of {@code /proc}, are read to their end as well.
   *
   * @param path the file
   * @return its content; a file over {@link Integer#MAX_VALUE} - 8 bytes fails with {@code EFBIG}
   */
  default Request<byte[]> load(Path path) {
    return submit(new Load(path));
  }

  /**
   * Reads the beginning of a file into a buffer: open, read until the buffer is full or the file
   * ends, close, in one visit of a worker.
   *
   * @param path the file
   * @param dst where to put it, from its position to its limit; the position is advanced
   * @return how many bytes were read, -1 if the file is empty and the buffer is not
   * @throws IllegalArgumentException the buffer is read-only, or its memory belongs to a confined
   *     arena
   */
  default Transfer load(Path path, ByteBuffer dst) {
    var operation = new LoadInto(path, dst);
    submit(operation);
    return operation;
  }

  // ------------------------------------------------------------------ what is there

  /**
   * Reads the attributes of a file, following symbolic links, statx(2).
   *
   * @param path the file
   * @return its attributes
   */
  default Request<FileStat> stat(Path path) {
    return submit(new Stat(path, true));
  }

  /**
   * Reads the attributes of a file, of a symbolic link itself, statx(2).
   *
   * @param path the file
   * @return its attributes
   */
  default Request<FileStat> lstat(Path path) {
    return submit(new Stat(path, false));
  }

  /**
   * Reads the target of a symbolic link, readlink(2).
   *
   * @param path the link
   * @return the target, without doubled or trailing slashes, as every {@code Path}; fails with
   *     {@link java.nio.file.NotLinkException} if the file is not a symbolic link
   */
  default Request<Path> readlink(Path path) {
    return submit(new Readlink(path));
  }

  /**
   * Reads the target of a symbolic link as bytes, exactly as it is stored, readlink(2).
   *
   * @param path the link
   * @return the bytes of the target; fails as {@link #readlink} does
   */
  default Request<byte[]> readlinkBytes(Path path) {
    return submit(new ReadlinkBytes(path));
  }

  /**
   * Lists a directory, getdents64(2): all entries but {@code .} and {@code ..}, in the order of the
   * file system. For directories too large for a list see {@link AsyncDirectory#readdir(int)}.
   *
   * @param path the directory
   * @return its entries; empty for an empty directory
   */
  default Request<List<DirEntry>> readdir(Path path) {
    return submit(new Readdir(path));
  }

  /**
   * Lists a directory with the attributes of each entry, a symbolic link's own, in one visit of a
   * worker: getdents64(2), and statx(2) relative to the directory. Costs less than one {@link
   * #lstat} per entry, and is not atomic either: an entry that is removed meanwhile has an {@link
   * DirListing#error error} in place of its attributes. For directories too large for a list see
   * {@link AsyncDirectory#readdirplus(int)}.
   *
   * @param path the directory
   * @return its entries; empty for an empty directory
   */
  default Request<DirListing> readdirplus(Path path) {
    return submit(new Readdirplus(path));
  }

  /**
   * Lists a directory and separates subdirectories from everything else. Types are taken from the
   * directory itself; the inode is consulted only for entries without a recorded type. A symbolic
   * link to a directory does not count as a directory.
   *
   * @param path the directory
   * @return names of directories and of everything else
   */
  default Request<ScanResult> scandir(Path path) {
    return Scandir.submit(this, path, Scandir.DEFAULT_MAX_REQUESTS);
  }

  /**
   * As {@link #scandir(Path)}, with a limit on the requests that consult inodes.
   *
   * @param path the directory
   * @param maxRequests how many requests may be outstanding at once, at least 1
   * @return names of directories and of everything else
   */
  default Request<ScanResult> scandir(Path path, int maxRequests) {
    return Scandir.submit(this, path, maxRequests);
  }

  // ------------------------------------------------------------------ names

  /**
   * Removes the name of a file that is not a directory, unlink(2).
   *
   * @param path the name
   * @return nothing
   */
  default Request<@Nullable Void> unlink(Path path) {
    return submit(new Unlink(path));
  }

  /**
   * Removes an empty directory, rmdir(2).
   *
   * @param path the directory
   * @return nothing
   */
  default Request<@Nullable Void> rmdir(Path path) {
    return submit(new Rmdir(path));
  }

  /**
   * Creates a directory with the mode 0777 less the umask, mkdir(2).
   *
   * @param path the directory
   * @return nothing
   */
  default Request<@Nullable Void> mkdir(Path path) {
    return submit(new Mkdir(path, DEFAULT_DIRECTORY_MODE));
  }

  /**
   * Creates a directory, mkdir(2).
   *
   * @param path the directory
   * @param mode permission bits, 0 to 07777, less the umask
   * @return nothing
   */
  default Request<@Nullable Void> mkdir(Path path, int mode) {
    return submit(new Mkdir(path, mode));
  }

  /**
   * Creates a symbolic link, symlink(2). As in POSIX, the target comes first.
   *
   * @param target what the link points to, stored as it is
   * @param link the name of the link
   * @return nothing
   */
  default Request<@Nullable Void> symlink(Path target, Path link) {
    return submit(new Symlink(target, link));
  }

  /**
   * Creates a symbolic link, symlink(2), whose target need not be expressible as a {@code Path},
   * for example one with doubled slashes.
   *
   * @param target the bytes of the target, stored as they are
   * @param link the name of the link
   * @return nothing
   */
  default Request<@Nullable Void> symlink(byte[] target, Path link) {
    return submit(new Symlink(target, link));
  }

  /**
   * Creates a hard link, link(2). A symbolic link is linked itself, not followed.
   *
   * @param existing the file
   * @param link its new name
   * @return nothing
   */
  default Request<@Nullable Void> link(Path existing, Path link) {
    return submit(new Link(existing, link));
  }

  /**
   * As {@link #link(Path, Path)}, the new name in an open directory.
   *
   * @param existing the file
   * @param directory where a relative {@code link} starts
   * @param link its new name
   * @return nothing
   */
  default Request<@Nullable Void> link(Path existing, AsyncDirectory directory, Path link) {
    return submit(new Link(existing, directory, link));
  }

  /**
   * Renames a file or directory, replacing whatever has the new name, rename(2).
   *
   * @param source the present name
   * @param target the new name
   * @return nothing
   */
  default Request<@Nullable Void> rename(Path source, Path target) {
    return submit(new Rename(source, target, Rename.REPLACE));
  }

  /**
   * As {@link #rename(Path, Path)}, the new name in an open directory.
   *
   * @param source the present name
   * @param directory where a relative {@code target} starts
   * @param target the new name
   * @return nothing
   */
  default Request<@Nullable Void> rename(Path source, AsyncDirectory directory, Path target) {
    return submit(new Rename(source, directory, target));
  }

  /**
   * Creates a file-system node, mknod(2). Ordinary users may create FIFOs and sockets.
   *
   * @param path its name
   * @param type what to create: FIFO, SOCKET, REGULAR, or as root a device
   * @param mode permission bits, 0 to 07777, less the umask
   * @param device the device number of a device, else 0
   * @return nothing
   */
  default Request<@Nullable Void> mknod(Path path, FileType type, int mode, long device) {
    return submit(new Mknod(path, type, mode, device));
  }

  /**
   * Creates a FIFO, mkfifo(3).
   *
   * @param path its name
   * @param mode permission bits, 0 to 07777, less the umask
   * @return nothing
   */
  default Request<@Nullable Void> mkfifo(Path path, int mode) {
    return submit(new Mknod(path, FileType.FIFO, mode, 0));
  }

  // ------------------------------------------------------------------ attributes

  /**
   * Changes permission bits, chmod(2). A symbolic link is followed, or with {@link
   * LinkOption#NOFOLLOW_LINKS} fails with {@code EOPNOTSUPP}: it has no permission bits.
   *
   * @param path the file
   * @param mode permission bits, 0 to 07777
   * @param options whether to follow a symbolic link
   * @return nothing
   */
  default Request<@Nullable Void> chmod(Path path, int mode, LinkOption... options) {
    return submit(new Chmod(path, mode, options));
  }

  /**
   * Changes permissions, chmod(2). Symbolic links are followed; set-id and sticky bits are cleared.
   *
   * @param path the file
   * @param permissions the new permissions
   * @return nothing
   */
  default Request<@Nullable Void> chmod(Path path, Set<PosixFilePermission> permissions) {
    return submit(new Chmod(path, FileStat.toMode(permissions)));
  }

  /**
   * Changes owner and group, chown(2), or lchown(2) with {@link LinkOption#NOFOLLOW_LINKS}.
   *
   * @param path the file
   * @param uid the new owner, -1 to leave it
   * @param gid the new group, -1 to leave it
   * @param options whether to follow a symbolic link
   * @return nothing
   */
  default Request<@Nullable Void> chown(Path path, int uid, int gid, LinkOption... options) {
    return submit(new Chown(path, uid, gid, options));
  }

  /**
   * Changes the times of last access and modification, utimensat(2), to the nanosecond.
   *
   * @param path the file
   * @param access the time of last access, {@link FileTimes#NOW} or {@link FileTimes#OMIT}
   * @param modification the time of last modification, {@code NOW} or {@code OMIT}
   * @param options {@link LinkOption#NOFOLLOW_LINKS} for a symbolic link itself
   * @return nothing
   */
  default Request<@Nullable Void> utimes(
      Path path, FileTimes access, FileTimes modification, LinkOption... options) {
    return submit(new Utimes(path, access, modification, options));
  }

  /**
   * Changes the length of a file, truncate(2). A part that is cut off is lost; a part that is added
   * reads as zeros.
   *
   * @param path the file
   * @param size the new length in bytes, at least 0
   * @return nothing
   */
  default Request<@Nullable Void> truncate(Path path, long size) {
    return submit(new Truncate(path, size));
  }

  // ------------------------------------------------------------------ composites

  /**
   * Copies a file: content with its holes, times to the nanosecond, permissions with set-id bits,
   * and, where allowed, owner. Nothing is left under the target's name when the copy fails or is
   * cancelled, and an existing target is replaced only when the copy is complete.
   *
   * <p>A symbolic link is followed, or with {@link LinkOption#NOFOLLOW_LINKS} copied itself.
   * Copying a file onto itself or onto a hard link of it fails and changes nothing; copying a
   * directory fails with {@code EISDIR}.
   *
   * @param source the file
   * @param target the name of the copy
   * @param options {@link java.nio.file.StandardCopyOption#REPLACE_EXISTING}, without which an
   *     existing target is an error; {@link java.nio.file.StandardCopyOption#COPY_ATTRIBUTES} is
   *     implied; {@link LinkOption#NOFOLLOW_LINKS}
   * @return the number of bytes of the file
   */
  default Request<Long> copy(Path source, Path target, CopyOption... options) {
    return Copy.submit(this, source, target, options);
  }

  /**
   * Moves a file: renames it, or where that is impossible because the target is on another file
   * system copies it and removes the source. Directories are moved within a file system only.
   *
   * @param source the file
   * @param target its new name
   * @param options {@link java.nio.file.StandardCopyOption#REPLACE_EXISTING}, without which an
   *     existing target is an error; {@link java.nio.file.StandardCopyOption#ATOMIC_MOVE}: rename
   *     or fail
   * @return nothing
   */
  default Request<@Nullable Void> move(Path source, Path target, CopyOption... options) {
    return Move.submit(this, source, target, options);
  }

  // ------------------------------------------------------------------ probes

  /**
   * Does nothing, but passes through the engine as every request does: for measuring latency.
   *
   * @return nothing
   */
  default Request<@Nullable Void> nop() {
    return submit(new Nop());
  }

  /**
   * Keeps a worker busy by sleeping, for tests.
   *
   * @param duration how long; negative counts as zero
   * @return nothing
   */
  default Request<@Nullable Void> busy(Duration duration) {
    return submit(new Busy(duration));
  }
}
