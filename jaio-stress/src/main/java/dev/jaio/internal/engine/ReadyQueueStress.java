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
import org.openjdk.jcstress.infra.results.I_Result;

/** A request is taken, removed by a cancel or put back: it leaves the queue exactly once. */
public final class ReadyQueueStress {
  private ReadyQueueStress() {}

  /** Neighbours come, go and are cancelled. */
  @JCStressTest
  @Outcome(
      id = "0, 0",
      expect = ACCEPTABLE,
      desc = "each executed or cancelled, the links are whole")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled or miscounted")
  @State
  public static class TakeAgainstRemove {
    private final Rig rig = Rig.still();
    private final Trial first = rig.submitted(new Trial());
    private final Trial second = rig.submitted(new Trial());
    private final Trial third = rig.submitted(new Trial());
    private final Trial last = new Trial();

    @Actor
    public void offerAndTake() {
      rig.submitted(last);
      Task<?> t = rig.engine.takeReady();
      if (t != null) {
        t.execute(Rig.CALLS);
      }
    }

    @Actor
    public void cancel() {
      second.cancel();
      third.cancel();
    }

    @Arbiter
    public void look(II_Result r) {
      int size = rig.engine.readyCount();
      Task<?> t = rig.engine.takeReady();
      for (; t != null; t = rig.engine.takeReady()) {
        size--;
        t.execute(Rig.CALLS);
      }
      r.r1 = size;
      r.r2 = first.faults() + second.faults() + third.faults() + last.faults() + rig.leftOver();
    }
  }

  /** What was claimed is put back while it is cancelled. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "cancelled, and no longer queued")
  @Outcome(expect = FORBIDDEN, desc = "queued though cancelled")
  @State
  public static class PutBackAgainstCancel {
    private final Rig rig = Rig.still();
    private final Trial t = rig.submitted(new Trial());
    private final Trial other = rig.submitted(new Trial());

    public PutBackAgainstCancel() {
      rig.engine.takeReady();
    }

    @Actor
    public void putBack() {
      rig.engine.readyQueue().putBack(t);
    }

    @Actor
    public void cancel() {
      t.cancel();
    }

    @Arbiter
    @SuppressWarnings("ReferenceEquality") // the same request
    public void look(II_Result r) {
      r.r1 = rig.engine.takeReady() == other ? rig.engine.readyCount() : -1;
      other.execute(Rig.CALLS);
      r.r2 = t.faults() + other.faults() + rig.leftOver();
    }
  }

  /** The thread that waits for a request and a worker both want to execute it. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 0", "0, 1, 0"},
      expect = ACCEPTABLE,
      desc = "one of them gets it")
  @Outcome(expect = FORBIDDEN, desc = "both, or none")
  @State
  public static class TakeAgainstTakeThis {
    private final Rig rig = Rig.still();
    private final Trial t = rig.submitted(new Trial());

    @Actor
    public void take(III_Result r) {
      r.r1 = rig.engine.takeReady() == null ? 0 : 1;
    }

    @Actor
    public void takeThis(III_Result r) {
      r.r2 = rig.engine.readyQueue().takeThis(t) ? 1 : 0;
    }

    @Arbiter
    public void look(III_Result r) {
      r.r3 = rig.engine.readyCount() + (t.queue != null ? 10 : 0);
    }
  }

  /** Two wait for room, and room for two comes at once. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "both got in")
  @Outcome(expect = FORBIDDEN, desc = "one still waits though there is room")
  @State
  public static class RoomForTwo {
    private static final int LIMIT = 2;
    private final ReadyQueue queue = new ReadyQueue(LIMIT);
    private volatile boolean in;
    private volatile boolean inToo;

    public RoomForTwo() {
      fill();
    }

    private void fill() {
      for (int i = queue.size(); i < LIMIT; i++) {
        queue.offer(new Trial(), false, true);
      }
    }

    private void empty() {
      while (queue.take() != null) {
        // goes on
      }
    }

    @Actor
    public void offer() {
      queue.offer(new Trial(), true, false);
      in = true;
    }

    private void offerToo() {
      queue.offer(new Trial(), true, false);
      inToo = true;
    }

    @Actor
    public void take(I_Result r) {
      var thread = Thread.startVirtualThread(this::offerToo);
      while (thread.getState() != Thread.State.WAITING && !inToo) {
        Rig.pause();
      }
      queue.take();
      queue.take();
      long begin = Rig.now();
      while (!(in && inToo) && Rig.lost(begin) == 0) {
        Rig.pause();
      }
      r.r1 = Rig.lost(begin);
      while (!(in && inToo)) { // let it go
        fill();
        empty();
      }
    }
  }
}
