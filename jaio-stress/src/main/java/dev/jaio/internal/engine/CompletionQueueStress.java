package dev.jaio.internal.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Many push, one takes: nothing lost, nothing doubled, in order. */
public final class CompletionQueueStress {
  private CompletionQueueStress() {}

  /** Takes and checks: tasks of a producer are numbered from an even number upwards. */
  private static final class Taker {
    private final CompletionQueue queue = new CompletionQueue();
    private int count;
    private int disorder;
    private final int[] last = new int[2];

    void take(int times) {
      for (int i = 0; i < times; i++) {
        Trial t = (Trial) queue.take();
        if (t != null) {
          count++;
          int producer = t.number & 1;
          if (t.number < last[producer] || t.called++ > 0) {
            disorder++;
          }
          last[producer] = t.number;
        }
      }
    }

    /** How many there were, and what was wrong with them. */
    void finish(II_Result r) {
      while (!queue.isEmpty()) {
        take(1);
      }
      r.r1 = count;
      r.r2 = disorder + queue.size() + (queue.take() == null ? 0 : 10);
    }
  }

  /** One pushes, one takes. */
  @JCStressTest
  @Outcome(id = "3, 0", expect = ACCEPTABLE, desc = "all, in order")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
  @State
  public static class PushAgainstTake {
    private final Taker taker = new Taker();

    @Actor
    public void push() {
      taker.queue.push(new Trial(2));
      taker.queue.push(new Trial(4));
      taker.queue.push(new Trial(6));
    }

    @Actor
    public void take() {
      taker.take(3);
    }

    @Arbiter
    public void look(II_Result r) {
      taker.finish(r);
    }
  }

  /**
   * A worker keeps what it has completed, in slots that it fills again and again; the watcher hands
   * it over at the same time.
   */
  @JCStressTest
  @Outcome(id = "40, 0", expect = ACCEPTABLE, desc = "all, each once, in their order")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
  @State
  public static class KeepAgainstHandOver {
    private final Taker taker = new Taker();
    private final Outbox out = new Outbox(taker.queue, new Counters());

    @Actor
    public void worker() {
      for (int i = 0; i < 40; i++) {
        out.add(new Trial(2 * (i + 1)));
        if (i % 7 == 0) {
          out.flush();
        }
      }
    }

    @Actor
    public void watcher() {
      for (int i = 0; i < 20; i++) {
        out.flushForOwner();
      }
    }

    @Arbiter
    public void look(II_Result r) {
      out.flush();
      taker.finish(r);
    }
  }

  /** Two push, one of them takes as well. */
  @JCStressTest
  @Outcome(id = "4, 0", expect = ACCEPTABLE, desc = "all, in the order of each")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
  @State
  public static class PushAgainstPush {
    private final Taker taker = new Taker();

    @Actor
    public void push() {
      taker.queue.push(new Trial(2));
      taker.take(1);
      taker.queue.push(new Trial(4));
      taker.take(2);
    }

    @Actor
    public void pushToo() {
      taker.queue.push(new Trial(3));
      taker.queue.push(new Trial(5));
    }

    @Arbiter
    public void look(II_Result r) {
      taker.finish(r);
    }
  }

  /** Two push with two priorities. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "by priority, then in the order of each")
  @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
  @State
  public static class Priorities {
    private final CompletionQueue queue = new CompletionQueue();

    private void push(int number, int priority) {
      var t = new Trial(number);
      t.priorityUnlessSet(priority);
      queue.push(t);
    }

    @Actor
    public void push() {
      push(2, 0);
      push(102, 4);
      push(4, 0);
    }

    @Actor
    public void pushToo() {
      push(101, 4);
      push(3, 0);
      push(103, 4);
    }

    @Arbiter
    public void look(I_Result r) {
      int count = 0;
      int[] last = {100, 100};
      for (@Nullable Task<?> t = queue.take(); t != null; t = queue.take()) {
        int n = ((Trial) t).number;
        if (++count == 4) {
          last = new int[2]; // all of the higher priority have come
        }
        r.r1 += n > last[n & 1] ? 0 : 1;
        last[n & 1] = n;
      }
      r.r1 += count == 6 ? 0 : 10;
    }
  }
}
