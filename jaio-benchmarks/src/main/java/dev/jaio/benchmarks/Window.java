package dev.jaio.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What happened in a stretch of time.
 *
 * @param operations how many operations ended
 * @param nanos how long it was
 * @param cpuNanos processor time of the process, garbage collection and compilation included
 * @param allocated bytes that its threads allocated on the heap
 * @param others part of the machine that other processes used, 0 to 1
 */
record Window(long operations, long nanos, long cpuNanos, long allocated, double others) {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Path PROC_STAT = Path.of("/proc/stat");
  private static final long NANOS_PER_JIFFY = 10_000_000;
  private static final int IDLE = 4; // columns of /proc/stat, after the word cpu
  private static final int IOWAIT = 5;
  private static final int STEAL = 8;

  double opsPerSecond() {
    return operations * 1e9 / nanos;
  }

  double cpuMicros() {
    return cpuNanos / 1e3 / Math.max(1, operations);
  }

  double bytes() {
    return (double) allocated / Math.max(1, operations);
  }

  /** Measures work that goes on. */
  static Window measure(Workload work, long millis) throws InterruptedException {
    long busy = machineBusy();
    long allocated = THREADS.getTotalThreadAllocatedBytes();
    long cpu = SYSTEM.getProcessCpuTime();
    long done = Slot.total(work.slots());
    long begin = System.nanoTime();
    Thread.sleep(millis);
    done = Slot.total(work.slots()) - done;
    long nanos = System.nanoTime() - begin;
    cpu = SYSTEM.getProcessCpuTime() - cpu;
    allocated = THREADS.getTotalThreadAllocatedBytes() - allocated;
    busy = machineBusy() - busy;
    double all = (double) nanos * Runtime.getRuntime().availableProcessors();
    return new Window(done, nanos, cpu, allocated, Math.clamp((busy - cpu) / all, 0, 1));
  }

  /** Processor time that anybody has used, of which each reading may be a hundredth late. */
  private static long machineBusy() {
    try (var lines = Files.lines(PROC_STAT)) {
      String[] columns = lines.findFirst().orElseThrow().split(" +", -1);
      long jiffies = 0;
      for (int i = 1; i <= STEAL; i++) {
        if (i != IDLE && i != IOWAIT) {
          jiffies += Long.parseLong(columns[i]);
        }
      }
      return jiffies * NANOS_PER_JIFFY;
    } catch (IOException | RuntimeException e) {
      return 0; // not Linux: nothing is known of the others
    }
  }

  /** As a line between processes. */
  String format() {
    return String.format(
        Locale.ROOT, "%d %d %d %d %.4f", operations, nanos, cpuNanos, allocated, others);
  }

  static Window parse(String line) {
    String[] f = line.split(" ", -1);
    return new Window(
        Long.parseLong(f[0]),
        Long.parseLong(f[1]),
        Long.parseLong(f[2]),
        Long.parseLong(f[3]),
        Double.parseDouble(f[4]));
  }
}
