package dev.jaio.internal.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.function.Function;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Workers and what they hold.
 *
 * <p>The pools here have lost their watcher, which hides a lost wake-up after a millisecond.
 */
public final class WorkersStress {
  private WorkersStress() {}

  /** A pool without its watcher. */
  private static final class Pool {
    private final Rig rig;
    private final Workers workers;

    Pool(int threads, int maxIdle) {
      this(threads, backend -> Rig.on(maxIdle, backend));
    }

    Pool(int threads, Function<Function<Engine, Backend>, Rig> on) {
      var made = new Workers[1];
      rig =
          on.apply(e -> {
            made[0] = new Workers(e, () -> Rig.CALLS, () -> Rig.CALLS, false);
            return made[0];
          });
      workers = made[0];
      workers.minParallel(threads);
      try {
        var watcher = Workers.class.getDeclaredField("watcher");
        watcher.setAccessible(true);
        ((Watcher) watcher.get(workers)).stop(); // before it has begun
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }

    /** Queues without waking a worker. */
    void fill(Trial[] trials) {
      for (int i = 0; i < trials.length; i++) {
        trials[i] = Trial.called();
        trials[i].bind(rig.engine);
        trials[i].ready();
        trials[i].capture();
        rig.engine.readyQueue().offer(trials[i], false, false);
      }
    }

    /** After all have ended. */
    int faults(Trial[] trials) {
      rig.deliver();
      int faults = 0;
      for (Trial t : trials) {
        faults += t.faults() + (t.isCancelled() ? 0 : t.called - 1);
      }
      return faults;
    }

    /** A worker that runs on a thread of the test, and is awake. */
    Worker worker() {
      var w = new Worker(workers, rig.engine, "stress");
      workers.workers().add(w);
      w.away(true);
      workers.returns(w);
      return w;
    }
  }

  /** The only worker leaves for good, or is woken, while a request is queued. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "somebody executes it")
  @Outcome(expect = FORBIDDEN, desc = "queued, and nobody is awake")
  @State
  public static class LeaveAgainstSubmit {
    private final Pool pool = new Pool(1, 0);
    private final Worker worker = pool.worker();
    private final Trial t = new Trial();
    private volatile boolean goesOn;

    @Actor
    public void rest() {
      goesOn = pool.workers.rest(worker);
    }

    @Actor
    public void submit() {
      pool.rig.submitted(t);
    }

    @Arbiter
    public void look(II_Result r) {
      long begin = Rig.now();
      if (goesOn) {
        worker.run();
      }
      while (!t.isDone() && Rig.lost(begin) == 0) {
        Rig.pause(); // another worker has been started
      }
      r.r1 = Rig.lost(begin);
      r.r2 = t.isDone() ? t.faults() : 0;
    }
  }

  /** Two that wait for what they submit, and two workers that rest in between. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "somebody executes it")
  @Outcome(expect = FORBIDDEN, desc = "queued, and nobody is awake")
  @State
  public static class RestAgainstSubmit {
    private static final Pool POOL = new Pool(2, 1);

    private static int submitAndWait() {
      var t = POOL.rig.submitted(new Trial());
      long begin = Rig.now();
      while (!t.isDone() && Rig.lost(begin) == 0) {
        Thread.onSpinWait();
      }
      int lost = Rig.lost(begin);
      while (!t.isDone()) {
        POOL.workers.minParallel(2); // wakes one: let it go
        Rig.pause();
      }
      return lost;
    }

    @Actor
    public void submit(II_Result r) {
      r.r1 = submitAndWait();
    }

    @Actor
    public void submitToo(II_Result r) {
      r.r2 = submitAndWait();
    }
  }

  /** A worker begins what it has claimed while another takes it back. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "each executed once")
  @Outcome(expect = FORBIDDEN, desc = "lost or executed twice")
  @State
  public static class ClaimAgainstTakeBack {
    private final Pool pool = new Pool(1, 0);
    private final Worker worker = pool.worker();
    private final Trial[] trials = new Trial[8];

    public ClaimAgainstTakeBack() {
      pool.fill(trials);
    }

    @Actor
    public void work() {
      worker.run();
    }

    @Actor
    public void takeBack() {
      for (int i = 0; i < 3; i++) {
        Task<?> t = worker.claimed().takeBack();
        if (t != null) {
          t.execute(Rig.CALLS);
        }
      }
    }

    @Arbiter
    public void look(II_Result r) {
      r.r1 = pool.faults(trials);
      r.r2 = pool.rig.engine.readyCount();
    }
  }

  /** The watcher puts back what a worker has claimed while a request of it is cancelled. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "each executed once, or cancelled")
  @Outcome(expect = FORBIDDEN, desc = "lost, executed twice or executed after a cancel")
  @State
  public static class ClaimAgainstPutBack {
    private final Pool pool = new Pool(1, 0);
    private final Worker worker = pool.worker();
    private final Trial[] trials = new Trial[8];

    public ClaimAgainstPutBack() {
      pool.fill(trials);
    }

    @Actor
    public void work() {
      worker.run();
    }

    @Actor
    public void putBack() {
      worker.claimed().putBack(pool.rig.engine.readyQueue());
      trials[1].cancel();
    }

    @Arbiter
    public void look(I_Result r) {
      pool.rig.execute(); // what was put back after the worker had left
      r.r1 = pool.faults(trials) + pool.rig.engine.readyCount();
    }
  }

  /** A thread helps with what it has claimed while another takes it back, or helps itself. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "each executed once")
  @Outcome(expect = FORBIDDEN, desc = "lost, executed twice or left behind")
  @State
  public static class HelpersAgainstTakeBack {
    private final Pool pool = new Pool(1, Rig::helping);
    private final Trial[] trials = new Trial[6];

    public HelpersAgainstTakeBack() {
      pool.worker(); // never runs, so that none comes for what is put back
      pool.fill(trials);
    }

    @Actor
    public void help() {
      pool.rig.engine.helping().helpWithSome();
    }

    @Actor
    public void takeBack() {
      Task<?> t = pool.rig.engine.helping().takeBack();
      if (t != null) {
        t.execute(Rig.CALLS);
      }
      pool.rig.engine.helping().putBack();
      pool.rig.engine.helping().helpWithSome();
    }

    @Arbiter
    public void look(II_Result r) {
      pool.rig.execute(); // what was put back
      r.r1 = pool.faults(trials);
      r.r2 = pool.rig.engine.readyCount();
    }
  }
}
