package dev.jaio.internal.op;

import dev.jaio.DirListing;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.posix.Posix;
import java.nio.file.Path;
import java.util.Iterator;

/** Goes on listing an open directory with attributes, getdents64(2), and statx(2) of each entry. */
public final class ReaddirplusNext extends ListingTask<DirListing> {

  private static final OpType TYPE = OpType.quick("getdentsplus");

  /** The next entries, {@code max} unless the directory ends before. */
  public ReaddirplusNext(Handle handle, int max) {
    super(handle, max);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int next(Posix p, int fd, Listing listing) {
    var entries = new PackedListing(location());
    int result = 1;
    while (entries.size() < max() && result > 0) {
      result = isCancelAsked() ? -Errno.ECANCELED : listing.refill(p, fd);
      if (result > 0) {
        listing.take(p, fd, entries, max(), this::isCancelAsked);
      }
    }
    store(entries);
    return Math.min(0, result);
  }

  @Override
  void next(Iterator<Path> paths) {
    var entries = new PlainListing();
    while (entries.size() < max() && !isCancelAsked() && paths.hasNext()) {
      entries.add(paths.next());
    }
    store(entries);
  }
}
