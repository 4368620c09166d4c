package dev.jaio.internal.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.file.Path;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A use of a file against closing it: the descriptor is closed once, and never under a use. */
public final class HandleStress {
  private HandleStress() {}

  /** An open file whose uses and close are counted. */
  private static final class OpenFile {
    private final Rig rig = Rig.still();
    private final Handle handle =
        new Handle(rig.engine, new Location(null, Path.of("stress")), -1, null);
    private volatile int inUse;
    private int closed;
    private int faults;

    private final class Use extends Trial {
      @Override
      protected Admission admit() {
        if (!handle.acquire()) {
          return Admission.CLOSED;
        }
        inUse = 1;
        return Admission.QUEUE;
      }

      @Override
      protected void released() {
        super.released();
        inUse = 0;
        handle.release();
      }
    }

    private final class Close extends Trial {
      Close() {
        var _ = shielded();
      }

      @Override
      protected Admission admit() {
        return handle.beginClose(this);
      }

      @Override
      protected int work() {
        closed++;
        faults += inUse;
        return super.work();
      }
    }

    void use() {
      rig.submitted(new Use());
      rig.execute();
    }

    void close() {
      rig.submitted(new Close());
      rig.execute();
    }

    /** How often it was closed, and what was wrong with that. */
    void finish(II_Result r) {
      rig.finish();
      r.r1 = closed;
      r.r2 = faults + rig.leftOver() + (handle.acquire() ? 100 : 0);
    }
  }

  /** One use, executed by whoever comes, and the close. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "closed once, after the use or without it")
  @Outcome(expect = FORBIDDEN, desc = "closed under a use, twice or never")
  @State
  public static class UseAgainstClose {
    private final OpenFile file = new OpenFile();

    @Actor
    public void use() {
      file.use();
    }

    @Actor
    public void close() {
      file.close();
    }

    @Arbiter
    public void look(II_Result r) {
      file.finish(r);
    }
  }

  /** Two closes, while a use that began before ends. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "closed once, after the use")
  @Outcome(expect = FORBIDDEN, desc = "closed under a use, twice or never")
  @State
  public static class CloseAgainstClose {
    private final OpenFile file = new OpenFile();

    public CloseAgainstClose() {
      file.rig.submitted(file.new Use());
    }

    @Actor
    public void close() {
      file.close();
    }

    @Actor
    public void closeToo() {
      file.close();
    }

    @Arbiter
    public void look(II_Result r) {
      file.finish(r);
    }
  }

  /** A use that is cancelled gives the file back as well. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "closed once, after the use")
  @Outcome(expect = FORBIDDEN, desc = "closed under a use, twice or never")
  @State
  public static class CancelAgainstClose {
    private final OpenFile file = new OpenFile();
    private final Trial use = file.rig.submitted(file.new Use());

    @Actor
    public void cancel() {
      use.cancel();
      file.rig.execute();
    }

    @Actor
    public void close() {
      file.close();
    }

    @Arbiter
    public void look(II_Result r) {
      file.finish(r);
    }
  }
}
