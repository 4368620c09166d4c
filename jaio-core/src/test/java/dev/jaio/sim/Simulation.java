package dev.jaio.sim;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.AsyncFiles;
import dev.jaio.ErrnoException;
import dev.jaio.Group;
import dev.jaio.OpenFlag;
import dev.jaio.Request;
import dev.jaio.Statistics;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Config;
import dev.jaio.internal.engine.Router;
import dev.jaio.internal.uring.RingSetup;
import java.io.IOException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/**
 * One run of an engine on a simulated kernel: what its one thread does, and everything that happens
 * to it, follow from the seed. Another thread takes part now and then, while this one waits for it.
 *
 * <p>Looked at after each action: each request ends once and as the kernel said, with the right
 * bytes at the right offset, and when it has ended the kernel has nothing of it any more. Looked at
 * in the end: callbacks, groups, what is left of descriptors and memory.
 */
final class Simulation implements AutoCloseable {

  /** Operations of one run. */
  static final int OPERATIONS = 1000;

  /** After how many actions it is looked whether the kernel is done with what was cancelled. */
  private static final int DECIDE_EVERY = 10;

  /** One of so many seeds leases buffers. */
  private static final int LEASING = 10;

  /** One seed of so many gives threads batches instead of giving all to the ring. */
  private static final int BATCHING = 6;

  /** Polls in a row, without any sleep, after which what is in flight must have ended. */
  private static final int POLLS = 3000;

  private final Thread thread = Thread.currentThread(); // the one
  private final Random random;
  private final VirtualTime time = new VirtualTime();
  private final SimKernel kernel;
  private final Disk disk;
  private final Names names;
  private final Sizes sizes;
  private final Buffers buffers;
  private final Tickets tickets;
  private final Other other;
  private final Log log;
  private final Aio aio;
  private final Opened opened;
  private final List<Ticket> running = new ArrayList<>();
  private final List<Ticket> ended = new ArrayList<>();
  private final List<Squad> squads = new ArrayList<>();
  private final List<Request<AsyncFile>> opens = new ArrayList<>();
  private final List<Request<?>> closes = new ArrayList<>();
  private final int window; // of requests at once
  private final int submits; // of a thousand actions
  private int collections; // of garbage, at most
  private final boolean collects; // it takes more than a whole run, so few do
  private Stage stage;
  private long lastTick;
  private int submitted;
  private int orphans; // requests that nobody knows any more
  private int orphansEnded;
  private int decisions; // looks whether the kernel is done with what was cancelled
  private boolean closing;

  Simulation(long seed, Disk disk, Other other, Log log) {
    this.random = new Random(seed);
    Weather weather = Weather.of(random);
    this.kernel = new SimKernel(weather, seed, time, true);
    this.disk = disk;
    this.buffers = new Buffers(kernel.ledger());
    this.names = new Names(disk.dir.resolve("names"), kernel);
    this.sizes = new Sizes(disk.dir, kernel);
    this.other = other;
    this.log = log;
    this.window = 1 << random.nextInt(8);
    this.submits = 300 + random.nextInt(500);
    this.collections = random.nextInt(6) == 0 ? 2 : 0;
    this.collects = seed % 8 == 0;
    this.aio = start(seed % BATCHING == 0 ? Router.batches() : Router.forced());
    var leases = seed % LEASING == 0 ? aio.buffers() : null;
    this.tickets = new Tickets(random, disk, names, sizes, buffers, closes, leases);
    this.opened = new Opened(aio, kernel, disk, names, sizes, buffers);
    kernel.whileWaiting(this::others, this::sleepsOn);
  }

  private Aio start(Router router) {
    RingSetup.Outcome outcome = RingSetup.open(kernel.kernel());
    RingSetup.Opened opened = outcome.opened();
    if (opened == null) {
      throw new SimFailure(outcome.reason());
    }
    int most = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 0;
    boolean helping = random.nextBoolean();
    var config =
        new Config(
            "simulation", true, null, _ -> {}, 1 << 20, true, helping, most, 0, 8, 0, 4, 1L << 40);
    var backends =
        new Backends(
            dev.jaio.Backend.URING,
            "a simulation",
            e -> stage = new Stage(e, opened, router, kernel, random),
            kernel.kernel());
    return Access.aio(config, backends);
  }

  /** How many operations were submitted. */
  int operations() {
    return submitted;
  }

  /** How many reads and writes rings were given. */
  int transfers() {
    return kernel.transfers();
  }

  /** How many entries the ring was given that work on names and files in other ways. */
  int calls() {
    return kernel.ring().calls();
  }

  /** Tells one run from another. */
  long trace() {
    return kernel.ring().trace() * 31 + submitted;
  }

  // ------------------------------------------------------------------ the run

  void run() throws Exception {
    opened.open();
    while (submitted < OPERATIONS) {
      act();
      look();
    }
    end();
    kernel.check();
  }

