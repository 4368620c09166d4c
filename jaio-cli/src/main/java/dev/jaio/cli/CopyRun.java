package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.FileStat;
import dev.jaio.Group;
import dev.jaio.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Everything that one command copies. All requests belong to one group: Ctrl-C cancels it, and its
 * clean-up removes the targets that are not complete.
 */
final class CopyRun {

  /** Files that are copied at a time, each with two descriptors. */
  private static final int MAX_FILES = 64;

  /** How often it is looked whether Ctrl-C was pressed while nothing else happens. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /** How long a cancel may take before what cannot be cancelled is left alone. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How long what is partial may take to be removed then: both are less than Ctrl-C waits for. */
  private static final Duration REMOVAL = Duration.ofSeconds(7);

  private final Session session;
  private final Aio aio;
  private final CopyOptions options;
  private final Progress progress;
  private final Group<Object> group;
  private final CopyLinks links;
  private final Set<CopyFile> partial = new LinkedHashSet<>();
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int running;
  private boolean mayHaveToWait;
  private volatile boolean interrupted;
  private long failures;

  CopyRun(Session session, CopyOptions options, Progress progress) {
    this.session = session;
    this.aio = session.aio();
    this.options = options;
    this.progress = progress;
    this.group = aio.group();
    this.links = new CopyLinks(options.preserve().links());
    group.cleanup((files, failure) -> {
      if (failure instanceof CancellationException) {
        removePartial(files);
      }
    });
    session.onInterrupt(() -> {
      interrupted = true;
      group.cancel();
    });
  }

  Session session() {
    return session;
  }

  Aio aio() {
    return aio;
  }

  CopyOptions options() {
    return options;
  }

  Progress progress() {
    return progress;
  }

  CopyLinks links() {
    return links;
  }

  AsyncFiles files() {
    return group;
  }

  /** Something was not copied; said already. */
  void failed() {
    failures++;
  }

  // ------------------------------------------------------------------ how many at a time

  /** Begins a copy when there is room. */
  void queue(Runnable copy) {
    waiting.add(copy);
    startWaiting();
  }

  /** A copy has ended. */
  void dequeue() {
    running--;
    startWaiting();
  }

  private void startWaiting() {
    while (running < MAX_FILES && !waiting.isEmpty()) {
      running++;
      waiting.poll().run();
    }
  }

  // ------------------------------------------------------------------ what is not complete

  void partial(CopyFile file) {
    partial.add(file);
  }

  void notPartial(CopyFile file) {
    partial.remove(file);
  }

  private List<Request<?>> removePartial(AsyncFiles files) {
    List<Request<?>> removals = new ArrayList<>();
    for (CopyFile each : partial) {
      if (each.isOurs()) {
        Place target = each.target();
        AsyncDirectory directory = target.directory();
        removals.add((directory == null ? files : files.at(directory)).unlink(target.name()));
      }
    }
    return removals;
  }

  // ------------------------------------------------------------------ operands

  /**
   * Copies what was given to a path, and waits for it.
   *
   * @return whether all of it was copied
   * @throws CancellationException Ctrl-C
   */
  boolean copy(String source, String target) throws IOException, InterruptedException {
    long before = failures;
    boolean follow = options.followAll() || options.followOperands();
    Path from;
    FileStat stat;
    try {
      from = Operands.path(source);
      stat = (follow ? group.stat(from) : group.lstat(from)).await();
    } catch (IOException e) {
      session.error("cannot stat " + Quoting.always(source), e);
      return false;
    }
    if (stat.isDirectory()) {
      if (!options.recursive()) {
        session.error("-r not specified; omitting directory " + Quoting.always(source));
        return false;
      }
      if (target.isEmpty()) {
        session.error("cannot create directory '': No such file or directory");
        return false;
      }
      Path name = Names.path(Operands.withoutSlashes(target));
      boolean intoItself = isWithin(name, from);
      var walk = new CopyWalk(this);
      walk.start(new CopyNode(null, from, name, source, target));
      run(walk);
      if (intoItself) {
        session.error(
            "cannot copy a directory, "
                + Quoting.always(source)
                + ", into itself, "
                + Quoting.always(target));
        failed();
      }
    } else if (target.isEmpty()) {
      session.error("cannot create regular file '': No such file or directory");
      failed();
    } else if (Operands.hasTrailingSlash(target)) {
      String what = isFile(target) ? "cannot stat " : "cannot create regular file ";
      session.error(what + Quoting.always(target) + ": Not a directory");
      failed();
    } else {
      boolean[] over = {false};
      var here = new Place(group, null, from, () -> source);
      var there = new Place(group, null, Operands.path(target), () -> target);
      new CopyJob(this, here, there, true, false, () -> over[0] = true).start(stat);
      while (!over[0]) {
        poll();
      }
    }
    return failures == before;
  }

  /**
   * Waits for a walk that submits through this run.
   *
   * @throws CancellationException Ctrl-C
   */
  void run(TreeWalk<?> walk) throws IOException, InterruptedException {
    while (!walk.isOver()) {
      poll();
    }
  }

  /** Whether a name with a slash behind it is that of a file. */
  private boolean isFile(String target) throws InterruptedException {
    try {
      group.stat(Operands.path(target)).await();
      return false;
    } catch (IOException e) {
      return Reasons.errno(e) == Reasons.ENOTDIR;
    }
  }

  /** Whether a copy would be part of what is copied. */
  private static boolean isWithin(Path target, Path source) {
    Path parent = target.toAbsolutePath().getParent();
    try {
      return parent != null && parent.toRealPath().startsWith(source.toRealPath());
    } catch (IOException e) {
      return false; // whoever creates it will say what is wrong
    }
  }

  /** A source is read that may say nothing for as long as it likes, and cannot be cancelled. */
  void mayHaveToWait() {
    mayHaveToWait = true;
  }

  private void poll() throws IOException, InterruptedException {
    int delivered = mayHaveToWait ? aio.pollWait(LOOK) : aio.pollWait();
    if (delivered == 0 && (!mayHaveToWait || interrupted)) {
      group.nop().await(); // throws if that is because of a cancel
      throw new IllegalStateException("a copy has not ended and nothing is outstanding");
    }
  }

  /** Everything has been copied. */
  void close() throws IOException, InterruptedException {
    group.close();
    group.await();
  }

  /** Stops as Ctrl-C would. */
  void abandon() throws InterruptedException {
    group.cancel();
    awaitCleanup();
  }

  /** Waits for the clean-up after a cancel, and cleans up itself if something does not end. */
  void awaitCleanup() throws InterruptedException {
    pollUntil(group::isDone, PATIENCE);
    if (!group.isDone()) {
      List<Request<?>> removals = removePartial(aio);
      pollUntil(() -> removals.stream().allMatch(Request::isDone), REMOVAL);
    }
  }

  private void pollUntil(BooleanSupplier isOver, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); !isOver.getAsBoolean() && left > 0; ) {
      aio.pollWait(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
      left = end - System.nanoTime();
    }
  }
}
