package dev.jaio.internal.engine;

import dev.jaio.internal.op.Lending;
import dev.jaio.internal.posix.Posix;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An open file or directory of a backend, with a count of the requests that use it.
 *
 * <p>{@code uses} holds the count and, as its sign bit, "closed". A request uses the handle from
 * its submission until the system is done with it. Closing sets the bit, after which no use begins;
 * the close itself is queued by whoever brings the count to 0, so a descriptor is never closed, and
 * its number never given to another file, under a request.
 */
public final class Handle {

  /** As a position: the file's own. */
  public static final long AT_POSITION = -1;

  private static final int CLOSED = 1 << 31;

  /** After a read that was not cached, so many that were make a file taken for cached again. */
  private static final int COLD_FOR = 64;

  /** The golden ratio, which makes of neighbouring positions numbers far from each other. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  // lending
  private static final int UNUSED = 0;
  private static final int USED = 1;
  private static final int LENDS = 2;
  private static final int COPIES = 3;

  private static final VarHandle USES;
  private static final VarHandle CLOSING;

  static {
    try {
      USES = MethodHandles.lookup().findVarHandle(Handle.class, "uses", int.class);
      CLOSING = MethodHandles.lookup().findVarHandle(Handle.class, "closing", Task.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Engine engine;
  private final Location location;
  private final int fd;
  private final @Nullable Object channel;
  private boolean direct; // before it is published
  private boolean readable; // before it is published
  private int lending; // racy on purpose: every thread comes to the same answer
  private int cold; // racy on purpose: a lost update costs one try
  private boolean readsNow = true; // only ever set to false, so a race costs one try
  private volatile int uses;
  private volatile @Nullable Task<?> closing; // set once, before CLOSED
  private @Nullable Object identity; // before it is published
  private boolean appends; // before it is published
  private @Nullable Object listing; // state of a directory's incremental listing

  /**
   * Wraps what a backend has opened.
   *
   * @param fd the descriptor, or -1
   * @param channel what java.nio opened, or null
   */
  public Handle(Engine engine, Location location, int fd, @Nullable Object channel) {
    this.engine = engine;
    this.location = location;
    this.fd = fd;
    this.channel = channel;
  }

  /** Of no file: for questions about what would become of a request. */
  public static Handle example(Engine engine, boolean direct) {
    var handle = new Handle(engine, new Location(null, Path.of("")), -1, null);
    handle.direct = direct;
    handle.readable = true;
    handle.lending = LENDS;
    return handle;
  }

  /** Checks the position of a read or write. */
  public static long checkPosition(long position) {
    if (position < 0) {
      throw new IllegalArgumentException("position is negative: " + position);
    }
    return position;
  }

  /** Where it was opened. */
  public Location location() {
    return location;
  }

  /** The path it was opened with. */
  public Path path() {
    return location.path();
  }

  /** Throws unless it belongs to an engine. */
  public void requireEngine(Engine e) {
    if (e != engine) {
      throw new IllegalArgumentException(path() + " was opened by another engine");
    }
  }

  /** The engine it belongs to. */
  public Engine engine() {
    return engine;
  }

  /** The descriptor; valid during a use. */
  public int fd() {
    return fd;
  }

  /** What java.nio opened; valid during a use. */
  public @Nullable Object channel() {
    return channel;
  }

  /**
   * Whether the system may work on memory of the caller directly. The file is asked once, and not
   * for a first transfer that is small: a file that is opened, read and closed is not worth it.
   */
  public boolean mayLend(Posix p, int size) {
    int l = lending;
    if (l == UNUSED && size <= Lending.SMALL) {
      lending = USED;
      return false;
    }
    if (l < LENDS) {
      l = Lending.isAllowed(p, fd) ? LENDS : COPIES;
      lending = l;
    }
    return l == LENDS;
  }

  /** Whether it is known that memory may be lent, without asking. */
  public boolean lends() {
    return lending == LENDS;
  }

