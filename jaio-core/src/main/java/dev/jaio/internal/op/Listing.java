package dev.jaio.internal.op;

import dev.jaio.DirEntry;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far the listing of an open directory has come. Everything but {@link #begin} is for the one
 * request that has begun; setting the flag free hands what it wrote to the next one.
 */
final class Listing {

  private final AtomicBoolean busy = new AtomicBoolean();
  private byte[] records = new byte[0]; // as the kernel wrote them
  private int next; // of the records
  private @Nullable Iterator<Path> iterator;

  /** Begins a request. False if there is one already. */
  boolean begin() {
    return busy.compareAndSet(false, true);
  }

  /** Ends the request. */
  void end() {
    busy.set(false);
  }

  /**
   * Reads more, if all that was read has been taken.
   *
   * @return greater than 0, 0 at the end of the directory, or a negated errno
   */
  int refill(Posix p, int fd) {
    int left = records.length - next;
    if (left > 0) {
      return left;
    }
    int length = Dirents.read(p, fd);
    records = new byte[Math.max(0, length)];
    next = 0;
    Memory.copy(Dirents.buffer(p), records, 0, records.length);
    return length;
  }

  /** Takes what was read, until a list has {@code max} entries. */
  void take(List<DirEntry> to, int max) {
    while (next < records.length && to.size() < max) {
      if (!Dirents.isDots(records, next)) {
        to.add(Dirents.entry(records, next));
      }
      next += Dirents.length(records, next);
    }
  }

  /** Takes what was read, with attributes, until a listing has {@code max} entries. */
  void take(Posix p, int fd, PackedListing to, int max, BooleanSupplier stop) {
    int left = records.length - next;
    long buffer = Dirents.buffer(p);
    Memory.copy(records, next, buffer, left);
    next += to.add(p, fd, buffer, left, max, stop);
  }

  /** The iterator of java.nio, the same one every time. */
  Iterator<Path> iterator(Iterable<Path> stream) {
    Iterator<Path> i = iterator;
    if (i == null) {
      i = stream.iterator();
      iterator = i;
    }
    return i;
  }
}
