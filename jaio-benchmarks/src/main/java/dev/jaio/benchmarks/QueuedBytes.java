package dev.jaio.benchmarks;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What a request costs while it waits: a million are queued in an engine that executes nothing, and
 * the growth of the heap after a collection, and of what the JVM has allocated outside of it, is
 * divided by their number. Paths and buffers are the caller's and exist before.
 */
final class QueuedBytes {

  static final String ID = "bytes";

  private static final int REQUESTS = 1_000_000;
  private static final int TARGET = 128;
  private static final int IO_AIO = 240;
  private static final List<String> KINDS = List.of("nop", "stat", "read");
  private static final Pattern OTHER =
      Pattern.compile("Other \\(reserved=\\d+\\w*, committed=(\\d+)");

  private QueuedBytes() {}

  /** Measures each kind in a process of its own. */
  static void compare(Options options) throws IOException {
    System.out.printf(
        Locale.ROOT,
        "%n%s: bytes per queued request, %,d of them (target %d; IO::AIO %d)%n",
        ID,
        REQUESTS,
        TARGET,
        IO_AIO);
    for (String kind : KINDS) {
      var jvm = List.of("-Xmx2g", "-XX:NativeMemoryTracking=summary");
      var command = ChildProcess.command(jvm, QueuedBytes.class, kind, options.dir().toString());
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      System.out.print(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Arguments: the kind, the directory of the data. */
  public static void main(String[] args) throws Exception {
    var data = Data.at(Path.of(args[1]));
    Path[] stat = data.statFiles();
    var buffer = ByteBuffer.allocateDirect(Data.BLOCK);
    Aio aio = Aio.builder().polled().start();
    AsyncFile file = aio.open(data.large()).await();
    aio.maxParallel(0);
    IntConsumer submit =
        switch (args[0]) {
          case "nop" -> _ -> aio.nop();
          case "stat" -> i -> aio.stat(stat[i % stat.length]);
          case "read" -> i -> file.read(buffer, (long) (i % Data.BLOCKS) * Data.BLOCK);
          default -> throw new IllegalArgumentException(args[0]);
        };
    try {
      for (int i = 0; i < 1000; i++) {
        submit.accept(i); // so that classes and pools are there
      }
      long heap = heap();
      long outside = outside();
      for (int i = 0; i < REQUESTS; i++) {
        submit.accept(i);
      }
      System.out.printf(
          Locale.ROOT,
          "  %-6s heap %6.1f  native %6.1f%n",
          args[0],
          (double) (heap() - heap) / REQUESTS,
          (double) (outside() - outside) / REQUESTS);
      System.out.flush();
    } finally {
      Reference.reachabilityFence(data); // else its paths are collected in between
      Reference.reachabilityFence(file);
    }
    Runtime.getRuntime().halt(0); // what is queued is never executed
  }

  private static long heap() throws InterruptedException {
    var memory = ManagementFactory.getMemoryMXBean();
    for (int i = 0; i < 3; i++) {
      memory.gc();
      Thread.sleep(50);
    }
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** Direct buffers, and what the JVM's own accounts call "other": all native allocations. */
  private static long outside() throws JMException {
    Object summary =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "vmNativeMemory",
                new Object[] {new String[] {"summary", "scale=B"}},
                new String[] {String[].class.getName()});
    Matcher m = OTHER.matcher(summary.toString());
    long other = m.find() ? Long.parseLong(m.group(1)) : 0;
    long buffers =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return Math.max(other, buffers);
  }
}
