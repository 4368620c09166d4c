package dev.jaio.internal.uring;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUringCqe;
import dev.jaio.internal.engine.Batch;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.Task;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Scratch;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests on their way through one ring: from their entry to their end. One thread at a time.
 */
final class Flight {

  /** Carried by entries that are no request's: not negative are those of {@link Slots}. */
  static final long NOTHING = -1;

  /** Carried by an entry whose completion wakes who sleeps in the kernel. */
  static final long WAKE_UP = -2;

  /** How often an entry that was interrupted, or stopped by nobody, is repeated on the ring. */
  private static final int RETRIES = 3;

  /** From here to the other, numbers that the kernel has for itself and ought to keep. */
  private static final int ERESTARTSYS = 512;

  private static final int ERESTART_RESTARTBLOCK = 516;

  private final Engine engine;
  private final Ring ring;
  private final Scratch scratch = new Scratch();
  private final Slots slots;
  private final Entry entry;
  private final ArrayDeque<Integer> again = new ArrayDeque<>(); // slots to be filled once more
  private final boolean waits;
  private @Nullable Batch batch; // whose requests these are; null: the engine's
  private boolean ended; // a request whose result is to be delivered, since this was last asked

  /**
   * On a ring.
   *
   * @param most how many requests at once
   * @param waits whether an entry may wait for a device; else who enters waits for none
   */
  Flight(Engine engine, Ring ring, int most, boolean waits) {
    this.engine = engine;
    this.ring = ring;
    this.slots = new Slots(most);
    this.entry = new Entry(ring, slots, waits);
    this.waits = waits;
  }

  /** How many requests are on their way. */
  int used() {
    return slots.used();
  }

  /** How many may be. */
  int most() {
    return slots.count();
  }

  boolean hasRoom() {
    return !slots.isFull() && ring.entry() != 0;
  }

  /** How many requests may start now. */
  int room() {
    return Math.min(slots.count() - slots.used(), ring.entryRoom() - ring.unsubmitted());
  }

  /** Whether entries are to be filled once more. */
  boolean hasRepeats() {
    return !again.isEmpty();
  }

  /** From now on what ends is told to a batch, or, for null, to the engine. */
  void endsFor(@Nullable Batch b) {
    batch = b;
  }

  /** Whether a request has ended since this was last asked whose result is to be delivered. */
  boolean hasEnded() {
    boolean e = ended;
    ended = false;
    return e;
  }

  // ------------------------------------------------------------------ entries

  /** Fills entries once more where that has to be. How many. */
  int fillRepeats() {
    int n = 0;
    while (!again.isEmpty() && ring.entry() != 0) {
      int slot = again.poll();
      start(slots.task(slot), slot);
      n++;
    }
    return n;
  }

  /** Fills the entry of a request that has begun; there is room. */
  void start(Task<?> t) {
    start(t, slots.take(t));
  }

  private void start(Task<?> t, int slot) {
    entry.set(ring.entry(), slot);
    int result;
    try {
      boolean stop = t.isCancelAsked() && t.callMayStop();
      result = stop ? -Errno.ECANCELED : t.callPrep(entry);
    } catch (RuntimeException | Error x) {
      result = t.threw(x);
    }
    if (result == Entry.FILLED) {
      ring.advance();
      return;
    }
    slots.release(slot);
    if (result == Entry.REFUSED) {
      engine.leaveToThreads(t);
    } else {
      end(t, result);
    }
  }

  /** Fills an entry that asks the kernel to stop what it does for a request. How many. */
  int fillStop(@Nullable Task<?> t) {
    int slot = t == null ? -1 : slots.find(t);
    if (slot < 0) {
      return 0; // has ended meanwhile
    }
    Entry.fillCancel(ring.entry(), slots.userData(slot));
    ring.advance();
    return 1;
  }

  /**
   * Enters until the kernel has taken all entries, or takes no more.
   *
   * @return the errno with which it refuses to be entered, or 0
   */
  int submit() {
    for (; ; ) {
      int before = ring.unsubmitted();
      int result = ring.submit(scratch);
      switch (result) {
        case -Errno.EINTR -> {
          continue;
        }
        case -Errno.EAGAIN, -Errno.EBUSY, -Errno.ENOMEM -> {
          return 0; // no memory for requests, or no room for completions: these come first
        }
        default -> {
          if (result < 0) {
            return -result;
          }
        }
      }
      int left = ring.unsubmitted();
      if (left == 0 || left == before) {
        return 0; // what was kept in the kernel is seen when it is reaped
      }
    }
  }

  // ------------------------------------------------------------------ completions

  /**
   * Ends what is complete.
   *
   * @param wakesAnother whether a wake-up is left where it is
   * @return whether there was anything
   */
  boolean reap(BooleanSupplier wakesAnother) {
    boolean any = false;
    for (long cqe = ring.completion(); cqe != 0; cqe = ring.completion()) {
      long userData = Memory.getLong(cqe + IoUringCqe.USER_DATA);
      int res = Memory.getInt(cqe + IoUringCqe.RES);
      if (userData == WAKE_UP && wakesAnother.getAsBoolean()) {
        break; // left for the sleeper: on its way into the kernel, it must find it
      }
      ring.pass();
      any = true;
      if (userData >= 0) {
        int slot = slots.find(userData);
        if (slot < 0) {
          Engine.LOG.log(Level.ERROR, "jaio: a completion of no request, {0}: {1}", userData, res);
        } else {
          complete(slot, withoutRestart(res));
        }
      }
    }
    if (any) {
      ring.passed();
    }
    return any;
  }

  /** An open that was interrupted says so by a number that a system call would never show. */
  private static int withoutRestart(int res) {
    return -res >= ERESTARTSYS && -res <= ERESTART_RESTARTBLOCK ? -Errno.EINTR : res;
  }

  private void complete(int slot, int res) {
    Task<?> t = slots.task(slot);
    if (t.callIsTransient(res) && !t.isCancelAsked()) {
      boolean disturbed = res == -Errno.ECANCELED || res == -Errno.EINTR;
      repeat(t, slot, disturbed && slots.retry(slot) <= RETRIES);
      return;
    }
    int result;
    try {
      entry.set(0, slot);
      result = t.callCompleted(res, entry);
    } catch (RuntimeException | Error x) {
      result = t.threw(x);
    }
    if (result == Task.GO_ON || result == Task.LEAVE) {
      repeat(t, slot, result == Task.GO_ON);
    } else {
      slots.release(slot);
      end(t, result);
    }
  }

  private void repeat(Task<?> t, int slot, boolean onRing) {
    if (onRing) {
      slots.renew(slot);
      again.add(slot);
    } else {
      slots.release(slot);
      if (waits) {
        engine.leaveToThreads(t);
      } else {
        engine.leaveToWhoWaits(t);
      }
    }
  }

  private void end(Task<?> t, int result) {
    Batch b = batch;
    if (b == null) {
      t.end(result);
      ended |= t.isToBeDelivered(); // who makes it so later signals
    } else {
      b.end(t, result); // who has claimed it delivers, or signals
    }
  }

  // ------------------------------------------------------------------ the end

  /**
   * The ring refuses to be entered: what the kernel has of it is lost. The requests fail, and their
   * memory is never given back, since the kernel may still write to it.
   */
  void die() {
    again.clear();
    for (int slot = slots.any(); slot >= 0; slot = slots.any()) {
      Task<?> t = slots.task(slot);
      Abandoned.keep(t);
      t.callLost();
      slots.release(slot);
      end(t, -Errno.EIO);
    }
  }

  /** Closes the ring, of which nothing is in flight. */
  void close() {
    ring.close(scratch);
  }
}
