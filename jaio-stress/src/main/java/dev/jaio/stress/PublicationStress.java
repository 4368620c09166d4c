package dev.jaio.stress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A result written before a release store of the state is seen after an acquire load of it. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "not complete yet")
@Outcome(id = "1, 42", expect = Expect.ACCEPTABLE, desc = "complete, with its result")
@Outcome(expect = Expect.FORBIDDEN, desc = "complete without its result")
@State
public class PublicationStress {
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(PublicationStress.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // through STATE
  private int state;

  private int result;

  /** For jcstress. */
  public PublicationStress() {}

  /** Completes. */
  @Actor
  public void complete() {
    result = 42;
    STATE.setRelease(this, 1);
  }

  /** Looks. */
  @Actor
  public void look(II_Result r) {
    r.r1 = (int) STATE.getAcquire(this);
    r.r2 = r.r1 == 1 ? result : 0;
  }
}
