package dev.jaio.internal.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Whoever wants to know that a request has ended gets to know it, however late he asks. */
public final class CallbackStress {
  private CallbackStress() {}

  /** A callback set while the request executes. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "called once")
  @Outcome(expect = FORBIDDEN, desc = "dropped, or called twice")
  @State
  public static class SetAgainstEnd {
    private final Rig rig = Rig.still();
    private final Trial t = rig.submitted(new Trial());

    @Actor
    public void run() {
      rig.execute();
    }

    @Actor
    public void set() {
      t.onComplete(t.counter());
    }

    @Arbiter
    public void look(II_Result r) {
      rig.finish();
      r.r1 = t.called;
      r.r2 = t.faults() + rig.leftOver();
    }
  }

  /** A callback replaced while the request is delivered. */
  @JCStressTest
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "replaced before delivery")
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "each of the two in its turn")
  @Outcome(expect = FORBIDDEN, desc = "the last one dropped, or one called twice")
  @State
  public static class ReplaceAgainstDelivery {
    private final Rig rig = Rig.still();
    private final Trial t = rig.submitted(Trial.called());
    private final Trial second = new Trial();

    public ReplaceAgainstDelivery() {
      rig.execute();
    }

    @Actor
    public void deliver() {
      rig.deliver();
    }

    @Actor
    public void replace() {
      t.onComplete(second.counter());
    }

    @Arbiter
    public void look(III_Result r) {
      rig.finish();
      r.r1 = t.called;
      r.r2 = second.called;
      r.r3 = t.faults() + rig.leftOver();
    }
  }

  /** Two callbacks set by two threads, one of which ends and delivers the request. */
  @JCStressTest
  @Outcome(
      id = {"0, 1, 0", "1, 0, 0"},
      expect = ACCEPTABLE,
      desc = "the last one")
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "each of the two in its turn")
  @Outcome(expect = FORBIDDEN, desc = "both dropped, or one called twice")
  @State
  public static class SetAgainstSet {
    private final Rig rig = Rig.still();
    private final Trial t = rig.submitted(new Trial());
    private final Trial second = new Trial();

    @Actor
    public void run() {
      rig.execute();
      t.onComplete(t.counter());
      rig.deliver();
    }

    @Actor
    public void set() {
      t.onComplete(second.counter());
    }

    @Arbiter
    public void look(III_Result r) {
      rig.finish();
      r.r1 = t.called;
      r.r2 = second.called;
      r.r3 = t.faults() + rig.leftOver();
    }
  }

  /** A future asked for while the request ends and is delivered. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the future is complete")
  @Outcome(expect = FORBIDDEN, desc = "the future was forgotten")
  @State
  public static class FutureAgainstDelivery {
    private final Rig rig = Rig.still();
    private final Trial t = rig.submitted(Trial.called());
    private volatile CompletableFuture<Integer> future = new CompletableFuture<>();

    @Actor
    public void run() {
      rig.execute();
      rig.deliver();
    }

    @Actor
    public void ask() {
      future = t.toCompletableFuture();
    }

    @Arbiter
    public void look(II_Result r) {
      rig.finish();
      r.r1 = future.isDone() ? t.called : -1;
      r.r2 = t.faults() + rig.leftOver();
    }
  }

  /** A future asked for while the request is cancelled. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the future is cancelled")
  @Outcome(expect = FORBIDDEN, desc = "the future was forgotten")
  @State
  public static class FutureAgainstCancel {
    private final Rig rig = Rig.still();
    private final Trial t = rig.submitted(new Trial());
    private volatile CompletableFuture<Integer> future = new CompletableFuture<>();

    @Actor
    public void cancel() {
      t.cancel();
    }

    @Actor
    public void ask() {
      future = t.toCompletableFuture();
    }

    @Arbiter
    public void look(II_Result r) {
      rig.finish();
      r.r1 = future.isCancelled() ? 1 : 0;
      r.r2 = t.faults() + rig.leftOver();
    }
  }

  /** A thread begins to wait while the request ends. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "woken")
  @Outcome(expect = FORBIDDEN, desc = "asleep though the request has ended")
  @State
  public static class WaitAgainstEnd {
    private final Rig rig = Rig.still();
    private final Trial t = rig.submitted(new Trial());

    @Actor
    public void run() {
      rig.execute();
    }

    @Actor
    public void await(II_Result r) {
      r.r1 = Rig.lost(_ -> t.get(Rig.LOST_NANOS, TimeUnit.NANOSECONDS) == 1);
    }

    @Arbiter
    public void look(II_Result r) {
      r.r2 = t.faults() + rig.leftOver();
    }
  }

  /** One thread gives up waiting and unlinks itself while another begins to wait. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "woken")
  @Outcome(expect = FORBIDDEN, desc = "unlinked together with the one that gave up")
  @State
  public static class WaitAgainstGiveUp {
    private final Rig rig = Rig.still();
    private final Trial t = rig.submitted(new Trial());
    private volatile boolean gaveUp;

    @Actor
    public void giveUp() {
      for (int i = 0; i < 2; i++) {
        var l = new Listener(Thread.currentThread());
        t.addListener(l);
        t.removeListener(l);
      }
      gaveUp = true;
    }

    @Actor
    public void await(II_Result r) {
      var l = new Listener(Thread.currentThread());
      t.addListener(l);
      while (!gaveUp) {
        Thread.onSpinWait();
      }
      rig.execute(); // wakes this thread: park returns at once
      long begin = Rig.now();
      java.util.concurrent.locks.LockSupport.parkNanos(Rig.LOST_NANOS);
      r.r1 = Rig.lost(begin);
    }

    @Arbiter
    public void look(II_Result r) {
      r.r2 = t.faults() + rig.leftOver();
    }
  }
}
