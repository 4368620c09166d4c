package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code bench}: how fast jaio and the JDK are on a disk of the user's. */
final class BenchCommand extends Tool {

  private static final int BAR = 40;
  private static final double NANOS = 1e9;
  private static final double MAX_SECONDS = 3600;

  private double seconds = 10;
  private String directory = ".";

  @FunctionalInterface
  private interface Work {
    long run(long nanos) throws IOException, InterruptedException;
  }

  private record Contender(String name, Work work) {}

  private record Contest(String title, List<Contender> contenders) {}

  private record Result(String name, double perSecond) {}

  private void seconds(String given) {
    try {
      seconds = Double.parseDouble(given);
    } catch (NumberFormatException e) {
      seconds = Double.NaN;
    }
    if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw new UsageException("invalid number of seconds " + Quoting.always(given));
    }
  }

  private void directory(List<String> given) {
    if (given.size() > 1) {
      throw new UsageException("extra operand " + Quoting.always(given.get(1)));
    }
    directory = given.getFirst();
  }

  @Override
  void declare(Options options) {
    options
        .about("Compare jaio with what the JDK has, on files it creates in DIR and removes.")
        .value("N", "How long in all; default 10.", this::seconds, "--seconds")
        .operands("DIR", "Where to work; default .", this::directory);
  }

  @Override
  void run(Session session) throws IOException, InterruptedException {
    ByteOutput out = session.out;
    var engines = new ArrayList<Aio>();
    try (BenchFiles files = BenchFiles.create(Operands.path(directory))) {
      List<Contest> contests = contests(session, files, engines);
      int count = contests.stream().mapToInt(c -> c.contenders.size()).sum();
      long slice = (long) (seconds * NANOS / count / 2);
      out.put(
          String.format(
              Locale.ROOT,
              "In %s: %s, cached; %d processors; 64 operations at a time, on 32 platform or 64"
                  + " virtual threads%n",
              directory,
              files.describe(),
              Runtime.getRuntime().availableProcessors()));
      for (Contest each : contests) {
        out.put('\n').put(each.title).put('\n').flush();
        show(out, measure(each, slice));
        out.flush();
      }
    } finally {
      for (Aio each : engines) {
        each.closeNow();
      }
    }
  }

  private List<Contest> contests(Session session, BenchFiles files, List<Aio> engines) {
    List<Contender> stat = new ArrayList<>();
    List<Contender> read = new ArrayList<>();
    List<Contender> load = new ArrayList<>();
    for (Backend each : List.of(Backend.URING, Backend.WORKERS, Backend.NIO)) {
      Aio aio;
      try {
        aio = session.start(Aio.builder().polled(), each);
      } catch (UnsupportedOperationException e) {
        continue; // doctor tells why it is not here
      }
      engines.add(aio);
      var bench = new BenchAio(files, aio);
      String name = "jaio, " + each.name().toLowerCase(Locale.ROOT);
      stat.add(new Contender(name, bench::stat));
      read.add(new Contender(name, bench::read));
      load.add(new Contender(name, bench::load));
    }
    var jdk = new BenchJdk(files);
    stat.add(new Contender("Files, platform threads", n -> jdk.stat(false, n)));
    stat.add(new Contender("Files, virtual threads", n -> jdk.stat(true, n)));
    read.add(new Contender("FileChannel, platform threads", n -> jdk.read(false, n)));
    read.add(new Contender("FileChannel, virtual threads", n -> jdk.read(true, n)));
    read.add(new Contender("AsynchronousFileChannel", jdk::readAsynchronously));
    load.add(new Contender("FileChannel, platform threads", n -> jdk.load(false, n)));
    load.add(new Contender("FileChannel, virtual threads", n -> jdk.load(true, n)));
    load.add(new Contender("AsynchronousFileChannel", jdk::loadAsynchronously));
    return List.of(
        new Contest("stat", stat),
        new Contest("read 4 KiB", read),
        new Contest("open + read 4 KiB + close", load));
  }

  /** Everyone once to get warm, then in turns; the better of two halves counts. */
  private static List<Result> measure(Contest contest, long slice)
      throws IOException, InterruptedException {
    for (Contender each : contest.contenders) {
      each.work.run(slice);
    }
    var best = new double[contest.contenders.size()];
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < best.length; i++) {
        BenchJdk.settle();
        long began = System.nanoTime();
        long done = contest.contenders.get(i).work.run(slice / 2);
        best[i] = Math.max(best[i], done * NANOS / (System.nanoTime() - began));
      }
    }
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < best.length; i++) {
      results.add(new Result(contest.contenders.get(i).name, best[i]));
    }
    return results;
  }

  private static void show(ByteOutput out, List<Result> results) {
    double most = results.stream().mapToDouble(Result::perSecond).max().orElse(1);
    for (Result each : results) {
      int eighths = (int) Math.round(each.perSecond / most * BAR * 8);
      String bar =
          Names.UTF_8
              ? "\u2588".repeat(eighths / 8)
                  + (eighths % 8 == 0 ? "" : (char) (0x2590 - eighths % 8))
              : "#".repeat(Math.round(eighths / 8f));
      out.put(
          String.format(
              Locale.ROOT,
              "  %-30s %9s ops/s  %s%n",
              each.name,
              String.format(Locale.ROOT, "%,.0f", each.perSecond),
              bar));
    }
  }
}
