package dev.jaio.internal.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The poll descriptor: when all is quiet it is readable if there is work; if there is none, it is
 * not, or the next poll ends it.
 */
public final class NotifierStress {
  private NotifierStress() {}

  /** A descriptor that is a field. */
  private static final class Flag extends Notifier {
    private volatile boolean readable;

    @Override
    protected void write() {
      readable = true;
    }

    @Override
    protected void drain() {
      readable = false;
    }

    @Override
    protected void close() {}

    void look(Rig rig, II_Result r) {
      r.r1 = readable ? 1 : 0;
      if (readable && rig.engine.delivery().isEmpty()) {
        rig.deliver();
        r.r1 = readable ? 1 : 2;
      }
      r.r2 = rig.engine.delivery().isEmpty() ? 0 : 1;
    }
  }

  /** Two threads complete and poll. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "readable if there is work")
  @Outcome(id = "2, 0", expect = FORBIDDEN, desc = "readable without work")
  @Outcome(id = "0, 1", expect = FORBIDDEN, desc = "the loop sleeps with work to do")
  @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "the loop spins without work")
  @State
  public static class PollAgainstPoll {
    private final Rig rig = Rig.still();
    private final Flag flag = new Flag();
    private final Trial first = rig.submitted(Trial.called());
    private final Trial second = rig.submitted(Trial.called());

    public PollAgainstPoll() {
      rig.engine.delivery().add(flag);
    }

    private void run(Trial t) {
      rig.run(t);
      rig.deliver();
    }

    @Actor
    public void complete() {
      run(first);
    }

    @Actor
    public void completeToo() {
      run(second);
    }

    @Arbiter
    public void look(II_Result r) {
      flag.look(rig, r);
    }
  }

  /** One completes, one polls. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "readable if there is work")
  @Outcome(id = "2, 0", expect = FORBIDDEN, desc = "readable without work")
  @Outcome(id = "0, 1", expect = FORBIDDEN, desc = "the loop sleeps with work to do")
  @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "the loop spins without work")
  @State
  public static class CompleteAgainstPoll {
    private final Rig rig = Rig.still();
    private final Flag flag = new Flag();

    public CompleteAgainstPoll() {
      for (int i = 0; i < 8; i++) {
        rig.submitted(Trial.called());
      }
      rig.engine.delivery().add(flag);
    }

    @Actor
    public void complete() {
      for (Task<?> t = rig.engine.takeReady(); t != null; t = rig.engine.takeReady()) {
        t.execute(Rig.CALLS);
        rig.engine.signal();
      }
    }

    @Actor
    public void poll() {
      for (int i = 0; i < 12; i++) {
        rig.deliver();
      }
    }

    @Arbiter
    public void look(II_Result r) {
      flag.look(rig, r);
    }
  }

  /** The descriptor is asked for while a request completes. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "readable")
  @Outcome(expect = FORBIDDEN, desc = "the loop sleeps with work to do")
  @State
  public static class AddAgainstComplete {
    private final Rig rig = Rig.still();
    private final Flag flag = new Flag();

    public AddAgainstComplete() {
      rig.submitted(Trial.called());
    }

    @Actor
    public void complete() {
      rig.execute();
    }

    @Actor
    public void add() {
      rig.engine.delivery().add(flag);
    }

    @Arbiter
    public void look(II_Result r) {
      flag.look(rig, r);
    }
  }
}
