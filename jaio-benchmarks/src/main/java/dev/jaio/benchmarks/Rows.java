package dev.jaio.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All rows of the comparison. */
final class Rows {

  private static final int DEPTH = 32;
  private static final int DEEP = 256;

  /** Processor time beside that of a program in C. */
  private static final double FRUGAL = 1.2;

  private static final String FILES = "JDK Files, ";
  private static final String CHANNEL = "JDK FileChannel, ";
  private static final String ASYNC = "JDK AsynchronousFileChannel, ";
  private static final String NONBLOCK = "three requests, open with NONBLOCK";
  private static final String POLLED = ", polled engine";
  private static final String TWO = ", 2 engines";
  private static final String DRIVEN = ", driven engine";

  static final List<Row> ALL =
      Stream.of(
              List.of(
                  stat(),
                  statRelative(),
                  statAwaited(),
                  load(),
                  nop(DEPTH),
                  nop(DEEP),
                  nopAwaited(),
                  readAwaited(),
                  reads("read" + DEPTH, "4 KiB cached reads, ", DEPTH, false),
                  readsDeep("read" + DEEP, "4 KiB cached reads, ", false),
                  directAwaited(),
                  reads("direct" + DEPTH, "4 KiB O_DIRECT reads, ", DEPTH, true),
                  readsDeep("direct" + DEEP, "4 KiB O_DIRECT reads, ", true),
                  features()),
              ColdRows.ALL,
              GrowthRows.ALL,
              RouteRows.ALL)
          .flatMap(List::stream)
          .toList();

  private Rows() {}

  static String ids() {
    var ids = new ArrayList<String>();
    ALL.stream().filter(r -> !r.isOnRequest()).forEach(r -> ids.add(r.id()));
    ids.add(QueuedBytes.ID);
    ids.add(
        "and on request ("
            + ColdRows.FAMILY
            + ", "
            + GrowthRows.FAMILY
            + " and "
            + RouteRows.FAMILY
            + " for all that begin so):");
    ALL.stream().filter(Row::isOnRequest).forEach(r -> ids.add(r.id()));
    return String.join(" ", ids);
  }

