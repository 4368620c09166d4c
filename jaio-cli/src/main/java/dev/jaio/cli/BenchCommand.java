package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.Backend;
import dev.jaio.cli.BenchChart.Result;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code bench}: how fast jaio and the JDK are on a disk of the user's. */
final class BenchCommand extends Tool {

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
    session.onInterrupt(Thread.currentThread()::interrupt);
    var engines = new ArrayList<Aio>();
    try (BenchFiles files = create(session)) {
      if (files == null) {
        return;
      }
      List<Contest> contests = contests(session, files, engines);
      List<Contender> all = contests.stream().flatMap(c -> c.contenders.stream()).toList();
      long slice = (long) (seconds * NANOS / all.size() / 2);
      int names = all.stream().mapToInt(c -> c.name.length()).max().orElse(0);
      var chart = new BenchChart(session.width(), names, Names.UTF_8);
      out.put(chart.wrapped(introduction(files))).flush();
      for (Contest each : contests) {
        out.put('\n').put(chart.table(each.title, measure(each, slice))).flush();
      }
    } finally {
      for (Aio each : engines) {
        each.closeNow();
      }
    }
  }

  private @Nullable BenchFiles create(Session session) throws InterruptedException {
    try {
      return BenchFiles.create(Operands.path(directory));
    } catch (ClosedByInterruptException e) {
      throw new InterruptedException();
    } catch (IOException e) {
      session.error("cannot work in " + Quoting.always(directory), e);
      return null;
    }
  }

  private String introduction(BenchFiles files) {
    return String.format(
        Locale.ROOT,
        "In %s: %s, cached; %d processors. %d operations at a time: callbacks on one thread, or"
            + " %d platform threads or %d virtual threads that wait.",
        Quoting.inFront(directory),
        files.describe(),
        Runtime.getRuntime().availableProcessors(),
        BenchThreads.DEPTH,
        BenchThreads.PLATFORM,
        BenchThreads.DEPTH);
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
      String name = "jaio on " + each.name().toLowerCase(Locale.ROOT) + ", callbacks";
      stat.add(new Contender(name, bench::stat));
      read.add(new Contender(name, bench::read));
      load.add(new Contender(name, bench::load));
    }
    Aio waited = session.start(Aio.builder(), null);
    engines.add(waited);
    var await = new BenchAio(files, waited);
    for (boolean virtual : new boolean[] {false, true}) {
      String name = virtual ? "jaio, virtual threads" : "jaio, platform threads";
      stat.add(new Contender(name, n -> await.awaitStat(virtual, n)));
      read.add(new Contender(name, n -> await.awaitRead(virtual, n)));
      load.add(new Contender(name, n -> await.awaitLoad(virtual, n)));
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
        BenchThreads.settle();
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
}
