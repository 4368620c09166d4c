package dev.jaio.internal.op;

import dev.jaio.DirEntry;
import dev.jaio.DirListing;
import dev.jaio.FileStat;
import dev.jaio.FileType;
import dev.jaio.internal.abi.At;
import dev.jaio.internal.abi.Dirent64;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Failures;
import dev.jaio.internal.engine.Location;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Entries and attributes as the kernel writes them: the records of getdents64 one after the other
 * in {@code records}, the {@code struct statx} of each entry in {@code attributes}. The name that
 * statx is given lies in the kernel's own record, so neither a string nor a path is made for an
 * entry before somebody asks for it.
 *
 * <p>Filled by the one request that makes it, read-only from then on.
 */
public final class PackedListing extends AbstractList<DirEntry> implements DirListing {

  private static final int FLAGS = At.AT_SYMLINK_NOFOLLOW | At.AT_NO_AUTOMOUNT;

  private final Location directory;
  private byte[] records = new byte[0];
  private int used;
  private int[] starts = new int[0];
  private long[] attributes = new long[0];
  private int @Nullable [] failures; // negated error numbers, 0 for success; null: all succeeded
  private int size;

  /** An empty listing of a directory. */
  PackedListing(Location directory) {
    this.directory = directory;
  }

  // ------------------------------------------------------------------ filling

  /**
   * Adds records that getdents64 has written, and the attributes of what they name in the directory
   * they were read from.
   *
   * @param max how many entries the listing may have
   * @param stop asked before each entry
   * @return how many bytes of the records were taken
   */
  int add(Posix p, int fd, long buffer, int length, int max, BooleanSupplier stop) {
    int from = used;
    int end = from + length;
    if (end > records.length) {
      records = Arrays.copyOf(records, larger(from, records.length, end));
    }
    Memory.copy(buffer, records, from, length);
    reserve(Math.min(max - size, count(from, end)));
    int at = from;
    while (at < end && size < max && !stop.getAsBoolean()) {
      if (!Dirents.isDots(records, at)) {
        starts[size] = at;
        stat(p, fd, buffer + (at - from) + Dirent64.D_NAME);
      }
      at += Dirents.length(records, at);
    }
    used = at;
    return at - from;
  }

  private int count(int from, int end) {
    int entries = 0;
    for (int at = from; at < end; at += Dirents.length(records, at)) {
      entries += Dirents.isDots(records, at) ? 0 : 1;
    }
    return entries;
  }

  /** Exactly what is needed at first: most directories are read in one piece. */
  private static int larger(int used, int capacity, int needed) {
    return used == 0 ? needed : Math.max(needed, capacity + (capacity >> 1));
  }

  private void reserve(int more) {
    int needed = size + more;
    if (needed > starts.length) {
      int entries = larger(size, starts.length, needed);
      starts = Arrays.copyOf(starts, entries);
      attributes = Arrays.copyOf(attributes, entries * StatxCall.LONGS);
      int[] f = failures;
      if (f != null) {
        failures = Arrays.copyOf(f, entries);
      }
    }
  }

  private void stat(Posix p, int fd, long name) {
    int result;
    do {
      result = StatxCall.call(p, fd, name, FLAGS);
    } while (result == -Errno.EINTR);
    int i = size++;
    if (result >= 0) {
      StatxCall.copy(p, attributes, i * StatxCall.LONGS);
    } else {
      int[] f = failures;
      if (f == null) {
        f = new int[starts.length];
        failures = f;
      }
      f[i] = result;
    }
  }

  // ------------------------------------------------------------------ reading

  @Override
  public int size() {
    return size;
  }

  private int start(int index) {
    return starts[Objects.checkIndex(index, size)];
  }

  private int failure(int index) {
    int[] f = failures;
    return f == null ? 0 : f[index];
  }

  @Override
  public DirEntry get(int index) {
    return Dirents.entry(records, start(index));
  }

  @Override
  public FileType type(int index) {
    int start = start(index);
    return failure(index) != 0
        ? Dirents.type(records, start)
        : FileType.ofMode(StatxCall.mode(attributes, index * StatxCall.LONGS));
  }

  @Override
  public @Nullable FileStat stat(int index) {
    Objects.checkIndex(index, size);
    return failure(index) != 0 ? null : StatxCall.decode(attributes, index * StatxCall.LONGS);
  }

  @Override
  public @Nullable IOException error(int index) {
    int start = start(index);
    int failure = failure(index);
    return failure == 0
        ? null
        : Failures.of(-failure, directory.path().resolve(Dirents.name(records, start)), null);
  }
}
