package dev.jaio.internal.op;

import dev.jaio.DirEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How far the listing of an open directory has come. Everything but {@link #begin} is for the one
 * request that has begun; setting the flag free hands what it wrote to the next one.
 */
final class Listing {

  private final AtomicBoolean busy = new AtomicBoolean();
  private List<DirEntry> batch = List.of();
  private int next;
  private @Nullable Iterator<Path> iterator;

  /** Begins a request. False if there is one already. */
  boolean begin() {
    return busy.compareAndSet(false, true);
  }

  /** Ends the request. */
  void end() {
    busy.set(false);
  }

  /** Whether all entries that were read have been taken. */
  boolean isEmpty() {
    return next == batch.size();
  }

  /** Makes entries that were read the next ones to take. */
  void refill(List<DirEntry> entries) {
    batch = entries;
    next = 0;
  }

  /** Takes at most {@code max} of the entries that were read. */
  List<DirEntry> take(int max) {
    int from = next;
    next = from + Math.min(max, batch.size() - from);
    List<DirEntry> taken =
        next - from == batch.size() ? batch : new ArrayList<>(batch.subList(from, next));
    if (isEmpty()) {
      refill(List.of());
    }
    return Collections.unmodifiableList(taken);
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
