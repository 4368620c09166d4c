package dev.jaio.internal.engine;

import dev.jaio.internal.posix.ThreadStat;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that executes requests.
 *
 * <p>It claims several requests for one visit of the queue, see {@link Claim}.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread only
final class Worker implements Runnable, Batch {

  private final Workers pool;
  private final Engine engine;
  private final Thread thread;
  private final Claim claimed = new Claim(Claim.MOST);
  private final Outbox out;
  private volatile boolean woken; // set under the pool's lock by who takes it off the idle list
  private volatile @Nullable ThreadStat stat; // from the beginning of its run on
  private volatile int turns; // odd while a request executes; written by this thread only
  private volatile boolean away; // at a long request, not counted as active; under the pool's lock

  Worker(Workers pool, Engine engine, String name) {
    this.pool = pool;
    this.engine = engine;
    this.out = engine.newOutbox();
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .inheritInheritableThreadLocals(false) // of whoever happened to submit
            .name(name)
            .unstarted(this);
  }

  /** False: there is no thread to be had. */
  boolean start() {
    return Threads.start(thread);
  }

  @Override
  public void run() {
    stat = ThreadStat.current();
    Calls calls = pool.newCalls();
    try (calls) {
      boolean visited = false; // since it was woken
      while (pool.mayGoOn(this)) {
        boolean over = visited && pool.isStandIn();
        int n = over ? 0 : pool.claim(claimed);
        if (n > 0) {
          executeClaimed(calls, n);
          visited = true;
        } else {
          Task<?> t = over ? null : pool.takeBackFromOthers(this);
          if (t != null) {
            execute(t, calls);
            out.flush();
            engine.signal();
          } else if (pool.rest(this)) {
            visited = false;
          } else {
            return;
          }
        }
      }
    } finally {
      if (out.flush()) { // a defect of ours ends it in the midst
        engine.signal();
      }
      out.close();
      pool.ended(this);
    }
  }

  private void executeClaimed(Calls calls, int n) {
    claimed.begin(n);
    boolean more = true;
    while (more && claimed.beginBatch(n, engine.backend().router())) {
      carryOutBatch(calls);
      more = claimed.hasBatched();
    }
    for (int i = 0; i < n; i++) {
      Task<?> t = claimed.next(i);
      if (t == null) {
        continue; // taken back
      }
      for (Task<?> first = pool.overtaking(t); first != null; first = pool.overtaking(t)) {
        execute(first, calls);
      }
      execute(t, calls);
    }
    claimed.end();
    out.flush();
    engine.signal(); // once for all of them
  }

  /** Has a ring carry out what it can of what is claimed. */
  private void carryOutBatch(Calls calls) {
    turns++;
    try {
      calls.carryOut(this);
    } catch (Throwable x) {
      engine.report(x); // a defect of ours; the others must go on
    } finally {
      endTurn();
    }
  }

  private void endTurn() {
    turns++; // before the look at away: see Workers.replace
    if (away) {
      pool.returns(this);
    }
  }

  @Override
  public @Nullable Task<?> next() {
    return claimed.nextForBatch();
  }

  @Override
  public void end(Task<?> t, int result) {
    t.end(result, out);
  }

  @Override
  public void flush() {
    if (out.flush()) {
      engine.signal();
    }
  }

  private void execute(Task<?> t, Calls calls) {
    if (t.type().isLong()) {
      out.flush(); // what was completed before must not wait for this one
      engine.signal();
      pool.leaves(this);
    }
    turns++;
    try {
      engine.execute(t, calls, out);
    } catch (Throwable x) {
      engine.report(x); // a defect of ours; the others must go on
    } finally {
      endTurn();
    }
  }

  /** Changes whenever a request begins or ends; odd while one executes. */
  int turns() {
    return turns;
  }

  /** What the system says of its thread, or null before that runs. */
  @Nullable ThreadStat stat() {
    return stat;
  }

  /** What it has completed and still keeps. */
  Outbox completed() {
    return out;
  }

  /** What this worker holds. */
  Claim claimed() {
    return claimed;
  }

  boolean isAway() {
    return away;
  }

  void away(boolean is) {
    away = is;
  }

  void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }

  boolean isWoken() {
    return woken;
  }

  void beforeResting() {
    woken = false;
  }

  boolean isThread(Thread t) {
    return thread == t;
  }
}
