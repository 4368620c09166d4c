package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.Timespec;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.Task;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Keeps a worker asleep, nanosleep(2), in slices so that a cancel frees it. */
public final class Busy extends Task<@Nullable Void> {

  private static final OpType TYPE = OpType.slow("busy");

  /** How long a cancelled request may still keep its worker. */
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(50);

  private final long nanos;

  /** Sleeps for a time; negative counts as zero, more than 292 years as that. */
  public Busy(Duration duration) {
    this.nanos = TimeUnit.NANOSECONDS.convert(duration);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  protected int posix(Posix p) {
    long request = p.scratch().timespecs();
    long rest = request + Timespec.SIZE;
    for (long left = nanos; left > 0 && !isCancelAsked(); ) {
      long slice = Math.min(left, SLICE);
      Timespecs.put(request, 0, slice);
      int result = p.kernel().nanosleep(p.scratch(), request, rest);
      if (result < 0 && result != -Errno.EINTR) {
        return result;
      }
      left -= result == 0 ? slice : slice - Timespecs.nanos(rest);
    }
    return 0;
  }

  @Override
  protected int nio(Nio n) {
    long start = System.nanoTime();
    for (long left = nanos; left > 0 && !isCancelAsked(); ) {
      LockSupport.parkNanos(this, Math.min(left, SLICE));
      left = nanos - (System.nanoTime() - start);
    }
    return 0;
  }
}
