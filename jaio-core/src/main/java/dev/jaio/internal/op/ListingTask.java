package dev.jaio.internal.op;

import dev.jaio.internal.engine.Admission;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.Location;
import dev.jaio.internal.engine.Task;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;

/** An operation that goes on listing an open directory; one at a time. */
abstract class ListingTask<T> extends Task<T> {

  private final Handle handle;
  private final int max;
  private boolean alone;

  ListingTask(Handle handle, int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max is less than 1: " + max);
    }
    this.handle = handle;
    this.max = max;
  }

  /** Takes the next entries from the system. */
  abstract int next(Posix p, int fd, Listing listing);

  /** Takes the next entries from java.nio. */
  abstract void next(Iterator<Path> paths) throws IOException;

  /** How many entries at most. */
  final int max() {
    return max;
  }

  /** Where the directory was opened. */
  final Location location() {
    return handle.location();
  }

  @Override
  public final Path path() {
    return handle.path();
  }

  @Override
  protected final void checkEngine(Engine e) {
    handle.requireEngine(e);
  }

  @Override
  protected final Admission admit() {
    if (!handle.acquire()) {
      return Admission.CLOSED;
    }
    alone = listing().begin();
    return Admission.QUEUE;
  }

  @Override
  protected final void released() {
    if (alone) {
      listing().end();
    }
    handle.release();
  }

  private Listing listing() {
    return (Listing) Objects.requireNonNull(handle.listing());
  }

  private Listing ownListing() {
    if (!alone) {
      throw new IllegalStateException(name() + ": one at a time on " + handle.path());
    }
    return listing();
  }

  @Override
  protected final int posix(Posix p) {
    return next(p, handle.fd(), ownListing());
  }

  @Override
  @SuppressWarnings("unchecked")
  protected final int nio(Nio n) throws IOException {
    var stream = (DirectoryStream<Path>) Objects.requireNonNull(handle.channel());
    try {
      next(ownListing().iterator(stream));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return 0;
  }
}
