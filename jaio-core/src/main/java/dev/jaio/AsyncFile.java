package dev.jaio;

import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.HandleOwner;
import dev.jaio.internal.op.Close;
import dev.jaio.internal.op.DirectAlign;
import dev.jaio.internal.op.Fchmod;
import dev.jaio.internal.op.Fchown;
import dev.jaio.internal.op.Fdatasync;
import dev.jaio.internal.op.Fstat;
import dev.jaio.internal.op.Fsync;
import dev.jaio.internal.op.Ftruncate;
import dev.jaio.internal.op.Futimens;
import dev.jaio.internal.op.Read;
import dev.jaio.internal.op.ReadFully;
import dev.jaio.internal.op.Readahead;
import dev.jaio.internal.op.Readv;
import dev.jaio.internal.op.Seek;
import dev.jaio.internal.op.Sendfile;
import dev.jaio.internal.op.Write;
import dev.jaio.internal.op.WriteFully;
import dev.jaio.internal.op.Writev;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An open file.
 *
 * <p>Reads and writes take a {@link ByteBuffer}, direct or heap, or a {@link MemorySegment}. The
 * position and limit of a buffer are read at the call. Its position is advanced when the request
 * completes, and never after a cancel. A buffer must not be used until its request has ended.
 * Memory of a confined arena can be written from, but not read into.
 *
 * <p>Reads and writes with a position do not use the file's own position and may run concurrently.
 * Those without a position use and move it; the order of several that are outstanding is undefined.
 * A read at the end of the file gives -1. Reads and writes may be short; only {@code readFully} and
 * {@code writeFully} continue until they are complete.
 *
 * <p>The descriptor is closed when the file is closed and the last request that uses it has
 * completed; a request on a closed file fails with {@link
 * java.nio.channels.ClosedChannelException}. A file that becomes unreachable without having been
 * closed is closed and logged as a leak. All methods are thread-safe.
 *
 * <p>The nio backend reaches the attributes of an open file by name only. It checks first that the
 * name still refers to the file that was opened; if not, such an operation fails with {@code
 * ESTALE}.
 */
public final class AsyncFile implements AutoCloseable {

  /** Where {@link #seek} starts from. */
  public enum Whence {
    /** The beginning of the file. */
    SET,
    /** The present position. */
    CUR,
    /** The end of the file. */
    END,
    /** The next data at or after the offset. */
    DATA,
    /** The next hole at or after the offset; the end of the file counts as one. */
    HOLE
  }

  private final AsyncFiles files;
  private final HandleOwner owner;

  AsyncFile(AsyncFiles files, HandleOwner owner) {
    this.files = files;
    this.owner = owner;
  }

  private Handle handle() {
    return owner.handle();
  }

  /**
   * Returns the same open file, submitting through a view or a group.
   *
   * @param view where requests are submitted. It must belong to the same engine; otherwise
   *     submitting throws {@link IllegalArgumentException}
   * @return the file; closing either closes both, even if the view no longer accepts requests
   */
  public AsyncFile via(AsyncFiles view) {
    return new AsyncFile(Objects.requireNonNull(view, "view"), owner);
  }

  /**
   * Returns the path the file was opened with.
   *
   * @return the path
   */
  public Path path() {
    return handle().path();
  }

  /**
   * Tells whether the file is open.
   *
   * @return whether requests are accepted
   */
  public boolean isOpen() {
    return handle().isOpen();
  }

  // ------------------------------------------------------------------ reading

  private Transfer transfer(Transfer operation) {
    files.submit((Operation<?>) operation);
    return operation;
  }

  /**
   * Reads at a position, pread(2).
   *
   * @param dst where to put the bytes
   * @param position in the file, at least 0
   * @return how many bytes were read, -1 at the end of the file
   */
  public Transfer read(ByteBuffer dst, long position) {
    return transfer(new Read(handle(), dst, Handle.checkPosition(position)));
  }

