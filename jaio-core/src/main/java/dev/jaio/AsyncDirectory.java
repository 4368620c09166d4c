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
 * An open directory: a starting point for relative paths ({@link AsyncFiles#at}), and a way to list
 * a directory piece by piece.
 *
 * <p>Closing, reachability and thread-safety are as for {@link AsyncFile}.
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
   * @param view where requests are submitted; it must belong to the same engine
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
   * Tells whether the directory is open.
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
   * Reads the next entries, getdents64(2), without {@code .} and {@code ..}, in bounded memory
   * whatever the size of the directory. Only one such request may be outstanding: one that is
   * submitted before the previous one has ended fails with {@link IllegalStateException}.
   *
   * @param max how many at most, at least 1
   * @return the next entries; empty at the end
   */
  public Request<List<DirEntry>> readdir(int max) {
    return files.submit(new ReaddirNext(owner.handle(), max));
  }

  /**
   * Reads the next entries with the attributes of each, in one visit of a worker: getdents64(2),
   * and statx(2) relative to the directory. Continues where the last call of this method or {@link
   * #readdir(int)} ended, and the same rule applies: only one may be outstanding.
   *
   * @param max how many at most, at least 1; it bounds the memory, about 200 bytes for each
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
   * Makes changes to names in the directory durable (created, renamed, removed), fsync(2).
   *
   * @return nothing
   */
  public Request<@Nullable Void> fsync() {
    return files.submit(new Fsync(owner.handle()));
  }

  /**
   * Closes the directory, close(2), after the last request that uses it. Cannot be cancelled.
   * Closing a second time has no effect.
   *
   * @return nothing; an error of the system is reported only once
   */
  public Request<@Nullable Void> closeAsync() {
    return owner.closeAsync(files, new Close(owner.handle()));
  }

  /**
   * Closes the directory, as {@link #closeAsync()}, and waits.
   *
   * @throws IOException the system reported an error
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
