package dev.jaio.volume;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.DirEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/** Much at once, in a JVM with as little memory as it may need. */
final class VolumeMain {

  private VolumeMain() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[1]);
    switch (args[0]) {
      case "polled" -> nops(Aio.builder().polled(), count);
      case "driven" -> nops(Aio.builder(), count);
      default -> directory(Path.of(args[2]), count);
    }
    System.out.println("all " + count);
  }

  /** All are queued before the first one may execute. */
  private static void nops(Aio.Builder builder, int count) throws Exception {
    long[] called = new long[1]; // by whoever delivers, before flush returns
    try (Aio aio = builder.start()) {
      aio.maxParallel(0);
      for (int i = 0; i < count; i++) {
        aio.nop().onComplete((_, _) -> called[0]++);
      }
      check(aio.statistics().ready(), count);
      aio.minParallel(8);
      aio.flush();
      check(called[0], count);
      check(aio.statistics().operations().get("nop").completed(), count);
    }
  }

  /** Every name is seen once. */
  private static void directory(Path dir, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      Files.createFile(dir.resolve(String.valueOf(i)));
    }
    var seen = new BitSet(count);
    long entries = 0;
    try (Aio aio = Aio.start();
        AsyncDirectory open = aio.openDirectory(dir).await()) {
      for (List<DirEntry> some = open.readdir(1000).await();
          !some.isEmpty();
          some = open.readdir(1000).await()) {
        entries += some.size();
        some.forEach(e -> seen.set(Integer.parseInt(e.name().toString())));
      }
    }
    check(entries, count);
    check(seen.cardinality(), count);
    for (int i = 0; i < count; i++) {
      Files.delete(dir.resolve(String.valueOf(i)));
    }
  }

  private static void check(long actual, long expected) {
    if (actual != expected) {
      throw new AssertionError(actual + " instead of " + expected);
    }
  }
}