  /**
   * Reads at a position into a leased buffer, pread(2).
   *
   * @param dst where to put the bytes, from its buffer's position to its limit
   * @param position in the file, at least 0
   * @return how many bytes were read, -1 at the end of the file
   * @throws IllegalStateException the buffer was returned
   */
  public Transfer read(Buffers.Lease dst, long position) {
    return transfer(new Read(handle(), dst.open(), Handle.checkPosition(position)));
  }

  /**
   * Writes a leased buffer at a position, pwrite(2).
   *
   * @param src what to write, from its buffer's position to its limit
   * @param position in the file, at least 0
   * @return how many bytes were written
   * @throws IllegalStateException the buffer was returned
   */
  public Transfer write(Buffers.Lease src, long position) {
    return transfer(new Write(handle(), src.open(), Handle.checkPosition(position)));
  }

  /**
   * Reads at the file's own position and moves it, read(2). It may read fewer bytes than there is
   * room for even though more follow: from a pipe, or if the rest of the file is not cached.
   *
   * @param dst where to put the bytes
   * @return how many bytes were read, -1 at the end of the file
   */
  public Transfer read(ByteBuffer dst) {
    return transfer(new Read(handle(), dst, Handle.AT_POSITION));
  }

  /**
   * Reads at a position into a memory segment, pread(2). At most 0x7ffff000 bytes are read.
   *
   * @param dst where to put the bytes
   * @param position in the file, at least 0
   * @return how many bytes were read, -1 at the end of the file
   */
  public Transfer read(MemorySegment dst, long position) {
    return transfer(new Read(handle(), dst, Handle.checkPosition(position)));
  }

  /**
   * Reads at the file's own position into a memory segment and moves it, read(2). At most
   * 0x7ffff000 bytes are read, and fewer in the same cases as by {@link #read(ByteBuffer)}.
   *
   * @param dst where to put the bytes
   * @return how many bytes were read, -1 at the end of the file
   */
  public Transfer read(MemorySegment dst) {
    return transfer(new Read(handle(), dst, Handle.AT_POSITION));
  }

  /**
   * Reads at a position into several buffers, filling one after the other, preadv(2).
   *
   * @param dsts where to put the bytes, at most 1024 buffers
   * @param position in the file, at least 0
   * @return how many bytes were read, -1 at the end of the file
   */
  public Transfer readv(ByteBuffer[] dsts, long position) {
    return transfer(new Readv(handle(), dsts, Handle.checkPosition(position)));
  }

  /**
   * Reads at the file's own position into several buffers, readv(2).
   *
   * @param dsts where to put the bytes, at most 1024 buffers
   * @return how many bytes were read, -1 at the end of the file
   */
  public Transfer readv(ByteBuffer[] dsts) {
    return transfer(new Readv(handle(), dsts, Handle.AT_POSITION));
  }

  /**
   * Reads at a position until the buffer is full.
   *
   * @param dst where to put the bytes
   * @param position in the file, at least 0
   * @return the number of bytes the buffer had room for; fails with {@link java.io.EOFException} if
   *     the file ends before; the buffer's position then tells how much was read
   */
  public Transfer readFully(ByteBuffer dst, long position) {
    return transfer(new ReadFully(handle(), dst, Handle.checkPosition(position)));
  }

  /**
   * Reads at a position until the segment is full.
   *
   * @param dst where to put the bytes, at most {@link Integer#MAX_VALUE} of them
   * @param position in the file, at least 0
   * @return the size of the segment; fails with {@link java.io.EOFException} if the file ends
   *     before
   */
  public Transfer readFully(MemorySegment dst, long position) {
    return transfer(new ReadFully(handle(), dst, Handle.checkPosition(position)));
  }

  /**
   * Reads at a position until a leased buffer is full.
   *
   * @param dst where to put the bytes, from its buffer's position to its limit
   * @param position in the file, at least 0
   * @return the number of bytes the buffer had room for; fails with {@link java.io.EOFException} if
   *     the file ends before; the buffer's position then tells how much was read
   * @throws IllegalStateException the buffer was returned
   */
  public Transfer readFully(Buffers.Lease dst, long position) {
    return transfer(new ReadFully(handle(), dst.open(), Handle.checkPosition(position)));
  }

