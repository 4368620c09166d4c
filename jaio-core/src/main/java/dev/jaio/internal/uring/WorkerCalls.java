package dev.jaio.internal.uring;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Batch;
import dev.jaio.internal.engine.Calls;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.Task;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.posix.Scratch;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a worker needs where there is io_uring: POSIX calls, and a ring of its own, on which it
 * carries out several requests in one call.
 *
 * <p>The ring is set up at the first batch. What it cannot do at once it leaves to whoever waits
 * for such things; only a close that flushes is waited for, as in a call. So nothing is in flight
 * between two batches, and nobody else has to look after this ring.
 */
final class WorkerCalls implements Calls {

  /** How long a worker sleeps in the kernel before it looks whether there is room by now. */
  private static final long LOOK_NANOS = 10_000_000;

  /** How long it sleeps elsewhere if the kernel has no memory to let it. */
  private static final long PAUSE_NANOS = 100_000;

  private final Engine engine;
  private final Posix posix;
  private final MemorySegment argument = Arena.ofAuto().allocate(Ring.ARGUMENT_SIZE, 8);
  private @Nullable Ring ring;
  private @Nullable Flight flight;
  private boolean refused;

  WorkerCalls(Engine engine, Kernel kernel) {
    this.engine = engine;
    this.posix = new Posix(kernel, new Scratch());
  }

  @Override
  public int carryOut(Task<?> task) {
    return posix.carryOut(task);
  }

  @Override
  public int tryNow(Task<?> task) {
    return posix.tryNow(task);
  }

  @Override
  public void carryOut(Batch batch) {
    Flight f = flight();
    Ring r = ring;
    if (f == null || r == null) {
      return;
    }
    f.endsFor(batch);
    boolean more = true;
    while (more || f.used() > 0) {
      boolean moved = f.fillRepeats() > 0;
      while (f.hasRoom()) {
        Task<?> t = batch.next();
        if (t == null) {
          more = false;
          break;
        }
        if (t.begin()) {
          f.start(t);
          moved = true;
        }
      }
      int errno = r.unsubmitted() > 0 ? f.submit() : 0;
      moved |= f.reap(() -> false);
      if (errno != 0) {
        die(f, errno);
        return;
      }
      if (!moved && f.used() > 0) {
        batch.flush();
        errno = await(r);
        if (errno != 0 && !Driver.isPassing(errno)) {
          die(f, errno);
          return;
        }
      }
    }
  }

  /** 0 or an errno. */
  private int await(Ring r) {
    int errno;
    try {
      errno = -Math.min(0, r.await(posix.scratch(), argument.address(), LOOK_NANOS, 0));
    } finally {
      Reference.reachabilityFence(argument);
    }
    if (errno == Errno.EAGAIN || errno == Errno.EBUSY || errno == Errno.ENOMEM) {
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
    return errno;
  }

  private @Nullable Flight flight() {
    if (flight == null && !refused) {
      RingSetup.Outcome outcome = RingSetup.openForThread(posix.kernel(), Batch.MOST);
      RingSetup.Opened opened = outcome.opened();
      if (opened == null) {
        refused = true;
        Engine.LOG.log(Level.DEBUG, "jaio: a thread has no ring of its own: {0}", outcome.reason());
      } else {
        ring = opened.ring();
        flight = new Flight(engine, opened.ring(), Batch.MOST, false);
      }
    }
    return flight;
  }

  private void die(Flight f, int errno) {
    Engine.LOG.log(
        Level.ERROR,
        "jaio: io_uring_enter: {0}: a worker gives its ring up, {1} requests fail",
        Errno.name(errno),
        f.used());
    Abandoned.keep(f);
    f.die();
    flight = null;
    refused = true;
  }

  @Override
  public void close() {
    Flight f = flight;
    if (f != null && f.used() == 0) {
      f.close();
    } else if (f != null) {
      Abandoned.keep(f); // a defect ended the worker
    }
    posix.close();
  }
}
