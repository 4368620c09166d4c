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

/** Waiting for everything: the counter of what is outstanding, and who is woken when it falls. */
public final class FlushStress {
  private FlushStress() {}

  /** A thread flushes while the last request is delivered by another. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "woken")
  @Outcome(expect = FORBIDDEN, desc = "asleep though nothing is outstanding")
  @State
  public static class FlushAgainstDelivery {
    private final Rig rig = Rig.still();
    private final Trial first = rig.submitted(Trial.called());
    private final Trial second = rig.submitted(new Trial());

    @Actor
    public void run() {
      rig.execute();
      rig.deliver();
    }

    @Actor
    public void flush(II_Result r) {
      r.r1 = Rig.lost(d -> rig.engine.shutdown().flush(d, false));
      r.r1 += first.called == 1 && second.isDone() ? 0 : 100;
    }

    @Arbiter
    public void look(II_Result r) {
      r.r2 = first.faults() + second.faults() + rig.leftOver();
    }
  }

  /** What a callback submits takes the place of what was delivered before: nobody sees neither. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "there was always something outstanding")
  @Outcome(expect = FORBIDDEN, desc = "flushed though a request was queued")
  @State
  public static class FlushAgainstResubmission {
    private final Rig rig = Rig.still();
    private final Trial first = rig.submitted(Trial.called());
    private final Trial second = rig.submitted(new Trial());
    private final Trial third = new Trial();

    public FlushAgainstResubmission() {
      second.onComplete((_, _) -> {
        second.called++;
        rig.submitted(third);
      });
      rig.execute();
    }

    @Actor
    public void deliver() {
      rig.deliver();
    }

    @Actor
    public void flush(II_Result r) {
      r.r1 = Rig.holds(_ -> rig.engine.shutdown().flush(Rig.now() + 5_000, false));
    }

    @Arbiter
    public void look(II_Result r) {
      rig.finish();
      r.r2 = first.faults() + second.faults() + third.faults() + rig.leftOver();
    }
  }

  /** The thread that polls flushes, while a request nobody waits for ends without a delivery. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "woken")
  @Outcome(expect = FORBIDDEN, desc = "asleep though nothing is outstanding")
  @State
  public static class PollingFlush {
    private final Rig rig = Rig.polled();
    private final Trial t = rig.submitted(new Trial());

    @Actor
    public void run() {
      rig.execute();
    }

    @Actor
    public void flush(II_Result r) {
      r.r1 = Rig.lost(d -> rig.engine.delivery().polling().flushHere(d, false));
    }

    @Arbiter
    public void look(II_Result r) {
      r.r2 = t.faults() + rig.leftOver();
    }
  }

  /** A callback flushes: its own request is not waited for, so one that is left wakes it. */
  @JCStressTest
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "woken inside the callback")
  @Outcome(expect = FORBIDDEN, desc = "asleep though only its own request is outstanding")
  @State
  public static class FlushInCallback {
    private final Rig rig = Rig.polled();
    private final Trial outer = rig.submitted(new Trial());
    private final Trial other = rig.submitted(new Trial());
    private int lost;

    public FlushInCallback() {
      outer.onComplete((_, _) -> flush());
      rig.run(outer);
    }

    private void flush() {
      lost = Rig.lost(d -> rig.engine.delivery().polling().flushHere(d, false));
      outer.called++;
    }

    @Actor
    public void run() {
      rig.execute();
    }

    @Actor
    public void poll() {
      rig.deliver();
    }

    @Arbiter
    public void look(III_Result r) {
      r.r1 = lost;
      r.r2 = outer.called;
      r.r3 = outer.faults() + other.faults() + rig.leftOver();
    }
  }
}
