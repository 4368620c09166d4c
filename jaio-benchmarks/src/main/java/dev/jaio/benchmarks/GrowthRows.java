package dev.jaio.benchmarks;

import dev.jaio.Backend;
import java.util.List;

/** Rows that show how cost grows with ten times the depth and ten times the files. */
final class GrowthRows {

  /** How their names begin. */
  static final String FAMILY = "growth";

  private static final int DEPTH = 32;
  private static final int DEEP = 256;
  private static final int GROWN = 10;

  /** A tenfold load may cost a fifth more per operation. */
  private static final double TARGET = 1 / 1.2;

  private static final String FILES = "JDK Files, ";
  private static final String CHANNEL = "JDK FileChannel, ";

  static final List<Row> ALL =
      List.of(
          stat(),
          statAwaited(),
          load("load", "one request", LoadWork::compound),
          load("three", "three requests", LoadWork::three),
          reads("read", "cached", DEPTH, false),
          reads("read", "cached", DEEP, false),
          reads("direct", "O_DIRECT", DEPTH, true),
          reads("direct", "O_DIRECT", DEEP, true),
          nops());

  private GrowthRows() {}

  /** Small files, with one request for each or several. */
  private interface Loading {
    Workload make(Data data, Backend backend, int depth, boolean polled);
  }

  private static Row row(String id, String title) {
    return new Row(FAMILY + "-" + id, title).onRequest().manyFiles();
  }

  private static Row stat() {
    String few = "callbacks, 100,000 files, ";
    String many = "callbacks, 1,000,000 files, ";
    int deep = GROWN * DEPTH;
    return row("stat", "stat, ten times as many at a time, of ten times the files")
        .jaio(few + "32", (d, b) -> StatWork.callbacks(d, b, DEPTH, true))
        .jaio(few + "320", (d, b) -> StatWork.callbacks(d, b, deep, true))
        .jaio(many + "32", (d, b) -> StatWork.callbacks(d.grown(), b, DEPTH, true))
        .rival(FILES + "100,000 files, 2 threads", d -> StatWork.files(d, 2, false))
        .rival(FILES + "1,000,000 files, 2 threads", d -> StatWork.files(d.grown(), 2, false))
        .target(few + "320", "jaio " + few + "32 ", TARGET)
        .target(many + "32", "jaio " + few + "32 ", TARGET);
  }

  private static Row statAwaited() {
    String few = "await, 100,000 files";
    String many = "await, 1,000,000 files";
    return row("stat1", "stat, one at a time, of ten times the files")
        .jaio(few, (d, b) -> StatWork.awaited(d, Engines.polled(b)))
        .jaio(many, (d, b) -> StatWork.awaited(d.grown(), Engines.polled(b)))
        .rival(FILES + "100,000 files, 1 thread", d -> StatWork.files(d, 1, false))
        .rival(FILES + "1,000,000 files, 1 thread", d -> StatWork.files(d.grown(), 1, false))
        .target(many, "jaio " + few, TARGET);
  }

  private static Row load(String id, String how, Loading work) {
    String few = how + ", 20,000 files, ";
    String many = how + ", 200,000 files, ";
    int deep = GROWN * DEPTH;
    return row(id, "open, read and close, ten times as many, of ten times the files")
        .jaio(few + "32", (d, b) -> work.make(d, b, DEPTH, true))
        .jaio(few + "320", (d, b) -> work.make(d, b, deep, true))
        .jaio(many + "32", (d, b) -> work.make(d.grown(), b, DEPTH, true))
        .rival(CHANNEL + "20,000 files, 2 threads", d -> LoadWork.fileChannel(d, 2, false))
        .rival(CHANNEL + "200,000 files, 2 threads", d -> LoadWork.fileChannel(d.grown(), 2, false))
        .target(few + "320", "jaio " + few + "32 ", TARGET)
        .target(many + "32", "jaio " + few + "32 ", TARGET);
  }

  private static Row reads(String id, String what, int depth, boolean direct) {
    String before = "callbacks, " + depth;
    int deep = GROWN * depth;
    String after = "callbacks, " + deep;
    return row(id + depth, "4 KiB " + what + " reads, ten times as many at a time")
        .jaio(before, (d, b) -> ReadWork.callbacks(d, b, depth, true, direct))
        .jaio(after, (d, b) -> ReadWork.callbacks(d, b, deep, true, direct))
        .target(after, "jaio " + before + " ", TARGET);
  }

  private static Row nops() {
    int deep = GROWN * DEEP;
    return row("nop", "requests that do nothing, ten times as many at a time")
        .jaio("callbacks, 256", (_, b) -> NopWork.callbacks(b, DEEP, true))
        .jaio("callbacks, 2560", (_, b) -> NopWork.callbacks(b, deep, true))
        .target("callbacks, 2560", "jaio callbacks, 256 ", TARGET);
  }
}
