package dev.jaio.internal.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.jaio.Group;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A group ends exactly once, and never before its last member. */
public final class GroupStress {
  private GroupStress() {}

  /** A group whose end is counted. */
  private static final class Counted {
    private final Rig rig = Rig.still();
    private final Group<Integer> group = rig.group();
    private int ended;
    private int early;

    Counted() {
      group.onComplete((_, _) -> ended++);
    }

    /** A member that finds out whether the group has ended before it. */
    Trial member() {
      return (Trial) group.submit(watched());
    }

    Trial watched() {
      var t = new Trial();
      watch(t);
      return t;
    }

    void watch(Trial t) {
      t.onComplete((_, _) -> {
        t.called++;
        early += group.isDone() ? 1 : 0;
      });
    }

    void run() {
      rig.execute();
      rig.deliver();
    }

    int faults() {
      return early + group.size() + rig.leftOver() + (group.isDone() ? 0 : 100);
    }
  }

  /** The last member is delivered while the group is closed. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "ended once")
  @Outcome(expect = FORBIDDEN, desc = "ended twice, never or too early")
  @State
  public static class CloseAgainstLastMember {
    private final Counted c = new Counted();
    private final Trial t = c.member();

    @Actor
    public void run() {
      c.run();
    }

    @Actor
    public void close() {
      c.group.close();
    }

    @Arbiter
    public void look(II_Result r) {
      c.rig.finish();
      r.r1 = c.ended;
      r.r2 = c.faults() + t.faults();
    }
  }

  /**
   * An inner group is started while the outer one is cancelled: it is cancelled with it, or
   * refused.
   */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "cancelled, and nothing is outstanding")
  @Outcome(expect = FORBIDDEN, desc = "left open, or counted for good")
  @State
  public static class CancelAgainstInner {
    private final Rig rig = Rig.still();
    private final Group<Integer> outer = rig.group();
    private @Nullable Group<Integer> inner;

    @Actor
    public void start() {
      inner = outer.group();
    }

    @Actor
    public void cancel() {
      outer.cancel();
    }

    @Arbiter
    public void look(II_Result r) {
      rig.finish();
      r.r1 = inner != null && inner.isCancelled() ? 1 : 0;
      r.r2 = rig.leftOver();
    }
  }

  /** A member is submitted while the last one is delivered to the closed group. */
  @JCStressTest
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "too late: refused or cancelled")
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "the group waits for it")
  @Outcome(expect = FORBIDDEN, desc = "ended twice, never or too early")
  @State
  public static class SubmitAgainstEnd {
    private final Counted c = new Counted();
    private final Trial first = c.member();
    private final Trial second = c.watched();

    public SubmitAgainstEnd() {
      c.group.close();
    }

    @Actor
    public void run() {
      c.run();
    }

    @Actor
    public void submit(III_Result r) {
      try {
        r.r1 = c.group.submit(second).isCancelled() ? 0 : 1;
      } catch (IllegalStateException e) {
        r.r1 = 0;
      }
    }

    @Arbiter
    public void look(III_Result r) {
      c.rig.finish();
      r.r2 = c.ended;
      r.r3 = c.faults() + first.faults() + (r.r1 == 1 ? second.faults() : second.called);
    }
  }

  /** A request becomes a member while it executes and is delivered. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the group has ended once")
  @Outcome(expect = FORBIDDEN, desc = "the group waits for ever")
  @State
  public static class AddAgainstDelivery {
    private final Counted c = new Counted();
    private final Trial t = c.rig.submitted(Trial.called());

    @Actor
    public void run() {
      c.run();
    }

    @Actor
    public void add() {
      c.group.add(t);
      c.group.close();
    }

    @Arbiter
    public void look(II_Result r) {
      c.rig.finish();
      r.r1 = c.ended;
      r.r2 = c.faults() + t.faults() + t.called - 1;
    }
  }

  /** A request without a callback becomes a member while it ends. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the group has ended once")
  @Outcome(expect = FORBIDDEN, desc = "the group waits for ever")
  @State
  public static class AddAgainstEnd {
    private final Counted c = new Counted();
    private final Trial t = c.rig.submitted(new Trial());

    @Actor
    public void run() {
      c.rig.execute();
    }

    @Actor
    public void add() {
      c.group.add(t);
    }

    @Arbiter
    public void look(II_Result r) {
      c.group.close();
      c.rig.finish();
      r.r1 = c.ended;
      r.r2 = c.faults() + t.faults();
    }
  }

  /** A callback of a member is set while the member is delivered. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "called, and then the group has ended")
  @Outcome(expect = FORBIDDEN, desc = "ended before the callback, twice or never")
  @State
  public static class CallbackAgainstDelivery {
    private final Counted c = new Counted();
    private final Trial t = (Trial) c.group.submit(new Trial());

    @Actor
    public void run() {
      c.run();
      c.rig.deliver();
    }

    @Actor
    public void set() {
      c.watch(t);
      c.group.close();
    }

    @Arbiter
    public void look(II_Result r) {
      c.rig.finish();
      r.r1 = c.ended;
      r.r2 = c.faults() + t.faults() + t.called - 1;
    }
  }

  /** The last hold is released while the group is closed and its member delivered. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "ended once")
  @Outcome(expect = FORBIDDEN, desc = "ended twice, never or too early")
  @State
  public static class HoldAgainstClose {
    private final Counted c = new Counted();
    private final Trial t = c.member();
    private final Group.Hold hold = c.group.hold();

    @Actor
    public void run() {
      c.run();
      hold.close();
    }

    @Actor
    public void close() {
      c.group.close();
    }

    @Arbiter
    public void look(II_Result r) {
      c.rig.finish();
      r.r1 = c.ended;
      r.r2 = c.faults() + t.faults();
    }
  }

  /** An inner group ends while it becomes a member of an outer one. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "both have ended once")
  @Outcome(expect = FORBIDDEN, desc = "one waits for ever, or ended twice")
  @State
  public static class InnerAgainstOuter {
    private final Counted c = new Counted();
    private final Group<Integer> inner = c.rig.group();
    private final Trial t = (Trial) inner.submit(new Trial());

    @Actor
    public void run() {
      c.run();
      inner.close();
      c.rig.deliver();
    }

    @Actor
    public void add() {
      c.group.add(inner);
      c.group.close();
    }

    @Arbiter
    public void look(II_Result r) {
      c.rig.finish();
      r.r1 = c.ended;
      r.r2 = c.faults() + t.faults() + (inner.isDone() ? 0 : 1000);
    }
  }

  /** Members are submitted through a group while it is cancelled. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "cancelled, and its members with it")
  @Outcome(expect = FORBIDDEN, desc = "a member was forgotten")
  @State
  public static class CancelAgainstSubmit {
    private final Counted c = new Counted();
    private final Trial first = c.member();
    private final Trial second = c.watched();

    @Actor
    public void cancel() {
      c.group.cancel();
    }

    @Actor
    public void submit() {
      c.group.submit(second);
    }

    @Arbiter
    public void look(II_Result r) {
      int queued = c.rig.engine.readyCount();
      c.rig.finish();
      r.r1 = c.group.isCancelled() && first.isCancelled() && second.isCancelled() ? 1 : 0;
      r.r2 = queued + c.ended + c.faults() + first.faults() + second.faults();
    }
  }

  /** A feeder is set and the group closed while its members are executed and delivered. */
  @JCStressTest
  @Outcome(id = "1, 3, 0", expect = ACCEPTABLE, desc = "all fed, one call at a time, ended once")
  @Outcome(expect = FORBIDDEN, desc = "starved, called twice at a time, or ended too early")
  @State
  public static class FeedAgainstDelivery {
    private final Counted c = new Counted();
    private volatile int inside;
    private int overlaps;
    private int fed;

    private void feed(Group<Integer> g) {
      overlaps += inside;
      inside = 1;
      if (fed < 3) {
        fed++;
        g.submit(c.watched());
      }
      inside = 0;
    }

    @Actor
    public void run() {
      for (int i = 0; i < 4; i++) {
        c.run();
      }
    }

    @Actor
    public void feedAndClose() {
      c.group.feed(1, this::feed);
      c.group.limit(2);
      c.group.close();
    }

    @Arbiter
    public void look(III_Result r) {
      c.rig.finish();
      r.r1 = c.ended;
      r.r2 = fed;
      r.r3 = overlaps + c.faults();
    }
  }

  /** A feeder is due for a thread that may deliver, while another thread delivers. */
  @JCStressTest
  @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "all fed, one call at a time, ended once")
  @Outcome(expect = FORBIDDEN, desc = "the group waits for ever, or two delivered at a time")
  @State
  public static class FeedAgainstPoll {
    private final Rig rig = Rig.polled();
    private final Group<Integer> group = rig.group();
    private final Trial other = rig.submitted(Trial.called());
    private int fed;
    private int ended;

    public FeedAgainstPoll() {
      group.onComplete((_, _) -> ended++);
      rig.run(other);
    }

    @Actor
    public void feed(III_Result r) {
      rig.engine.delivery().adoptPolling();
      try {
        group.feed(
            1,
            g -> {
              if (fed < 2) {
                fed++;
                g.submit(new Trial());
              }
            });
        group.close();
      } catch (AssertionError e) {
        r.r3 = 1;
      }
    }

    @Actor
    public void poll() {
      rig.deliver();
    }

    @Arbiter
    public void look(III_Result r) {
      rig.finish();
      r.r1 = ended;
      r.r2 = fed;
      r.r3 += other.called - 1 + rig.leftOver();
    }
  }
}
