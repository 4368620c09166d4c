package dev.jaio.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** Rows of which the data is not in the system's cache. */
final class ColdRows {

  /** How their names begin. */
  static final String FAMILY = "cold";

  private static final int DEPTH = 32;
  private static final int DEEP = 256;

  private static final String CHANNEL = "JDK FileChannel, ";

  static final List<Row> ALL = List.of(reads(DEPTH), reads(DEEP), load());

  private ColdRows() {}

  private static Row row(String id, String title) {
    return new Row(FAMILY + "-" + id, title).onRequest();
  }

  private static Row reads(int depth) {
    String threads = depth + " virtual threads";
    return row("read" + depth, "4 KiB reads that are not cached, " + depth + " at a time")
        .jaio(
            "callbacks, polled engine",
            (d, b) -> large(d, ReadWork.callbacks(d, b, depth, true, false)))
        .jaio(
            "callbacks, driven engine",
            (d, b) -> large(d, ReadWork.callbacks(d, b, depth, false, false)))
        .jaio("await, " + threads, (d, b) -> large(d, ReadWork.awaited(d, b, depth, true, false)))
        .rival(
            CHANNEL + depth + " platform threads",
            d -> large(d, ReadWork.fileChannel(d, depth, false, false)))
        .rival(CHANNEL + threads, d -> large(d, ReadWork.fileChannel(d, depth, true, false)))
        .rival(
            "JDK AsynchronousFileChannel, default threads",
            d -> large(d, ReadWork.channel(d, depth, false, false)))
        .ring("cold", depth, "1 ring");
  }

  /** Of so many files that they are not all cached before a window is over. */
  private static Row load() {
    return row("load32", "open, read and close of 200,000 files, not cached, 32 at a time")
        .manyFiles()
        .jaio(
            "one request, polled engine",
            (d, b) -> small(d.grown(), LoadWork.compound(d.grown(), b, DEPTH, true)))
        .jaio(
            "one request, driven engine",
            (d, b) -> small(d.grown(), LoadWork.compound(d.grown(), b, DEPTH, false)))
        .jaio(
            "three requests, polled engine",
            (d, b) -> small(d.grown(), LoadWork.three(d.grown(), b, DEPTH, true)))
        .rival(
            CHANNEL + "32 platform threads",
            d -> small(d.grown(), LoadWork.fileChannel(d.grown(), DEPTH, false)))
        .rival(
            CHANNEL + "32 virtual threads",
            d -> small(d.grown(), LoadWork.fileChannel(d.grown(), DEPTH, true)));
  }

  private static Measured large(Data data, Measured work) {
    return new Cold(List.of(data.large()), work);
  }

  private static Measured small(Data data, Measured work) {
    List<Path> files = data.smallFiles();
    return new Cold(files, work);
  }
}
