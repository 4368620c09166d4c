package dev.jaio.internal.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A request ends, is cancelled, is given a callback and is waited for, all at once.
 *
 * <p>Two threads do two of the four each, in the three ways in which they can be paired, so that
 * the tests run where there are two processors; where there are four, each has its own thread as
 * well. In every result the first number is who was told that he cancelled, the second how often
 * the callback was called, the third what is wrong: a lost wait, a request that ended twice or not
 * at all, something left over.
 */
public final class LifeStress {
  private LifeStress() {}

  /** What the tests have in common. */
  private static final class Case {
    private final Rig rig = Rig.still();
    private final Trial t = rig.submitted(new Trial());
    private volatile int lost; // written by who waits only

    void execute() {
      rig.execute();
    }

    void executeAndDeliver() {
      rig.execute();
      rig.deliver();
    }

    void set() {
      t.onComplete(t.counter());
    }

    int cancel() {
      return t.cancel() ? 1 : 0;
    }

    void await() {
      lost = Rig.lost(_ -> isEnded());
    }

    private boolean isEnded() throws Exception {
      try {
        return t.get(Rig.LOST_NANOS, TimeUnit.NANOSECONDS) == 1;
      } catch (CancellationException e) {
        return t.isCancelled();
      }
    }

    void look(III_Result r) {
      rig.finish();
      r.r2 = t.called;
      r.r3 = t.faults() + rig.leftOver() + 10_000 * lost;
    }
  }

  /** The thread that ends the request also waits for it. */
  @JCStressTest
  @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "cancelled, the callback is not called")
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "done, the callback is called once")
  @Outcome(expect = FORBIDDEN, desc = "ended twice or not at all, or somebody was not told")
  @State
  public static class EndAndAwaitAgainstSetAndCancel {
    private final Case c = new Case();

    @Actor
    public void run() {
      c.execute();
      c.await();
    }

    @Actor
    public void cancel(III_Result r) {
      c.set();
      r.r1 = c.cancel();
    }

    @Arbiter
    public void look(III_Result r) {
      c.look(r);
    }
  }

  /** The thread that ends the request is also the one that wants a callback. */
  @JCStressTest
  @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "cancelled, the callback is not called")
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "done, the callback is called once")
  @Outcome(expect = FORBIDDEN, desc = "ended twice or not at all, or somebody was not told")
  @State
  public static class EndAndSetAgainstCancelAndAwait {
    private final Case c = new Case();

    @Actor
    public void run() {
      c.executeAndDeliver();
      c.set();
      c.rig.deliver();
    }

    @Actor
    public void cancel(III_Result r) {
      r.r1 = c.cancel();
      c.await();
    }

    @Arbiter
    public void look(III_Result r) {
      c.look(r);
    }
  }

  /** The thread that ends the request cancels it too late, or not too late for a callback. */
  @JCStressTest
  @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "cancelled, the callback is not called")
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "done, the callback is called once")
  @Outcome(expect = FORBIDDEN, desc = "ended twice or not at all, or somebody was not told")
  @State
  public static class EndAndCancelAgainstSetAndAwait {
    private final Case c = new Case();

    @Actor
    public void run(III_Result r) {
      c.executeAndDeliver();
      r.r1 = c.cancel();
    }

    @Actor
    public void await() {
      c.set();
      c.await();
    }

    @Arbiter
    public void look(III_Result r) {
      c.look(r);
    }
  }

  /** Each of the four by a thread of its own. */
  @JCStressTest
  @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "cancelled, the callback is not called")
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "done, the callback is called once")
  @Outcome(expect = FORBIDDEN, desc = "ended twice or not at all, or somebody was not told")
  @State
  public static class EndAgainstSetAgainstCancelAgainstAwait {
    private final Case c = new Case();

    @Actor
    public void run() {
      c.executeAndDeliver();
    }

    @Actor
    public void set() {
      c.set();
    }

    @Actor
    public void cancel(III_Result r) {
      r.r1 = c.cancel();
    }

    @Actor
    public void await() {
      c.await();
    }

    @Arbiter
    public void look(III_Result r) {
      c.look(r);
    }
  }
}
