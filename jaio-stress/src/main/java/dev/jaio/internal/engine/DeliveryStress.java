package dev.jaio.internal.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Nobody sleeps while there is something to deliver, and nobody else delivers meanwhile. */
public final class DeliveryStress {
  private DeliveryStress() {}

  /** The user's loop goes to sleep in pollWait while a request completes. */
  @JCStressTest
  @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "woken, and delivered")
  @Outcome(expect = FORBIDDEN, desc = "asleep with work to do")
  @State
  public static class PollWaitAgainstComplete {
    private final Rig rig = Rig.polled();
    private final Trial t = rig.submitted(Trial.called());

    @Actor
    public void complete() {
      rig.execute();
    }

    @Actor
    public void pollWait(III_Result r) {
      r.r2 = Rig.lost(_ -> (r.r1 = rig.engine.delivery().polling().pollWait(Rig.LOST_NANOS)) == 1);
    }

    @Arbiter
    public void look(III_Result r) {
      r.r3 = t.faults() + rig.leftOver() + t.called - 1;
    }
  }

  /** The dispatcher goes to sleep while a request completes. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "woken")
  @Outcome(expect = FORBIDDEN, desc = "asleep with work to do")
  @State
  public static class DispatcherAgainstComplete {
    private final Rig rig = Rig.still();
    private volatile boolean awake;

    public DispatcherAgainstComplete() {
      rig.submitted(Trial.called());
    }

    @Actor
    public void complete(I_Result r) {
      rig.execute();
      long begin = Rig.now();
      while (!awake && Rig.lost(begin) == 0) {
        Thread.onSpinWait();
      }
      r.r1 = Rig.lost(begin);
      while (!awake) {
        rig.engine.delivery().wakeSleeper(); // let it go
      }
    }

    @Actor
    public void rest() {
      while (rig.engine.delivery().isEmpty()) {
        rig.engine.delivery().sleepAsDispatcher(() -> false);
      }
      awake = true;
    }
  }

  /** Whoever completes delivers too: one thread must take over what the other has pushed. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "both delivered, never two at a time")
  @Outcome(expect = FORBIDDEN, desc = "left behind, doubled, or two delivered at a time")
  @State
  public static class HandOver {
    private final Rig rig = Rig.delivering(Runnable::run);
    private final Trial first = rig.submitted(new Trial());
    private final Trial second = rig.submitted(new Trial());
    private volatile int inside;
    private volatile int overlaps;

    public HandOver() {
      prepare(first);
      prepare(second);
    }

    private void prepare(Trial t) {
      t.onComplete((_, _) -> {
        t.called++;
        if (inside != 0) {
          overlaps = 1;
        }
        inside = 1;
        Thread.onSpinWait();
        inside = 0;
      });
    }

    @Actor
    public void complete() {
      rig.run(first);
    }

    @Actor
    public void completeToo() {
      rig.run(second);
    }

    @Arbiter
    public void look(III_Result r) {
      r.r1 = first.called;
      r.r2 = second.called;
      r.r3 = overlaps + rig.leftOver();
    }
  }

  /** An executor runs the deliveries it was given while a request completes. */
  @JCStressTest
  @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "both delivered")
  @Outcome(expect = FORBIDDEN, desc = "no delivery was scheduled for one of them")
  @State
  public static class ScheduleAgainstDeliver {
    private final ConcurrentLinkedQueue<Runnable> loop = new ConcurrentLinkedQueue<>();
    private final Rig rig = Rig.delivering(loop::add);
    private final Trial first = rig.submitted(Trial.called());
    private final Trial second = rig.submitted(Trial.called());

    public ScheduleAgainstDeliver() {
      rig.run(first);
    }

    @Actor
    public void complete() {
      rig.run(second);
    }

    @Actor
    public void runLoop() {
      for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
        task.run();
      }
    }

    @Arbiter
    public void look(II_Result r) {
      runLoop();
      r.r1 = first.called + second.called;
      r.r2 = rig.leftOver();
    }
  }

  /** Two threads poll in turn; the one that only looks in must not take the wake-up with it. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "woken")
  @Outcome(expect = FORBIDDEN, desc = "asleep though nothing is outstanding any more")
  @State
  public static class SleepAgainstSleep {
    private final Rig rig = Rig.polled();
    private final Trial t = rig.submitted(new Trial());

    @Actor
    public void sleepLong(II_Result r) {
      long begin = Rig.now();
      while (!t.isDone() && Rig.lost(begin) == 0) {
        rig.engine.delivery().sleep(begin + Rig.LOST_NANOS, null);
      }
      r.r1 = Rig.lost(begin);
    }

    @Actor
    public void sleepShort() {
      rig.engine.delivery().sleep(Rig.now() + 1000, null);
      LockSupport.parkNanos(1000);
      rig.execute();
    }

    @Arbiter
    public void look(II_Result r) {
      r.r2 = t.faults() + rig.leftOver();
    }
  }
}
