package dev.jaio.internal.engine;

import dev.jaio.internal.posix.ThreadStat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A thread that delivers and carries out some short requests instead of sleeping, while it is at
 * them.
 *
 * <p>It claims them as a worker does, so the {@link Claim} can be emptied by others while one of
 * them keeps this thread. Only the helper that began last is looked after, see {@link
 * Helping#putBack}; an earlier one finds out before its next request, and puts the rest back.
 */
@SuppressWarnings("ReferenceEquality") // the same request
final class Helper implements Batch {

  private static final VarHandle NOW;
  private static final VarHandle HELPED;
  private static final VarHandle BATCHED;

  static {
    try {
      var lookup = MethodHandles.lookup();
      NOW = lookup.findVarHandle(Helper.class, "now", Task.class);
      BATCHED = lookup.findVarHandle(Helper.class, "batched", long.class);
      HELPED = lookup.findVarHandle(Helper.class, "helped", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Engine engine;
  private final Claim claim = new Claim(Batch.MOST);
  private final Outbox out;
  private final @Nullable Task<?>[] instant = new Task<?>[Claim.MOST];
  private @Nullable Calls batches; // with a ring, from the first batch on
  private boolean localOnly; // what is claimed now; this thread's
  private volatile @Nullable Thread thread; // written before it becomes the one looked after
  private volatile @Nullable ThreadStat stat; // of that thread
  private volatile long helped; // how many it has carried out; written by this thread only
  private volatile long batched; // how many of those on a ring; written by this thread only
  private volatile @Nullable Task<?> now; // for the watcher; written by this thread only

  Helper(Engine engine) {
    this.engine = engine;
    this.out = engine.newOutbox();
  }

  /** Claims short requests for the current thread. Returns how many. */
  int claim(int most) {
    Backend backend = engine.backend();
    Router ring = most > 1 && backend.ringQueue() != null ? backend.router() : null;
    int share = Math.ceilDiv(engine.readyCount(), backend.hot() + 1);
    localOnly = backend.isWaitedFor();
    int room = Math.clamp(share, most, claim.room());
    int n = engine.readyQueue().takeShort(claim, most, ring, room, localOnly);
    Thread me = Thread.currentThread();
    if (thread != me) {
      stat = ThreadStat.current();
      thread = me;
    }
    return n;
  }

  /** Carries out instant requests, if those come first. Returns how many. */
  int carryOutInstant(Calls calls) {
    int n = engine.readyQueue().takeInstant(instant);
    if (n == 0) {
      return 0;
    }
    int done = 0;
    try {
      boolean paused = engine.backend().isPaused(); // since they were queued, perhaps
      while (done < n && !paused) {
        takeInstant(done++).executeInstant(calls, out);
      }
    } finally {
      while (done < n) { // paused, a defect, or no memory
        engine.readyQueue().putBack(takeInstant(--n));
      }
      out.flush();
      HELPED.setRelease(this, helped + n);
    }
    return n;
  }

  private Task<?> takeInstant(int at) {
    Task<?> t = instant[at];
    if (t == null) {
      throw new AssertionError("fewer were taken");
    }
    instant[at] = null;
    return t;
  }

  /** Carries out what was claimed, and what has a higher priority before it. */
  void carryOut(int n, Calls calls) {
    claim.begin(n); // before the look at who is looked after: see Helping.putBack
    try {
      boolean more = true;
      while (more && mayGoOn() && claim.beginBatch(n, engine.backend().router())) {
        carryOutBatch();
        more = claim.hasBatched();
      }
      for (int i = 0; i < n && mayGoOn(); i++) {
        Task<?> t = claim.next(i);
        if (t == null) {
          continue; // taken back
        }
        for (Task<?> first = overtaking(t); first != null; first = overtaking(t)) {
          carryOut(first, calls);
        }
        carryOut(t, calls);
      }
    } finally {
      NOW.setRelease(this, (Task<?>) null);
      out.flush(); // who helps delivers next, or signals when it does not
      Task<?> left = claim.putBack(engine.readyQueue());
      claim.end();
      if (left != null) {
        engine.backend().handedOver(left);
      }
    }
  }

  private boolean mayGoOn() {
    return engine.helping().mayGoOn(this);
  }

  private void carryOutBatch() {
    if (batches == null) {
      batches = engine.backend().newBatchCalls();
    }
    if (batches != null) {
      batches.carryOut(this);
    }
  }

  @Override
  public @Nullable Task<?> next() {
    Task<?> t = claim.nextForBatch();
    if (t != null) {
      NOW.setRelease(this, t); // the last one stands for all
    }
    return t;
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void end(Task<?> t, int result) {
    t.end(result, out);
    engine.backend().helped(1);
    HELPED.setRelease(this, helped + 1);
    BATCHED.setRelease(this, batched + 1);
  }

  private @Nullable Task<?> overtaking(Task<?> t) {
    return engine.readyQueue().takeShortAbove(t.level(), localOnly);
  }

  private void carryOut(Task<?> t, Calls calls) {
    NOW.setRelease(this, t); // a tick or two later is early enough
    if (engine.execute(t, calls, out)) {
      engine.backend().helped(1);
    }
    HELPED.setRelease(this, helped + 1);
  }

  /** How many requests it has carried out. */
  long helped() {
    return helped;
  }

  /** How many of those in batches. */
  long batched() {
    return batched;
  }

  /** What keeps this thread, or null. */
  @Nullable Task<?> now() {
    return now;
  }

  /** What the system says of the thread that helps, or null before the first time. */
  @Nullable ThreadStat stat() {
    return stat;
  }

  boolean isThread(Thread t) {
    return thread == t;
  }

  /** Nobody uses it any more. */
  void close() {
    out.close();
    if (batches != null) {
      batches.close();
    }
  }

  /** What it has completed and still keeps. */
  Outbox completed() {
    return out;
  }

  /** What it holds. */
  Claim claimed() {
    return claim;
  }
}
