package dev.jaio.internal.uring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Backend;
import dev.jaio.internal.engine.Rig;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.engine.Router;
import dev.jaio.internal.engine.Task;
import dev.jaio.internal.engine.Trial;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Requests on a ring that several threads drive, and threads that sleep in its kernel: no request
 * stays behind, no wake-up is lost. The kernel is plain Java, see {@link JavaKernel}.
 */
public final class RingStress {
  private RingStress() {}

  private static final Backend NO_THREADS =
      new Backend() {
        @Override
        public void ready(Task<?> task, int queued) {}

        @Override
        public void close() {}
      };

  /**
   * An engine on a ring, around which nothing moves by itself. Used again, since jcstress makes
   * more of them in a second than there is native memory for.
   */
  private static final class Ringed {
    private static final Queue<Ringed> POLLED = new ConcurrentLinkedQueue<>();
    private static final Queue<Ringed> DRIVEN = new ConcurrentLinkedQueue<>();

    private final Queue<Ringed> free;
    private final JavaKernel kernel = new JavaKernel();
    private final Rig rig;

    static Ringed polled() {
      Ringed r = POLLED.poll();
      return r == null ? new Ringed(true) : r;
    }

    static Ringed driven() {
      Ringed r = DRIVEN.poll();
      return r == null ? new Ringed(false) : r;
    }

    private Ringed(boolean polled) {
      free = polled ? POLLED : DRIVEN;
      var opened = new RingSetup.Opened(kernel.ring(), "");
      rig = Rig.with(polled, e -> new UringBackend(e, opened, NO_THREADS, Router.forced()));
    }

    Entered submitted(int opcode) {
      return rig.submitted(new Entered(opcode));
    }

    /** 1 if the kernel was told to stop it, where the ring's helper may be at it at this moment. */
    static int isStopped(Trial t) {
      return comes(t::isCancelled) ? 1 : 0;
    }

    /** How often it was executed, where the ring's helper may be at it at this moment. */
    static int executions(Trial t) {
      return comes(() -> t.executions() > 0) ? t.executions() : 0;
    }

    /** What was left to who sleeps in the kernel would come after a longer time. */
    private static boolean comes(BooleanSupplier condition) {
      long end = System.nanoTime() + Rig.LOST_NANOS / 2;
      while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
        Thread.onSpinWait();
      }
      return condition.getAsBoolean();
    }

