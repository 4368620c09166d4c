package dev.jaio.internal.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A virtual thread that waits for the lock is woken. */
public final class ShortLockStress {
  private ShortLockStress() {}

  /** It comes to wait while the lock is given back. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "it had the lock")
  @Outcome(expect = FORBIDDEN, desc = "it waits though nobody has it")
  @State
  public static class VirtualAgainstUnlock {
    private static final int LONGER_THAN_IT_SPINS = 511;
    private final ShortLock lock = new ShortLock();
    private volatile boolean held;
    private volatile boolean comes;
    private volatile boolean had;

    @Actor
    public void hold() {
      lock.lock();
      held = true;
      long begin = Rig.now();
      while (!comes && Rig.lost(begin) == 0) {
        Thread.onSpinWait();
      }
      for (long n = Rig.now() & LONGER_THAN_IT_SPINS; n > 0; n--) {
        Thread.onSpinWait();
      }
      lock.unlock();
    }

    private void take() {
      comes = true;
      lock.lock();
      lock.unlock();
      had = true;
    }

    @Actor
    public void start(I_Result r) {
      while (!held) {
        Thread.onSpinWait();
      }
      Thread thread = Thread.startVirtualThread(this::take);
      long begin = Rig.now();
      while (!had && Rig.lost(begin) == 0) {
        Rig.pause();
      }
      r.r1 = Rig.lost(begin);
      while (!had) { // let it go
        LockSupport.unpark(thread);
        Rig.pause();
      }
    }
  }
}
