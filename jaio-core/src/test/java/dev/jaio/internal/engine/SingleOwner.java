package dev.jaio.internal.engine;

import dev.jaio.Request;
import dev.jaio.internal.posix.Intercepted;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.posix.Scratch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A backend with a single owner, as a ring has one: no threads, and nothing begins or ends but in
 * {@link #poll()} on the delivering thread. Requests end in a random order, some polls after they
 * were taken, and long after a cancel when they lend memory.
 *
 * <p>Each poll takes what there is room for and moves every flight one step: it waits some polls,
 * is carried out by the real kernel, waits again, ends. Sleeping is a timer, not a system call. A
 * held flight is carried out and does not end until it is released.
 */
public final class SingleOwner implements Backend {

  /** How many requests are in flight at once, as in a small ring. */
  private static final int ROOM = 8;

  private static final int MOST_POLLS_BEFORE = 3;
  private static final int MOST_POLLS_AFTER = 3;

  /** How many polls the kernel keeps the memory of a cancelled request. */
  private static final int POLLS_AFTER_CANCEL = 20;

  private final Engine engine;
  private final Kernel kernel;
  private final Random random;
  private final Kernel timed;
  private final List<Flight> flights = new ArrayList<>(); // the owner's
  private final ArrayDeque<Posix> spare = new ArrayDeque<>(); // the owner's; of ended flights
  private final Set<Task<?>> stopped = ConcurrentHashMap.newKeySet();
  private final Set<Task<?>> released = ConcurrentHashMap.newKeySet();
  private volatile Set<String> held = Set.of();
  private Set<String> heldNow = Set.of(); // for one poll: what is released together ends together
  private volatile int room;
  private volatile int inFlight;
  private volatile int movable;
  private volatile boolean changed;
  private long sleepUntil; // what the request that is carried out asks for; 0: nothing

  /** Makes the backend of an engine. */
  public SingleOwner(Engine engine, Kernel kernel, long seed) {
    this.engine = engine;
    this.kernel = kernel;
    this.random = new Random(seed);
    int most = engine.config().maxParallel();
    int least = engine.config().minParallel();
    this.room = Math.min(ROOM, most == 0 ? least : Math.min(least, most));
    this.timed = withTimer(kernel);
  }

  /** Operations of this name are carried out and then kept EXECUTING until released. Any thread. */
  public synchronized void hold(String name) {
    var more = new HashSet<>(held);
    more.add(name);
    held = Set.copyOf(more);
  }

  /** Lets all end that is held. Any thread. */
  public synchronized void release() {
    held = Set.of();
    changed = true;
    engine.signal();
  }

  /** Lets one request end that is held. Any thread. */
  public void release(Request<?> request) {
    released.add((Task<?>) request);
    changed = true;
    engine.signal();
  }

  /** Whether all that is in flight is held. Any thread. */
  public boolean isStill() {
    return !wantsPoll();
  }

  private Kernel withTimer(Kernel kernel) {
    return Intercepted.kernel(
        kernel,
        (method, arguments, real) -> {
          if (!method.getName().equals("nanosleep")) {
            return real.call();
          }
          long request = (long) arguments[1];
          sleepUntil =
              (sleepUntil == 0 ? System.nanoTime() : sleepUntil)
                  + Memory.getLong(request) * 1_000_000_000L
                  + Memory.getLong(request + Long.BYTES);
          return 0;
        });
  }

  // ------------------------------------------------------------------ Backend

  @Override
  public void ready(Task<?> task, int queued) {
    engine.signal();
  }

  @Override
  public boolean wantsPoll() {
    return changed || movable > 0 || (engine.readyCount() > 0 && inFlight < room);
  }

  @Override
  public void poll() {
    changed = false; // before the look at what may have changed
    heldNow = held;
    movable = 1; // what is taken now is not still before the end of this poll
    take();
    Collections.shuffle(flights, random);
    flights.removeIf(this::moves);
    inFlight = flights.size();
    if (inFlight == 0) {
      stopped.clear(); // of requests that had ended meanwhile
    }
    movable = (int) flights.stream().filter(f -> !isHeld(f)).count();
  }

  @Override
  public void stop(Task<?> task) {
    stopped.add(task);
    changed = true;
  }

  @Override
  public Calls lastResort() {
    return new Posix(kernel, new Scratch());
  }

  @Override
  public void minParallel(int n) {
    room = Math.max(room, n);
    changed = true;
    engine.signal();
  }

  @Override
  public void maxParallel(int n) {
    room = Math.min(room, n);
  }

  @Override
  public void close() {}

  // ------------------------------------------------------------------ flights

  /** A request on its way, with memory of its own: its data lies there until it ends. */
  private static final class Flight {
    final Task<?> task;
    final Posix posix;
    boolean carriedOut;
    int polls; // left before the next step
    int result;
    long due; // of a timer, 0: none

    Flight(Task<?> task, Posix posix, int polls) {
      this.task = task;
      this.posix = posix;
      this.polls = polls;
    }
  }

  private void take() {
    while (flights.size() < room) {
      Task<?> t = engine.takeReady();
      if (t == null) {
        return;
      }
      if (t.begin()) {
        RequestEvent event = t.event;
        if (event != null) {
          event.executionBegins();
        }
        Posix posix = spare.isEmpty() ? new Posix(timed, new Scratch()) : spare.pop();
        flights.add(new Flight(t, posix, random.nextInt(MOST_POLLS_BEFORE)));
      }
    }
  }

  private boolean isHeld(Flight f) {
    return f.carriedOut && heldNow.contains(f.task.name()) && !released.contains(f.task);
  }

  /** Moves a flight one step. True if it has ended. */
  private boolean moves(Flight f) {
    if (isHeld(f)) {
      return false;
    }
    if (f.polls > 0) {
      f.polls--;
      return false;
    }
    if (!f.carriedOut) {
      carryOut(f);
      return false;
    }
    boolean cancelled = stopped.contains(f.task);
    if (f.due != 0 && !cancelled && System.nanoTime() - f.due < 0) {
      return false;
    }
    if (cancelled && stopped.remove(f.task) && !Task.isComplete(f.task.word())) {
      f.polls = POLLS_AFTER_CANCEL; // the kernel still works on its memory
      return false;
    }
    stopped.remove(f.task);
    released.remove(f.task); // not sooner: it may be released while it is still queued
    f.task.end(f.result);
    spare.push(f.posix);
    return true;
  }

  private void carryOut(Flight f) {
    f.carriedOut = true;
    // what is released at once ends at once
    f.polls = isHeld(f) ? 0 : random.nextInt(MOST_POLLS_AFTER);
    sleepUntil = 0;
    f.result = carryOut(f.task, f.posix);
    f.due = sleepUntil;
  }

  private static int carryOut(Task<?> task, Posix posix) {
    try {
      return posix.carryOut(task);
    } catch (Throwable t) {
      return task.threw(t);
    }
  }
}
