package dev.jaio.benchmarks;

import dev.jaio.Aio;
import java.util.List;

/** All rows of the comparison. */
final class Rows {

  private static final int DEPTH = 32;
  private static final int DEEP = 256;

  private static final String FILES = "JDK Files, ";
  private static final String CHANNEL = "JDK FileChannel, ";
  private static final String ASYNC = "JDK AsynchronousFileChannel, ";

  static final List<Row> ALL =
      List.of(
          stat(),
          statAwaited(),
          load(),
          nop(),
          nopAwaited(),
          readAwaited(),
          read(DEPTH),
          read(DEEP));

  private Rows() {}

  static String ids() {
    return String.join(" ", ALL.stream().map(Row::id).toList()) + " " + QueuedBytes.ID;
  }

  static Row of(String id) {
    return ALL.stream()
        .filter(r -> r.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no row " + id));
  }

  private static Row stat() {
    return new Row("stat32", "stat of 100,000 files in random order, 32 at a time")
        .jaio("callbacks, polled engine", d -> StatWork.callbacks(d, DEPTH, true))
        .jaio("callbacks, driven engine", d -> StatWork.callbacks(d, DEPTH, false))
        .jaio("await, 32 virtual threads", d -> StatWork.awaitedByVirtualThreads(d, DEPTH))
        .rival(FILES + "2 platform threads", d -> StatWork.files(d, 2, false))
        .rival(FILES + "32 platform threads", d -> StatWork.files(d, DEPTH, false))
        .rival(FILES + "32 virtual threads", d -> StatWork.files(d, DEPTH, true))
        .target("callbacks", 0.95)
        .target("callbacks", FILES + "32 platform threads", 1.0);
  }

  private static Row statAwaited() {
    return new Row("stat1", "stat of 100,000 files in random order, one thread, awaited")
        .jaio("await, driven engine", d -> StatWork.awaited(d, Aio.start()))
        .jaio("await, polled engine", d -> StatWork.awaited(d, Aio.builder().polled().start()))
        .rival(FILES + "1 platform thread", d -> StatWork.files(d, 1, false))
        .target("await, driven engine", 1.0)
        .target("await, polled engine", 1.0);
  }

  private static Row load() {
    return new Row("load32", "open, read 4 KiB and close 20,000 files, 32 at a time")
        .jaio("one request, polled engine", d -> LoadWork.compound(d, DEPTH, true))
        .jaio("one request, driven engine", d -> LoadWork.compound(d, DEPTH, false))
        .jaio("one request, await, 32 virtual threads", d -> LoadWork.compoundAwaited(d, DEPTH))
        .jaio("three requests, polled engine", d -> LoadWork.three(d, DEPTH, true))
        .jaio("three requests, driven engine", d -> LoadWork.three(d, DEPTH, false))
        .rival(CHANNEL + "2 platform threads", d -> LoadWork.fileChannel(d, 2, false))
        .rival(CHANNEL + "32 platform threads", d -> LoadWork.fileChannel(d, DEPTH, false))
        .rival(CHANNEL + "32 virtual threads", d -> LoadWork.fileChannel(d, DEPTH, true))
        .rival(ASYNC + "default threads", d -> LoadWork.asynchronousFileChannel(d, DEPTH, false))
        .rival(ASYNC + "4 threads", d -> LoadWork.asynchronousFileChannel(d, DEPTH, true))
        .target("one request", 1.0)
        .target("three requests", 0.9);
  }

  private static Row nop() {
    return new Row("nop", "requests that do nothing, callbacks")
        .jaio("polled engine, 32 at a time", _ -> NopWork.callbacks(DEPTH, true))
        .jaio("polled engine, 256 at a time", _ -> NopWork.callbacks(DEEP, true))
        .jaio("driven engine, 32 at a time", _ -> NopWork.callbacks(DEPTH, false))
        .jaio("driven engine, 256 at a time", _ -> NopWork.callbacks(DEEP, false))
        .rival("JDK thread pool, 32 at a time", _ -> NopWork.pool(DEPTH))
        .rival("JDK thread pool, 256 at a time", _ -> NopWork.pool(DEEP));
  }

  private static Row nopAwaited() {
    return new Row("nop1", "requests that do nothing, awaited")
        .jaio("driven engine, 1 platform thread", _ -> NopWork.awaited(Aio.start()))
        .jaio(
            "polled engine, 1 platform thread",
            _ -> NopWork.awaited(Aio.builder().polled().start()))
        .jaio("driven engine, 32 virtual threads", _ -> NopWork.awaitedByVirtualThreads(DEPTH))
        .rival("JDK thread pool, 1 platform thread", _ -> NopWork.poolAwaited());
  }

  private static Row readAwaited() {
    return new Row("read1", "4 KiB cached reads, awaited")
        .jaio("await, 1 platform thread", d -> ReadWork.awaited(d, Aio.start(), 1, false))
        .jaio("await, 1 virtual thread", d -> ReadWork.awaited(d, Aio.start(), 1, true))
        .jaio("callbacks, 1 at a time, polled engine", d -> ReadWork.callbacks(d, 1, true))
        .rival(CHANNEL + "1 platform thread", d -> ReadWork.fileChannel(d, 1, false))
        .rival(CHANNEL + "1 virtual thread", d -> ReadWork.fileChannel(d, 1, true))
        .rival(ASYNC + "default threads", d -> ReadWork.asynchronousFileChannel(d, 1, false))
        .rival(ASYNC + "4 threads", d -> ReadWork.asynchronousFileChannel(d, 1, true));
  }

  private static Row read(int depth) {
    return new Row("read" + depth, "4 KiB cached reads, " + depth + " at a time")
        .jaio("callbacks, polled engine", d -> ReadWork.callbacks(d, depth, true))
        .jaio("callbacks, driven engine", d -> ReadWork.callbacks(d, depth, false))
        .jaio(
            "await, " + depth + " platform threads",
            d -> ReadWork.awaited(d, Aio.start(), depth, false))
        .jaio(
            "await, " + depth + " virtual threads",
            d -> ReadWork.awaited(d, Aio.start(), depth, true))
        .rival(CHANNEL + depth + " platform threads", d -> ReadWork.fileChannel(d, depth, false))
        .rival(CHANNEL + depth + " virtual threads", d -> ReadWork.fileChannel(d, depth, true))
        .rival(ASYNC + "default threads", d -> ReadWork.asynchronousFileChannel(d, depth, false))
        .rival(ASYNC + "4 threads", d -> ReadWork.asynchronousFileChannel(d, depth, true));
  }
}