  /**
   * Asks the system to read a range into its cache, readahead(2).
   *
   * @param position in the file, at least 0
   * @param count how many bytes, at least 0
   * @return nothing
   */
  public Request<@Nullable Void> readahead(long position, long count) {
    return files.submit(new Readahead(handle(), Handle.checkPosition(position), count));
  }

  // ------------------------------------------------------------------ writing

  /**
   * Writes at a position, pwrite(2). Writing beyond the end leaves a hole. If the file was opened
   * with APPEND, the position is ignored and the bytes are appended.
   *
   * @param src the bytes
   * @param position in the file, at least 0
   * @return how many bytes were written
   */
  public Transfer write(ByteBuffer src, long position) {
    return transfer(new Write(handle(), src, Handle.checkPosition(position)));
  }

  /**
   * Writes at the file's own position and moves it, write(2).
   *
   * @param src the bytes
   * @return how many bytes were written
   */
  public Transfer write(ByteBuffer src) {
    return transfer(new Write(handle(), src, Handle.AT_POSITION));
  }

  /**
   * Writes a memory segment at a position, pwrite(2). At most 0x7ffff000 bytes are written.
   *
   * @param src the bytes
   * @param position in the file, at least 0
   * @return how many bytes were written
   */
  public Transfer write(MemorySegment src, long position) {
    return transfer(new Write(handle(), src, Handle.checkPosition(position)));
  }

  /**
   * Writes a memory segment at the file's own position and moves it, write(2). At most 0x7ffff000
   * bytes are written.
   *
   * @param src the bytes
   * @return how many bytes were written
   */
  public Transfer write(MemorySegment src) {
    return transfer(new Write(handle(), src, Handle.AT_POSITION));
  }

  /**
   * Writes several buffers, one after the other, at a position, pwritev(2).
   *
   * @param srcs the bytes, at most 1024 buffers
   * @param position in the file, at least 0
   * @return how many bytes were written
   */
  public Transfer writev(ByteBuffer[] srcs, long position) {
    return transfer(new Writev(handle(), srcs, Handle.checkPosition(position)));
  }

  /**
   * Writes several buffers, one after the other, at the file's own position, writev(2).
   *
   * @param srcs the bytes, at most 1024 buffers
   * @return how many bytes were written
   */
  public Transfer writev(ByteBuffer[] srcs) {
    return transfer(new Writev(handle(), srcs, Handle.AT_POSITION));
  }

  /**
   * Writes at a position until all bytes of the buffer are written.
   *
   * @param src the bytes
   * @param position in the file, at least 0
   * @return the number of bytes; if it fails, the buffer's position tells how much was written
   */
  public Transfer writeFully(ByteBuffer src, long position) {
    return transfer(new WriteFully(handle(), src, Handle.checkPosition(position)));
  }

  /**
   * Writes at a position until all bytes of the segment are written.
   *
   * @param src the bytes, at most {@link Integer#MAX_VALUE} of them
   * @param position in the file, at least 0
   * @return the number of bytes
   */
  public Transfer writeFully(MemorySegment src, long position) {
    return transfer(new WriteFully(handle(), src, Handle.checkPosition(position)));
  }

  /**
   * Writes at a position until all bytes of a leased buffer are written.
   *
   * @param src what to write, from its buffer's position to its limit
   * @param position in the file, at least 0
   * @return the number of bytes; if it fails, the buffer's position tells how much was written
   * @throws IllegalStateException the buffer was returned
   */
  public Transfer writeFully(Buffers.Lease src, long position) {
    return transfer(new WriteFully(handle(), src.open(), Handle.checkPosition(position)));
  }

