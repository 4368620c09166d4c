package dev.jaio.internal.op;

import dev.jaio.DirEntry;
import dev.jaio.internal.engine.Admission;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.Task;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/** Goes on listing an open directory, getdents64(2) on its own descriptor. */
public final class ReaddirNext extends Task<List<DirEntry>> {

  private static final OpType TYPE = OpType.quick("getdents");

  private final Handle handle;
  private final int max;
  private boolean alone;

  /** The next entries, at most {@code max}. */
  public ReaddirNext(Handle handle, int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max is less than 1: " + max);
    }
    this.handle = handle;
    this.max = max;
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  public Path path() {
    return handle.path();
  }

  @Override
  protected Admission admit() {
    if (!handle.acquire()) {
      return Admission.CLOSED;
    }
    alone = listing().begin();
    return Admission.QUEUE;
  }

  @Override
  protected void released() {
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
      throw new IllegalStateException("readdir: one at a time on " + handle.path());
    }
    return listing();
  }

  @Override
  protected int posix(Posix p) {
    Listing listing = ownListing();
    int result = 1;
    while (listing.isEmpty() && result > 0) { // a call may give nothing but . and ..
      var entries = new ArrayList<DirEntry>();
      result = Dirents.next(p, handle.fd(), entries);
      listing.refill(entries);
    }
    if (result < 0) {
      return result;
    }
    store(listing.take(max));
    return 0;
  }

  @Override
  @SuppressWarnings("unchecked")
  protected int nio(Nio n) throws IOException {
    var stream = (DirectoryStream<Path>) Objects.requireNonNull(handle.channel());
    Iterator<Path> iterator = ownListing().iterator(stream);
    var entries = new ArrayList<DirEntry>();
    try {
      while (entries.size() < max && iterator.hasNext()) {
        entries.add(Attributes.entry(iterator.next()));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    store(List.copyOf(entries));
    return 0;
  }
}
