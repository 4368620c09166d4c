package dev.jaio;

import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.HandleOwner;
import dev.jaio.internal.op.Close;
import dev.jaio.internal.op.Fstat;
import dev.jaio.internal.op.Fsync;
import dev.jaio.internal.op.ReaddirNext;
import dev.jaio.internal.op.ReaddirplusNext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An open directory: where the paths of {@link AsyncFiles#at} start, and a listing that is read
 * piece by piece.
 *
 * <p>Closing, reachability and threads are as for {@link AsyncFile}.
 */
public final class AsyncDirectory implements AutoCloseable {

  private final AsyncFiles files;
  private final HandleOwner owner;

  AsyncDirectory(AsyncFiles files, HandleOwner owner) {
    this.files = files;
    this.owner = owner;
  }

  /**
   * Returns the same open directory, submitting through a view or a group.
   *
   * @param view through which requests are submitted; of the same engine
   * @return the directory; closing either closes both
   */
  public AsyncDirectory via(AsyncFiles view) {
    return new AsyncDirectory(Objects.requireNonNull(view, "view"), owner);
  }

  /**
   * Returns the path the directory was opened with.
   *
   * @return the path
   */
  public Path path() {
    return owner.handle().path();
  }

  /**
   * Tells whether the directory has not been closed.
   *
   * @return whether requests are accepted
   */
  public boolean isOpen() {
    return owner.handle().isOpen();
  }

  Handle handle() {
    return owner.handle();
  }

  /**
   * Reads the next entries, getdents64(2), without {@code .} and {@code ..}. Bounded memory for a
   * directory of any size. One such request at a time: a second one that is submitted before the
   * first has ended fails with {@link IllegalStateException}.
   *
   * @param max how many at most, at least 1
   * @return the next entries; empty at the end
   */
  public Request<List<DirEntry>> readdir(int max) {
    return files.submit(new ReaddirNext(owner.handle(), max));
  }

  /**
   * Reads the next entries with the attributes of each, in one visit of a worker: getdents64(2),
   * and statx(2) relative to the directory. Goes on where {@link #readdir(int)} or this has ended,
   * and is subject to the same rule: one at a time.
   *
   * @param max how many at most, at least 1; bounds the memory, some 200 bytes each
   * @return the next entries, {@code max} of them unless the directory ends before
   */
  public Request<DirListing> readdirplus(int max) {
    return files.submit(new ReaddirplusNext(owner.handle(), max));
  }

  /**
   * Reads the attributes of the directory, fstat(2).
   *
   * @return the attributes
   */
  public Request<FileStat> stat() {
    return files.submit(new Fstat(owner.handle()));
  }

  /**
   * Makes names created, renamed and removed in the directory durable, fsync(2).
   *
   * @return nothing
   */
  public Request<@Nullable Void> fsync() {
    return files.submit(new Fsync(owner.handle()));
  }

  /**
   * Closes the directory, close(2), after the last request that uses it. Cannot be cancelled.
   * Closing a second time does nothing.
   *
   * @return fails with what the system reported, once
   */
  public Request<@Nullable Void> closeAsync() {
    return owner.closeAsync(files, new Close(owner.handle()));
  }

  /**
   * Closes the directory and waits, {@link #closeAsync()}.
   *
   * @throws IOException what the system reported
   */
  @Override
  public void close() throws IOException {
    owner.close(files);
  }

  @Override
  public String toString() {
    return "AsyncDirectory[" + path() + (isOpen() ? "]" : ", closed]");
  }
}