  /** The file was opened with {@code O_DIRECT}; asks at once whether memory may be lent. */
  public void openedDirect(Posix p) {
    lending = Lending.isAllowed(p, fd) ? LENDS : COPIES;
    direct = true;
  }

  /** Whether the file was opened with {@code O_DIRECT}. */
  public boolean isDirect() {
    return direct;
  }

  /** Tells whether the file was opened for reading. */
  public void readable(boolean forReading) {
    readable = forReading;
  }

  /** Whether the file is known to have been opened for reading. */
  public boolean isReadable() {
    return readable;
  }

  /** Whether reads may be tried without waiting. */
  public boolean readsNow() {
    return readsNow && !direct; // with O_DIRECT a read waits though it is told not to
  }

  /** A read that is told not to wait would wait all the same, or is refused. */
  public void readsNeverNow() {
    readsNow = false;
  }

  /**
   * Whether a read at a position may well find nothing in the cache: so it was among the last ones
   * that were tried. Else one position of sixteen is tried, without counting, since all cores would
   * write to the counter.
   */
  public boolean isPerhapsCold(long position) {
    return cold > 0 || isSample(position);
  }

  /**
   * Whether a read on a ring is told not to wait, to find out whether the file is cached by now:
   * one position of sixteen.
   */
  public boolean isToFindOut(long position) {
    return cold > 0 && readsNow() && isSample(position);
  }

  private static boolean isSample(long position) {
    return (position * SPREAD) >>> (Long.SIZE - 4) == 0;
  }

  /** Whether one of the last reads that were tried found nothing in the cache. */
  public boolean isCold() {
    return cold > 0;
  }

  /** A read that was tried found nothing in the cache. */
  public void wasCold() {
    cold = COLD_FOR;
  }

  /** A read that was tried was cached. */
  public void wasCached() {
    int c = cold;
    if (c > 0) {
      cold = c - 1;
    }
  }

  /** What tells a directory that java.nio opened from others of its name, if known. */
  public @Nullable Object identity() {
    return identity;
  }

  /** Before it is published: tells it from others of its name. */
  public void identity(@Nullable Object key) {
    identity = key;
  }

  /** Whether java.nio opened it with APPEND, so that it writes nowhere else. */
  public boolean appends() {
    return appends;
  }

  /** Before it is published: it does. */
  public void openedToAppend() {
    appends = true;
  }

  /** State of an incremental listing; used by one request at a time. */
  public @Nullable Object listing() {
    return listing;
  }

  /** Sets the state of an incremental listing. */
  public void listing(@Nullable Object state) {
    listing = state;
  }

  /** Throws unless the backend can keep paths beneath this directory. */
  public void requireBeneath() {
    if (fd < 0) {
      throw new UnsupportedOperationException(
          "beneath: not supported by the nio backend: java.nio keeps no path beneath a directory");
    }
  }

  /** Tells whether uses may begin. */
  public boolean isOpen() {
    return uses >= 0;
  }

  /** Begins a use. False if the handle is closed. */
  public boolean acquire() {
    for (; ; ) {
      int u = uses;
      if (u < 0) {
        return false;
      }
      if (USES.compareAndSet(this, u, u + 1)) {
        return true;
      }
    }
  }

  /** Ends a use. */
  public void release() {
    int before = (int) USES.getAndAdd(this, -1);
    if (before == (CLOSED | 1)) {
      Task<?> c = closing;
      if (c != null) {
        engine.enqueue(c);
      }
    }
  }

  /**
   * Closes the handle for uses.
   *
   * @param close the request that closes the descriptor
   * @return QUEUE: now; LATER: the last use queues it; NOTHING: it was closed before
   */
  public Admission beginClose(Task<?> close) {
    if (!CLOSING.compareAndSet(this, (Task<?>) null, close)) {
      return Admission.NOTHING;
    }
    // The bit comes after the request: whoever ends the last use must find it.
    int before = (int) USES.getAndBitwiseOr(this, CLOSED);
    return before == 0 ? Admission.QUEUE : Admission.LATER;
  }
}