  /**
   * Copies bytes from this file to another file, at that file's own position, which moves:
   * sendfile(2), or reading and writing where the system cannot do that. No byte is lost: the
   * result counts what the target accepted. The position of this file does not change.
   *
   * @param position in this file, at least 0
   * @param count how many bytes, at least 0
   * @param target where they go; one transfer at a time per target
   * @return how many bytes were written, fewer at the end of this file
   */
  public Request<Long> sendfile(long position, long count, AsyncFile target) {
    return files.submit(
        new Sendfile(handle(), Handle.checkPosition(position), count, target.handle()));
  }

  // ------------------------------------------------------------------ the file itself

  /**
   * Moves the file's own position, lseek(2).
   *
   * @param offset counted from {@code whence}
   * @param whence where to start
   * @return the new position; fails with {@code ENXIO} where there is no data (or hole) any more
   */
  public Request<Long> seek(long offset, Whence whence) {
    return files.submit(new Seek(handle(), offset, whence));
  }

  /**
   * Reads the attributes of the file, fstat(2).
   *
   * @return the attributes
   */
  public Request<FileStat> stat() {
    return files.submit(new Fstat(handle()));
  }

  /**
   * Queries the alignment that reads and writes of this file need if it is opened with {@link
   * OpenFlag#DIRECT}, statx(2) with {@code STATX_DIOALIGN}. The file itself need not be opened that
   * way. The nio backend reports the block size of the file system, which is sufficient.
   *
   * @return the alignment; -1 for values that the system does not report
   */
  public Request<DirectAlignment> directAlignment() {
    return files.submit(new DirectAlign(handle()));
  }

  /**
   * Changes the length of the file, ftruncate(2).
   *
   * @param size the new length in bytes, at least 0
   * @return nothing
   */
  public Request<@Nullable Void> truncate(long size) {
    return files.submit(new Ftruncate(handle(), size));
  }

  /**
   * Writes data and attributes to the device, fsync(2). An error is reported only once. After that
   * the content of the device is unknown, even if a second call succeeds.
   *
   * @return nothing
   */
  public Request<@Nullable Void> fsync() {
    return files.submit(new Fsync(handle()));
  }

  /**
   * Writes data to the device, with the attributes needed to read it again, fdatasync(2). For
   * errors see {@link #fsync()}.
   *
   * @return nothing
   */
  public Request<@Nullable Void> fdatasync() {
    return files.submit(new Fdatasync(handle()));
  }

  /**
   * Changes permission bits, fchmod(2).
   *
   * @param mode permission bits, 0 to 07777
   * @return nothing
   */
  public Request<@Nullable Void> chmod(int mode) {
    return files.submit(new Fchmod(handle(), mode));
  }

  /**
   * Changes owner and group, fchown(2).
   *
   * @param uid the new owner, -1 to leave it
   * @param gid the new group, -1 to leave it
   * @return nothing
   */
  public Request<@Nullable Void> chown(int uid, int gid) {
    return files.submit(new Fchown(handle(), uid, gid));
  }

  /**
   * Changes the times of last access and modification, futimens(3).
   *
   * @param access the time of last access
   * @param modification the time of last modification
   * @return nothing
   */
  public Request<@Nullable Void> utimes(FileTimes access, FileTimes modification) {
    return files.submit(new Futimens(handle(), access, modification));
  }

  // ------------------------------------------------------------------ closing

  /**
   * Closes the file, close(2), after the last request that uses it. Cannot be cancelled. Closing a
   * second time has no effect.
   *
   * @return nothing; an error of the system is reported only once
   */
  public Request<@Nullable Void> closeAsync() {
    return owner.closeAsync(files, new Close(handle()));
  }

  /**
   * Closes the file, as {@link #closeAsync()}, and waits. An interrupt ends the wait, but the file
   * is closed all the same; the thread's interrupt status is kept.
   *
   * @throws IOException the system reported an error
   */
  @Override
  public void close() throws IOException {
    owner.close(files);
  }

  @Override
  public String toString() {
    return "AsyncFile[" + path() + (isOpen() ? "]" : ", closed]");
  }
}