  static Row of(String id) {
    return ALL.stream()
        .filter(r -> r.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no row " + id));
  }

  private static Row stat() {
    return new Row("stat32", "stat of 100,000 files in random order, 32 at a time")
        .jaio("callbacks" + POLLED, (d, b) -> StatWork.callbacks(d, b, DEPTH, true))
        .jaio("callbacks" + DRIVEN, (d, b) -> StatWork.callbacks(d, b, DEPTH, false))
        .jaio(
            "callbacks" + TWO,
            (d, b) -> Together.of(2, () -> StatWork.callbacks(d, b, DEPTH / 2, true)))
        .jaio("await, 32 virtual threads", (d, b) -> StatWork.awaitedByVirtual(d, b, DEPTH))
        .rival(FILES + "2 platform threads", d -> StatWork.files(d, 2, false))
        .rival(FILES + "32 platform threads", d -> StatWork.files(d, DEPTH, false))
        .rival(FILES + "32 virtual threads", d -> StatWork.files(d, DEPTH, true))
        .ring("stat", DEPTH, "1 ring")
        .target("callbacks", "JDK", 0.95)
        .target("callbacks", FILES + "32 platform threads", 1.0)
        .lean("callbacks");
  }

  private static Row statRelative() {
    return new Row("stat32at", "stat by names relative to an open directory, 32 at a time")
        .jaio("callbacks" + POLLED, (d, b) -> StatWork.callbacksAt(d, b, DEPTH, true))
        .jaio("callbacks" + DRIVEN, (d, b) -> StatWork.callbacksAt(d, b, DEPTH, false))
        .jaio(
            "callbacks" + TWO,
            (d, b) -> Together.of(2, () -> StatWork.callbacksAt(d, b, DEPTH / 2, true)))
        .rival(FILES + "2 platform threads, whole names", d -> StatWork.files(d, 2, false))
        .rival("JDK SecureDirectoryStream, 2 platform threads", d -> StatWork.secure(d, 2))
        .target("callbacks", "JDK", 0.95)
        .notDrawn();
  }

  private static Row statAwaited() {
    return new Row("stat1", "stat of 100,000 files in random order, one at a time")
        .jaio("await" + DRIVEN, (d, b) -> StatWork.awaited(d, Engines.driven(b)))
        .jaio("await" + POLLED, (d, b) -> StatWork.awaited(d, Engines.polled(b)))
        .rival(FILES + "1 platform thread", d -> StatWork.files(d, 1, false))
        .rival(FILES + "1 virtual thread", d -> StatWork.files(d, 1, true))
        .target("await" + DRIVEN, FILES + "1 platform thread", 1.0)
        .target("await" + POLLED, FILES + "1 platform thread", 1.0);
  }

  private static Row load() {
    return new Row("load32", "open, read 4 KiB and close 20,000 files, 32 at a time")
        .jaio("one request" + POLLED, (d, b) -> LoadWork.compound(d, b, DEPTH, true))
        .jaio("one request" + DRIVEN, (d, b) -> LoadWork.compound(d, b, DEPTH, false))
        .jaio(
            "one request" + TWO,
            (d, b) -> Together.of(2, () -> LoadWork.compound(d, b, DEPTH / 2, true)))
        .jaio("one request, 32 virtual threads", (d, b) -> LoadWork.compoundAwaited(d, b, DEPTH))
        .jaio("three requests" + POLLED, (d, b) -> LoadWork.three(d, b, DEPTH, true))
        .jaio("three requests" + DRIVEN, (d, b) -> LoadWork.three(d, b, DEPTH, false))
        .jaio(
            "three requests" + TWO,
            (d, b) -> Together.of(2, () -> LoadWork.three(d, b, DEPTH / 2, true)))
        .jaio(NONBLOCK + POLLED, (d, b) -> LoadWork.threeNonblocking(d, b, DEPTH, true))
        .jaio(NONBLOCK + DRIVEN, (d, b) -> LoadWork.threeNonblocking(d, b, DEPTH, false))
        .rival(CHANNEL + "2 platform threads", d -> LoadWork.fileChannel(d, 2, false))
        .rival(CHANNEL + "32 platform threads", d -> LoadWork.fileChannel(d, DEPTH, false))
        .rival(CHANNEL + "32 virtual threads", d -> LoadWork.fileChannel(d, DEPTH, true))
        .rival(ASYNC + "default threads", d -> LoadWork.asynchronousFileChannel(d, DEPTH, false))
        .rival(ASYNC + "4 threads", d -> LoadWork.asynchronousFileChannel(d, DEPTH, true))
        .ring("load", DEPTH, "1 ring")
        .target("one request", 1.0)
        .target("three requests", 0.9)
        .lean("one request, polled");
  }

  private static Row nop(int depth) {
    return new Row("nop" + depth, "requests that do nothing, " + depth + " at a time")
        .jaio("callbacks" + POLLED, (_, b) -> NopWork.callbacks(b, depth, true))
        .jaio("callbacks" + DRIVEN, (_, b) -> NopWork.callbacks(b, depth, false))
        .rival("JDK thread pool", _ -> NopWork.pool(depth))
        .forced("ring" + POLLED, (_, b) -> NopWork.callbacks(b, depth, true))
        .ring("nop", depth, "1 ring")
        .target("callbacks", "C liburing", 0.6)
        .target("ring", "C liburing", 0.6)
        .lean("callbacks" + POLLED);
  }

  private static Row nopAwaited() {
    return new Row("nop1", "requests that do nothing, awaited")
        .jaio("1 platform thread" + DRIVEN, (_, b) -> NopWork.awaited(Engines.driven(b)))
        .jaio("1 platform thread" + POLLED, (_, b) -> NopWork.awaited(Engines.polled(b)))
        .jaio("32 virtual threads" + DRIVEN, (_, b) -> NopWork.awaitedByVirtual(b, DEPTH))
        .rival("JDK thread pool, 1 platform thread", _ -> NopWork.poolAwaited())
        .notDrawn();
  }

  private static Row readAwaited() {
    return awaited("read1", "4 KiB cached reads, one at a time", false)
        .target("await, 1 platform", CHANNEL + "1 platform thread", 0.9)
        .target("await, 1 virtual", CHANNEL + "1 virtual thread", 0.9)
        .target("callbacks", "C liburing", 1.0);
  }

  private static Row directAwaited() {
    return awaited("direct1", "4 KiB O_DIRECT reads, one at a time", true);
  }

  private static Row awaited(String id, String title, boolean direct) {
    return new Row(id, title)
        .jaio("await, 1 platform thread", (d, b) -> ReadWork.awaited(d, b, 1, false, direct))
        .jaio("await, 1 virtual thread", (d, b) -> ReadWork.awaited(d, b, 1, true, direct))
        .jaio("callbacks" + POLLED, (d, b) -> ReadWork.callbacks(d, b, 1, true, direct))
        .rival(CHANNEL + "1 platform thread", d -> ReadWork.fileChannel(d, 1, false, direct))
        .rival(CHANNEL + "1 virtual thread", d -> ReadWork.fileChannel(d, 1, true, direct))
        .rival(ASYNC + "default threads", d -> ReadWork.channel(d, 1, false, direct))
        .rival(ASYNC + "4 threads", d -> ReadWork.channel(d, 1, true, direct))
        .ring(direct ? "direct" : "read", 1, "1 ring")
        .rival("fio, io_uring", d -> Fio.reads(d, 1, direct));
  }

  private static Row reads(String id, String title, int depth, boolean direct) {
    String threads = depth + " virtual threads";
    Row row = new Row(id, title + depth + " at a time");
    if (direct) {
      row.frugal("callbacks" + POLLED, "C liburing", FRUGAL);
    }
    return row.jaio("callbacks" + POLLED, (d, b) -> ReadWork.callbacks(d, b, depth, true, direct))
        .jaio("callbacks" + DRIVEN, (d, b) -> ReadWork.callbacks(d, b, depth, false, direct))
        .jaio("await, " + threads, (d, b) -> ReadWork.awaited(d, b, depth, true, direct))
        .rival(
            CHANNEL + depth + " platform threads",
            d -> ReadWork.fileChannel(d, depth, false, direct))
        .rival(CHANNEL + threads, d -> ReadWork.fileChannel(d, depth, true, direct))
        .rival(ASYNC + "default threads", d -> ReadWork.channel(d, depth, false, direct))
        .rival(ASYNC + "4 threads", d -> ReadWork.channel(d, depth, true, direct))
        .ring(direct ? "direct" : "read", depth, "1 ring")
        .rival("fio, io_uring", d -> Fio.reads(d, depth, direct))
        .target("callbacks" + POLLED, "C liburing", 1.0)
        .lean("callbacks" + POLLED);
  }

  private static Row readsDeep(String id, String title, boolean direct) {
    Row row = reads(id, title, DEEP, direct);
    row.jaio(
        "callbacks" + TWO,
        (d, b) -> Together.of(2, () -> ReadWork.callbacks(d, b, DEEP / 2, true, direct)));
    return direct ? row : row.target("callbacks" + TWO, 1.1);
  }

  private static Row features() {
    return new Row("features", "requests that do nothing, 256 at a time, with one feature each")
        .jaio("a callback", (_, b) -> FeatureWork.callback(b))
        .jaio("a priority of its own", (_, b) -> FeatureWork.priority(b))
        .jaio("a member of a group", (_, b) -> FeatureWork.member(b))
        .jaio("fed by a group, no callback", (_, b) -> FeatureWork.fed(b))
        .jaio("a CompletableFuture", (_, b) -> FeatureWork.future(b))
        .jaio("and a second one, cancelled", (_, b) -> FeatureWork.cancelled(b))
        .jaio("an open poll channel", (_, b) -> FeatureWork.pollChannel(b))
        .jaio("an event of Flight Recorder", (_, b) -> FeatureWork.recorded(b))
        .jaio("workers only, no helping", (_, b) -> FeatureWork.notHelping(b))
        .reference("a callback")
        .onRequest();
  }
}