    /** All that was held in the kernel is complete and is delivered. What is wrong then. */
    int faults(Trial... trials) {
      long end = System.nanoTime() + Rig.LOST_NANOS;
      do {
        kernel.completeAll(); // the ring's helper may be entering more at this moment
        rig.finish();
      } while (rig.leftOver() > 0 && System.nanoTime() - end < 0);
      int faults = rig.leftOver();
      for (Trial t : trials) {
        faults += t.faults();
      }
      if (faults == 0) {
        free.add(this);
      }
      return faults;
    }
  }

  /** A request that the ring can carry out. */
  private static final class Entered extends Trial {
    private final int opcode;

    Entered(int opcode) {
      super(0);
      this.opcode = opcode;
      onComplete(counter());
    }

    @Override
    protected RingForm ringForm() {
      return RingForm.DIRECT;
    }

    @Override
    protected int prep(Entry e) {
      lend();
      return e.fill(opcode, -1, 0, 0, 0);
    }

    @Override
    protected int completed(int res, Entry e) {
      return res < 0 ? res : work();
    }

    /** Also told of what the kernel has stopped. */
    @Override
    protected void discard() {
      if (executions() > 0) {
        super.discard();
      }
    }
  }

  /** Two threads submit: who does not get the ring leaves its request to the other. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "both are carried out")
  @Outcome(expect = FORBIDDEN, desc = "one stays behind, or is carried out twice")
  @State
  public static class SubmitAgainstSubmit {
    private final Ringed r = Ringed.driven();
    private final Entered one = new Entered(IoUringOp.IORING_OP_NOP);
    private final Entered two = new Entered(IoUringOp.IORING_OP_NOP);

    @Actor
    public void one() {
      r.rig.submitted(one);
    }

    @Actor
    public void two() {
      r.rig.submitted(two);
    }

    @Arbiter
    public void look(III_Result result) {
      result.r1 = Ringed.executions(one);
      result.r2 = Ringed.executions(two);
      result.r3 = r.faults(one, two);
    }
  }

  /** One thread submits what lasts, another one cancels it. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "the kernel is told to stop it")
  @Outcome(expect = FORBIDDEN, desc = "the cancel did not reach the kernel")
  @State
  public static class CancelAgainstSubmit {
    private final Ringed r = Ringed.driven();
    private final Entered t = new Entered(IoUringOp.IORING_OP_READ);

    @Actor
    public void submit() {
      r.rig.submitted(t);
    }

    @Actor
    public void cancel(III_Result result) {
      while (!t.isQueued()) {
        Thread.onSpinWait();
      }
      result.r1 = t.cancel() ? 1 : 0;
    }

    @Arbiter
    public void look(III_Result result) {
      result.r2 = Ringed.isStopped(t);
      result.r3 = r.faults(t);
    }
  }

  /** One thread has nothing to do on the ring while another one cancels what lasts. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "the kernel is told to stop it")
  @Outcome(expect = FORBIDDEN, desc = "the cancel was left to who had nothing to do")
  @State
  public static class CancelAgainstDrive {
    private final Ringed r = Ringed.driven();
    private final Entered held = r.submitted(IoUringOp.IORING_OP_READ);

    @Actor
    public void drive() {
      r.rig.nudge();
    }

    @Actor
    public void cancel(III_Result result) {
      result.r1 = held.cancel() ? 1 : 0;
    }

    @Arbiter
    public void look(III_Result result) {
      result.r2 = Ringed.isStopped(held);
      result.r3 = r.faults(held);
    }
  }

  /** A thread that polls goes to sleep in the kernel while another one ends a request. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "woken")
  @Outcome(expect = FORBIDDEN, desc = "asleep though there is something to deliver")
  @State
  public static class SleepAgainstEnd {
    private final Ringed r = Ringed.polled();
    private final Entered held = r.submitted(IoUringOp.IORING_OP_READ);
    private final Trial t = r.rig.submitted(Trial.called());

    public SleepAgainstEnd() {
      r.rig.deliver(); // brings what is held into the kernel
    }

    @Actor
    public void poll(II_Result result) {
      result.r1 = Rig.lost(_ -> r.rig.pollWait() > 0);
    }

    @Actor
    public void end() {
      r.rig.run(t);
    }

    @Arbiter
    public void look(II_Result result) {
      result.r2 = r.faults(held, t);
    }
  }

  /** A thread that polls goes to sleep in the kernel while another one reaps. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "woken")
  @Outcome(expect = FORBIDDEN, desc = "the wake-up was taken by who reaped")
  @State
  public static class SleepAgainstReap {
    private final Ringed r = Ringed.polled();
    private final Entered held = r.submitted(IoUringOp.IORING_OP_READ);
    private final Entered t = new Entered(IoUringOp.IORING_OP_NOP);

    public SleepAgainstReap() {
      r.rig.deliver();
    }

    @Actor
    public void poll(II_Result result) {
      result.r1 = Rig.lost(_ -> r.rig.pollWait() > 0);
    }

    @Actor
    public void submit() {
      r.rig.submitted(t); // complete as soon as it is entered
    }

    @Arbiter
    public void look(II_Result result) {
      result.r2 = r.faults(held, t);
    }
  }

  /** Who goes to sleep takes an entry along while another thread ends a request. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "woken")
  @Outcome(expect = FORBIDDEN, desc = "asleep though there is something to deliver")
  @State
  public static class RestAgainstEnd {
    private final Ringed r = Ringed.polled();
    private final Entered held = r.submitted(IoUringOp.IORING_OP_READ);
    private final Trial t = r.rig.submitted(Trial.called());

    @Actor
    public void rest(II_Result result) {
      result.r1 = Rig.lost(d -> r.rig.restOrDeliver(d) > 0);
    }

    @Actor
    public void end() {
      r.rig.run(t);
    }

    @Arbiter
    public void look(II_Result result) {
      result.r2 = r.faults(held, t);
    }
  }

  /** Who goes to sleep takes an entry along while another thread submits one. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "woken, and both are carried out")
  @Outcome(expect = FORBIDDEN, desc = "an entry was left behind")
  @State
  public static class RestAgainstSubmit {
    private final Ringed r = Ringed.polled();
    private final Entered held = r.submitted(IoUringOp.IORING_OP_READ);
    private final Entered t = new Entered(IoUringOp.IORING_OP_NOP);

    @Actor
    public void rest(II_Result result) {
      result.r1 = Rig.lost(d -> r.rig.restOrDeliver(d) > 0);
    }

    @Actor
    public void submit() {
      r.rig.submitted(t); // complete as soon as it is entered
    }

    @Arbiter
    public void look(II_Result result) {
      result.r2 = r.faults(held, t);
    }
  }

  /** Who goes to sleep takes an entry along while another thread cancels it. */
  @JCStressTest
  @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "stopped, and woken")
  @Outcome(expect = FORBIDDEN, desc = "the cancel did not reach the kernel, or woke nobody")
  @State
  public static class RestAgainstCancel {
    private final Ringed r = Ringed.polled();
    private final Entered held = r.submitted(IoUringOp.IORING_OP_READ);

    @Actor
    public void rest(III_Result result) {
      result.r2 = Rig.lost(d -> r.rig.restOrDeliver(d) > 0);
    }

    @Actor
    public void cancel(III_Result result) {
      result.r1 = held.cancel() ? 1 : 0;
    }

    @Arbiter
    public void look(III_Result result) {
      result.r3 = r.faults(held);
    }
  }

  /** A thread parks for what the kernel holds while that completes: the helper sees it. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "woken")
  @Outcome(expect = FORBIDDEN, desc = "nobody attended")
  @State
  public static class ParkAgainstCompletion {
    private final Ringed r = Ringed.driven();
    private final Entered held = r.submitted(IoUringOp.IORING_OP_READ);

    @Actor
    public void await(II_Result result) {
      result.r1 = Rig.lost(_ -> held.get(Rig.LOST_NANOS, TimeUnit.NANOSECONDS) == 1);
    }

    /**
     * The helper, which the test before has used, may have taken what was submitted for entering.
     */
    @Actor
    public void complete() {
      long end = System.nanoTime() + Rig.LOST_NANOS;
      while (r.kernel.completeAll() == 0 && System.nanoTime() - end < 0) {
        Thread.onSpinWait();
      }
    }

    @Arbiter
    public void look(II_Result result) {
      result.r2 = r.faults(held);
    }
  }
}
