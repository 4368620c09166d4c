package dev.jaio.leak;

import dev.jaio.contract.Descriptors;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this process holds: descriptors, threads, and the memory of buffers and arenas as the JVM's
 * own tracking counts it ({@code -XX:NativeMemoryTracking=summary}), to the byte. The size of the
 * process would tell as well what the allocator and the JIT compiler keep.
 *
 * @param descriptors what is open
 * @param threads how many threads have a name
 * @param nativeBytes what was allocated outside of the heap by Java code
 * @param heapBytes what is reachable on the heap
 */
record Resources(
    Descriptors descriptors, Map<String, Integer> threads, long nativeBytes, long heapBytes) {

  /** Where the tracking counts what Java code has allocated. */
  private static final Pattern OTHER =
      Pattern.compile("Other \\(reserved=\\d+\\w*, committed=(\\d+)");

  private static final int MOST_COLLECTIONS = 50;

  /** Half of the bytes that a request takes: what is kept of each would come to more. */
  private static final int HEAP_BYTES_PER_REQUEST = 32;

  /** How often nothing must have changed any more. */
  private static final int STILL = 3;

  /** Looks again and again until what is unreachable has been freed and what ends has ended. */
  static Resources settled() {
    Resources last = now();
    int still = 0;
    for (int i = 0; i < MOST_COLLECTIONS && still < STILL; i++) {
      System.gc();
      pause();
      Resources next = now();
      boolean less =
          next.nativeBytes < last.nativeBytes
              || next.descriptors.links().size() < last.descriptors.links().size()
              || next.threadCount() < last.threadCount();
      still = less ? 0 : still + 1;
      last = next;
    }
    return last;
  }

  /** Cleaners run on a thread of their own after a collection. */
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Resources now() {
    var threads = new TreeMap<String, Integer>();
    for (Thread t : Thread.getAllStackTraces().keySet()) {
      threads.merge(t.getName().replaceAll("\\d+", "N"), 1, Integer::sum);
    }
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return new Resources(Descriptors.now(), threads, nativeBytesNow(), heap.getUsed());
  }

  private static long nativeBytesNow() {
    try {
      Object text =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "vmNativeMemory",
                  new Object[] {new String[] {"summary", "scale=B"}},
                  new String[] {String[].class.getName()});
      var other = OTHER.matcher((String) text);
      if (!other.find()) {
        return 0; // nothing of this kind is allocated
      }
      return Long.parseLong(other.group(1));
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private int threadCount() {
    return threads.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** What there is more of than before, in words. */
  List<String> since(Resources before, long requests) {
    var more = new ArrayList<String>();
    for (String d : descriptors.since(before.descriptors)) {
      more.add("descriptor " + d);
    }
    threads.forEach((name, n) -> {
      int was = before.threads.getOrDefault(name, 0);
      if (n > was) {
        more.add("%d threads called %s, %d before".formatted(n, name, was));
      }
    });
    if (nativeBytes > before.nativeBytes) {
      more.add("%,d bytes of native memory".formatted(nativeBytes - before.nativeBytes));
    }
    long heap = heapBytes - before.heapBytes;
    if (heap > requests * HEAP_BYTES_PER_REQUEST) {
      more.add("%,d bytes of heap".formatted(heap));
    }
    return more;
  }

  @Override
  public String toString() {
    return "%d descriptors, %d threads, %,d bytes of native memory"
        .formatted(descriptors.links().size(), threadCount(), nativeBytes);
  }
}