  private void act() throws Exception {
    int dice = random.nextInt(1000);
    if (dice < submits && running.size() < window) {
      submitSome();
    } else if (dice < 850) {
      poll();
    } else if (dice < 890) {
      cancelAny();
    } else if (dice < 920) {
      time.pass(random.nextInt(1_000_000));
    } else if (dice < 940) {
      otherActs();
    } else if (dice < 955) {
      aio.flush();
    } else if (dice < 970) {
      awaitAny();
    } else if (dice < 980) {
      aio.pollWait();
    } else if (dice < 985) {
      closes.add(opened.reopen());
    } else if (dice < 990) {
      pollOnly();
    } else if (dice < 993) {
      orphan();
    } else if (dice < 996) {
      openSome();
    } else {
      aio.maxParallel(0);
      poll();
      aio.minParallel(8);
    }
  }

  private void poll() {
    aio.poll();
  }

  private void submitSome() {
    if (random.nextInt(20) == 0) {
      group();
      return;
    }
    for (int n = 1 + random.nextInt(8); n > 0; n--) {
      submit(aio, null);
    }
  }

  // ------------------------------------------------------------------ submitting

  private Ticket submit(AsyncFiles through, Squad squad) {
    Ticket t = tickets.ticket(submitted++);
    t.request = t.submit(through, opened);
    if (squad != null) {
      squad.members.add(t);
    }
    running.add(t);
    tickets.listen(t);
    return t;
  }

  private void group() {
    Group<Object> g = aio.group();
    var squad = new Squad(g);
    squads.add(squad);
    for (int n = random.nextInt(6); n > 0; n--) {
      submit(g, squad);
    }
    g.close();
  }

  /** A read that nobody remembers, to a buffer that nobody knows. */
  private void orphan() {
    Buffers.Buffer b = buffers.fresh();
    orphans++;
    submitted++;
    opened
        .readOnly()
        .read(b.first(1 + random.nextInt(64)), random.nextInt(Disk.READ_SIZE))
        .onTransfer((_, _) -> orphansEnded++);
  }

