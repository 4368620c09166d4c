package dev.jaio.benchmarks;

import dev.jaio.Aio;
import dev.jaio.Backend;
import java.util.List;

/**
 * Rows that show what carries an operation out fastest: the ring, which is forced for that,
 * workers, or workers and the thread that delivers, which is what is chosen without force.
 */
final class RouteRows {

  /** How their names begin. */
  static final String FAMILY = "route";

  private static final int DEPTH = 32;
  private static final String CHOSEN = "as chosen";
  private static final String WORKERS = "workers only";
  private static final String RING = "the ring";

  static final List<Row> ALL =
      List.of(
          of("stat", "stat", (d, builder) -> StatWork.callbacks(d, builder, DEPTH, true)),
          of("open", "open and close", (d, builder) -> LoadWork.opened(d, builder, DEPTH)),
          of(
              "read",
              "cached read",
              (d, builder) -> ReadWork.callbacks(d, builder, DEPTH, true, false)),
          change("write", "two buffered writes", RouteWork.Kind.WRITE),
          change("sync", "write and fdatasync", RouteWork.Kind.SYNC)
              .jaio("32 workers", (d, b) -> RouteWork.syncs(d, builder(b), DEPTH)),
          change("link", "link and unlink", RouteWork.Kind.LINK),
          change("rename", "rename there and back", RouteWork.Kind.RENAME));

  private RouteRows() {}

  /** Makes work in an engine that is not started yet. */
  private interface Routed {
    Workload make(Data data, Aio.Builder builder) throws Exception;
  }

  private static Row change(String id, String what, RouteWork.Kind kind) {
    return of(id, what, (d, builder) -> RouteWork.callbacks(d, builder, DEPTH, kind))
        .rival("JDK, 2 platform threads", d -> RouteWork.threads(d, 2, kind))
        .rival("JDK, 32 platform threads", d -> RouteWork.threads(d, DEPTH, kind));
  }

  private static Row of(String id, String what, Routed work) {
    return new Row(FAMILY + "-" + id, what + ", 32 at a time, callbacks, polled engine")
        .jaio(CHOSEN, (d, b) -> work.make(d, builder(b)))
        .jaio(WORKERS, (d, b) -> work.make(d, builder(b).helping(false)))
        .forced(RING, (d, b) -> work.make(d, builder(b)))
        .reference(CHOSEN)
        .onRequest();
  }

  private static Aio.Builder builder(Backend backend) {
    return Aio.builder().backend(backend);
  }
}
