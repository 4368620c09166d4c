package dev.jaio.internal.posix;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What Linux tells of a thread, proc(5): whether it sleeps, and how long it has been on a
 * processor. Plain Java, so that it is there without native access as well. Thread-safe.
 */
public final class ThreadStat {

  /** What {@link #worked} returns if it is not known. */
  public static final long UNKNOWN = -1;

  private static final ThreadLocal<ThreadStat> CURRENT = ThreadLocal.withInitial(ThreadStat::new);

  /** The name of a program, in parentheses, may have any characters. */
  private static final char NAME_END = ')';

  private static final int MOST = 512;

  private final @Nullable String directory; // null if there is no such thing here

  private ThreadStat() {
    this.directory = directory();
  }

  /** Of the calling thread, and to be used by any. Not for virtual threads. */
  public static ThreadStat current() {
    return CURRENT.get();
  }

  private static @Nullable String directory() {
    try {
      String path = new File("/proc/thread-self").getCanonicalPath();
      return path.contains("/task/") ? path : null;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Whether the thread waits for something else than a processor just now. True if that is not
   * known, or the thread has ended.
   */
  public boolean sleeps() {
    String stat = read("stat");
    int state = stat.lastIndexOf(NAME_END) + 2;
    return state >= stat.length() || stat.charAt(state) != 'R';
  }

  /** How long the thread has been on a processor, in nanoseconds, or {@link #UNKNOWN}. */
  public long worked() {
    String first = read("schedstat").split(" ", 2)[0];
    try {
      return first.isEmpty() ? UNKNOWN : Long.parseLong(first);
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  /** Empty if there is no such file, as where /proc is hidden or the kernel does not count. */
  private String read(String name) {
    if (directory == null) {
      return "";
    }
    try (var in = new FileInputStream(directory + "/" + name)) {
      return new String(in.readNBytes(MOST), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
