package dev.jaio.internal.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** How a request ends when two threads decide it: exactly one terminal state. */
public final class RequestStress {
  private RequestStress() {}

  /** Execution and delivery against cancel, with a callback. */
  @JCStressTest
  @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "cancelled, the callback is not called")
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "delivered, the callback is called once")
  @Outcome(expect = FORBIDDEN, desc = "ended twice, or not at all")
  @State
  public static class CancelAgainstDelivery {
    private final Rig rig = Rig.still();
    private final Trial t = rig.submitted(Trial.called());

    @Actor
    public void run() {
      rig.execute();
      rig.deliver();
    }

    @Actor
    public void cancel(III_Result r) {
      r.r1 = t.cancel() ? 1 : 0;
    }

    @Arbiter
    public void look(III_Result r) {
      rig.deliver();
      r.r2 = t.called;
      r.r3 = t.faults() + rig.leftOver();
    }
  }

  /** What begins and ends in one step, against cancel. */
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "cancelled, the callback is not called")
  @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "delivered, the callback is called once")
  @Outcome(expect = FORBIDDEN, desc = "ended twice, or not at all")
  @State
  public static class CancelAgainstInstant {
    private final Rig rig = Rig.still();
    private final Trial t = rig.submitted(Trial.called());

    @Actor
    public void run() {
      rig.executeInstant();
      rig.deliver();
    }

    @Actor
    public void cancel(III_Result r) {
      r.r1 = t.cancel() ? 1 : 0;
    }

    @Arbiter
    public void look(III_Result r) {
      rig.deliver();
      r.r2 = t.called;
      r.r3 = t.released + rig.leftOver();
    }
  }

  /** What begins and ends in one step while a callback is set. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "called once")
  @Outcome(expect = FORBIDDEN, desc = "called twice, or never")
  @State
  public static class CallbackAgainstInstant {
    private final Rig rig = Rig.still();
    private final Trial t = rig.submitted(new Trial());

    @Actor
    public void run() {
      rig.executeInstant();
      rig.deliver();
    }

    @Actor
    public void set() {
      t.onComplete(t.counter());
    }

    @Arbiter
    public void look(II_Result r) {
      rig.deliver();
      r.r1 = t.called;
      r.r2 = t.released + rig.leftOver();
    }
  }

  /** Execution against cancel when nobody wants the result. */
  @JCStressTest
  @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "cancelled, memory of the caller untouched")
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "done, memory of the caller changed once")
  @Outcome(expect = FORBIDDEN, desc = "ended twice, or changed after a cancel")
  @State
  public static class CancelAgainstSettle {
    private final Rig rig = Rig.still();
    private final Trial t =
        rig.submitted(
            new Trial() {
              @Override
              protected boolean settles() {
                return true;
              }
            });

    @Actor
    public void run() {
      rig.execute();
    }

    @Actor
    public void cancel(III_Result r) {
      r.r1 = t.cancel() ? 1 : 0;
    }

    @Arbiter
    public void look(III_Result r) {
      r.r2 = t.settled;
      r.r3 = t.faults() + rig.leftOver();
    }
  }

  /** A cancel by who has got hold of an operation before it is submitted. */
  @JCStressTest
  @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "cancelled, at whatever moment")
  @Outcome(expect = FORBIDDEN, desc = "still outstanding, executed, or called")
  @State
  public static class CancelAgainstSubmit {
    private final Rig rig = Rig.still();
    private final Trial t = Trial.called();

    @Actor
    public void submit() {
      rig.submitted(t);
    }

    @Actor
    public void cancel(III_Result r) {
      r.r1 = t.cancel() ? 1 : 0;
    }

    @Arbiter
    public void look(III_Result r) {
      rig.finish();
      r.r2 = t.called;
      r.r3 = t.executions() + rig.leftOver();
    }
  }

  /** Two cancels against the execution: who is told "cancelled" is right. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 0", "0, 1, 0"},
      expect = ACCEPTABLE,
      desc = "one of them did it")
  @Outcome(expect = FORBIDDEN, desc = "both did it, or none")
  @State
  public static class CancelAgainstCancel {
    private final Rig rig = Rig.still();
    private final Trial t = rig.submitted(Trial.called());

    @Actor
    public void runAndCancel(III_Result r) {
      rig.execute();
      r.r1 = t.cancel() ? 1 : 0;
    }

    @Actor
    public void cancel(III_Result r) {
      r.r2 = t.cancel() ? 1 : 0;
    }

    @Arbiter
    public void look(III_Result r) {
      rig.deliver();
      int told = r.r1 + r.r2;
      r.r3 = t.faults() + rig.leftOver() + (t.isCancelled() == told > 0 ? 0 : 1000);
    }
  }

  /** The system works on memory of the caller: the request cannot end before. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "what looks ended has given the memory back")
  @Outcome(expect = FORBIDDEN, desc = "ended while the memory was in use")
  @State
  public static class CancelOfLent {
    private final Rig rig = Rig.still();
    private final Lender t = rig.submitted(new Lender());

    @Actor
    public void run() {
      rig.execute();
    }

    @Actor
    public void cancel(II_Result r) {
      t.cancel();
      r.r1 = t.isDone() && t.lent ? 1 : 0;
    }

    @Arbiter
    public void look(II_Result r) {
      r.r2 = t.faults() + rig.leftOver();
    }

    private static final class Lender extends Trial {
      private volatile boolean lent;

      @Override
      protected int work() {
        int n = super.work();
        if (lend()) {
          lent = true;
          for (int i = 0; i < 30; i++) {
            Thread.onSpinWait();
          }
          lent = false;
        }
        return n;
      }
    }
  }
}
