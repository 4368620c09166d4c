package dev.jaio.internal.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Threads that help, and the end of the engine. */
public final class HelpingStress {
  private HelpingStress() {}

  private static final Field SPARE;

  static {
    try {
      SPARE = Helping.class.getDeclaredField("spare");
      SPARE.setAccessible(true);
    } catch (NoSuchFieldException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static boolean keepsOne(Helping h) {
    try {
      return ((AtomicReference<?>) SPARE.get(h)).get() != null;
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** A backend on which who waits makes calls itself. */
  private static final class Helped implements Backend {
    @Override
    public void ready(Task<?> task, int queued) {}

    @Override
    public Calls helper() {
      return Rig.CALLS;
    }

    @Override
    public void close() {}
  }

  /** A thread that has helped keeps what it needed for the next time while the engine closes. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing is kept")
  @Outcome(expect = FORBIDDEN, desc = "a helper, and with it a ring, is never closed")
  @State
  public static class KeepAgainstClose {
    private final Rig rig = Rig.helping(_ -> new Helped());
    private final Trial t = rig.submitted(Trial.called());

    @Actor
    public void help() {
      rig.engine.helping().helpWithAny(1);
    }

    @Actor
    public void close() {
      rig.engine.helping().close();
    }

    @Arbiter
    public void look(II_Result r) {
      r.r1 = keepsOne(rig.engine.helping()) ? 1 : 0;
      rig.finish();
      r.r2 = t.faults() + rig.leftOver();
    }
  }
}
