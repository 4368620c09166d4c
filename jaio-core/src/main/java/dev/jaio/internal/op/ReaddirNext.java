package dev.jaio.internal.op;

import dev.jaio.DirEntry;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.posix.Posix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Goes on listing an open directory, getdents64(2) on its own descriptor. */
public final class ReaddirNext extends ListingTask<List<DirEntry>> {

  private static final OpType TYPE = OpType.quick("getdents");

  /** The next entries, at most {@code max}. */
  public ReaddirNext(Handle handle, int max) {
    super(handle, max);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int next(Posix p, int fd, Listing listing) {
    var entries = new ArrayList<DirEntry>();
    int result = 1;
    while (entries.isEmpty() && result > 0) { // a call may give nothing but . and ..
      result = listing.refill(p, fd);
      listing.take(entries, max());
    }
    store(Collections.unmodifiableList(entries));
    return Math.min(0, result);
  }

  @Override
  void next(Iterator<Path> paths) {
    var entries = new ArrayList<DirEntry>();
    while (entries.size() < max() && paths.hasNext()) {
      entries.add(Attributes.entry(paths.next()));
    }
    store(Collections.unmodifiableList(entries));
  }
}