  /** Files that nobody waits for; what is opened although it was cancelled must be closed. */
  private void openSome() {
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      Request<AsyncFile> r =
          random.nextBoolean()
              ? aio.open(disk.readOnly)
              : aio.open(disk.readOnly, StandardOpenOption.READ, OpenFlag.NONBLOCK);
      if (random.nextBoolean()) {
        r.onComplete((_, _) -> {});
      }
      opens.add(r);
    }
  }

  // ------------------------------------------------------------------ other actions

  private void cancelAny() {
    if (!opens.isEmpty() && random.nextInt(3) == 0) {
      opens.get(random.nextInt(opens.size())).cancel();
    }
    if (running.isEmpty()) {
      return;
    }
    if (random.nextInt(8) == 0 && !squads.isEmpty()) {
      squads.getLast().cancel();
      return;
    }
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      Ticket t = running.get(random.nextInt(running.size()));
      t.cancelAsked = true;
      t.request.cancel();
    }
  }

  private void awaitAny() throws Exception {
    if (running.isEmpty()) {
      return;
    }
    Ticket t = running.get(random.nextInt(running.size()));
    try {
      t.request.get();
    } catch (SimFailure f) {
      throw new SimFailure(f.getMessage() + "; awaited " + t.request + aio.statistics(), f);
    } catch (ExecutionException | CancellationException _) {
      // looked at like all others
    }
    if (!t.request.isDone()) {
      throw t.fail("was awaited and has not ended");
    }
  }

  private void otherActs() {
    other.run(() -> {
      if (random.nextBoolean() || running.isEmpty()) {
        submitSome();
      } else {
        cancelAny();
      }
    });
  }

  /** The program never sleeps: what is in flight ends by polling alone. */
  private void pollOnly() {
    int limit = POLLS;
    while (!running.isEmpty()) {
      if (--limit < 0) {
        throw new SimFailure("hang: polling does not end " + running.getFirst().request);
      }
      time.pass(random.nextInt(100_000));
      poll();
      look();
    }
  }

  /**
   * While the one thread waits in the kernel, others act: the program's, a worker, and, unless it
   * waits for what it can do at once, the watcher, who would give its place at the ring to another.
   */
  private void others(boolean attends) {
    if (Thread.currentThread() != thread) {
      if (attends) {
        throw new SimFailure("another thread attends, so that nothing can be repeated");
      }
      return; // a worker, in a ring of its own, while the one thread waits for its step
    }
    int dice = random.nextInt(100);
    boolean begun = opened.isComplete(); // else there are no files yet
    if (dice < 10 && begun && submitted < OPERATIONS && running.size() < window) {
      otherActs();
    } else if (dice < 15) {
      other.run(this::cancelAny);
    } else if (dice < 30) {
      other.run(stage::step);
    }
    if (attends && time.now() - lastTick >= 1_000_000 && stage.isWatched()) {
      lastTick = time.now();
      other.run(stage::look);
    }
  }

  /** Nobody may sleep on while there is something for it. */
  private void sleepsOn() {
    if (aio.statistics().pending() > 0) {
      throw new SimFailure("lost wake-up: it sleeps on, and results wait");
    }
  }

  // ------------------------------------------------------------------ looking

  private void look() {
    kernel.check();
    log.check(kernel);
    for (int i = running.size() - 1; i >= 0; i--) {
      Ticket t = running.get(i);
      if (t.request.isDone()) {
        running.set(i, running.getLast());
        running.removeLast();
        ended.add(t);
        finish(t);
      }
    }
    opens.removeIf(this::isOver);
    decide();
    if (collections > 0 && orphans > orphansEnded && random.nextInt(20) == 0) {
      collections--;
      if (collects) {
        System.gc();
        kernel.ledger().checkHeld();
      }
    }
  }

  /** Whether an open has ended; the file is closed then. */
  private boolean isOver(Request<AsyncFile> open) {
    if (!open.isDone()) {
      return false;
    }
    if (open.state() == Request.State.SUCCESS) {
      closes.add(open.resultNow().closeAsync());
    } else if (open.state() == Request.State.FAILED
        && open.exceptionNow() instanceof ErrnoException e
        && SimErrors.saysNothing(e.errno())) {
      throw new SimFailure("an open: what says nothing about it", open.exceptionNow());
    }
    return true;
  }

  private void finish(Ticket t) {
    if (!t.isOwned(kernel)) {
      t.check(kernel, closing);
    } else if (kernel.hasDeadRing()) {
      t.lose(); // given up with its ring: nobody knows when it comes back
    } else {
      throw t.fail("ended while the kernel has its memory");
    }
  }

  /** Looks at what requests worked on that were cancelled, once the kernel is done with all. */
  private void decide() {
    if (!names.isUndecided() && !sizes.isUndecided()) {
      return;
    }
    if (kernel.hasDeadRing()) {
      names.loseUndecided();
      sizes.loseUndecided();
    } else if ((++decisions % DECIDE_EVERY == 0 || closing) && aio.statistics().abandoned() == 0) {
      names.decide(kernel);
      sizes.decide();
    }
  }

  // ------------------------------------------------------------------ the end

  private void end() throws Exception {
    var way = random.nextInt(5);
    if (way == 0) {
      opened.close();
    }
    closing = true;
    switch (way) {
      case 1 -> aio.closeNow();
      case 2 -> giveUp();
      case 3 -> {
        if (!aio.close(Duration.ofDays(1))) {
          throw new SimFailure("close was given a day, and gave up");
        }
      }
      default -> aio.close();
    }
    opened.close();
    while (aio.poll() > 0) {
      look();
    }
    look();
    if (!running.isEmpty()) {
      throw running.getFirst().fail("has not ended though its engine is closed");
    }
    checkLeft();
  }

  /** Closes while requests are in flight; a thread of the engine brings them to their end. */
  private void giveUp() throws Exception {
    kernel.whileWaiting(_ -> {}, () -> {}); // a thread of the engine waits now
    aio.close(Duration.ZERO);
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!kernel.ring().isClosed() && !kernel.ring().isDead()) {
      kernel.check();
      if (System.nanoTime() - end > 0) {
        throw new SimFailure("hang: the ring is not closed, " + kernel.ring());
      }
      Thread.onSpinWait();
    }
    // the threads go on as long as something is queued, one of the engine's among them
    while (stage.step() || (!kernel.hasDeadRing() && isCarriedOut())) {
      kernel.check();
      if (System.nanoTime() - end > 0) {
        throw new SimFailure("hang: what was left to threads: " + aio.statistics());
      }
    }
  }

  private boolean isCarriedOut() {
    Statistics s = aio.statistics();
    return s.requests() > s.pending();
  }

  private void checkLeft() {
    boolean dead = kernel.hasDeadRing();
    ended.forEach(Ticket::checkCallbacks);
    squads.forEach(Squad::check);
    if (!opens.isEmpty()) {
      throw new SimFailure("an open has not ended: " + opens);
    }
    for (Request<?> c : closes) {
      if (!c.isDone()) {
        throw new SimFailure("a close has not ended");
      }
    }
    if (!closing && orphans != orphansEnded) {
      throw new SimFailure("%d of %d were forgotten".formatted(orphans - orphansEnded, orphans));
    }
    if (!dead && (!kernel.open().isEmpty() || kernel.inFlight() > 0)) {
      throw new SimFailure("left open: %s, %s".formatted(kernel.open(), kernel.ring()));
    }
    if (aio.statistics().requests() != 0 || aio.statistics().abandoned() != 0) {
      throw new SimFailure("left: " + aio.statistics());
    }
    decide();
    buffers.checkFree();
    disk.checkAll();
    names.checkAll();
    sizes.checkAll();
    log.check(kernel);
  }

  /** What closes forgotten files holds the engine, and that holds this: it must not hold files. */
  @Override
  public void close() throws IOException {
    kernel.whileWaiting(_ -> {}, () -> {});
    ended.clear();
    squads.clear();
    closes.clear();
    disk.close();
  }
}
