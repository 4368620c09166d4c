package dev.jaio.internal.engine;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * One request, from its submission to its completion. Off unless a recording enables it. A group
 * executes from its beginning to its end, and moves no bytes: its members do.
 */
@Name("dev.jaio.Request")
@Label("Asynchronous File Request")
@Category({"Java Application", "jaio"})
@Description("A request of jaio, from its submission to its completion")
@Enabled(false)
@StackTrace(false)
final class RequestEvent extends Event {

  @Label("Operation")
  String operation = "";

  @Label("Queue Time")
  @Timespan(Timespan.NANOSECONDS)
  long queueTime;

  @Label("Execution Time")
  @Timespan(Timespan.NANOSECONDS)
  long executionTime;

  @Label("Bytes")
  @Description("Bytes of files that were moved, also before a failure")
  @DataAmount
  long bytes;

  @Label("Errno")
  @Description("The error number of the system, 0 without a failure or where it has none")
  int errno;

  @Label("Cancelled")
  boolean cancelled;

  private transient long submitted;
  private transient long begun;

  /** Attaches an event to a request if a recording wants it. */
  static void attach(Task<?> task) {
    var e = new RequestEvent();
    if (e.isEnabled()) {
      e.operation = task.name();
      e.submitted = System.nanoTime();
      e.begin();
      task.event = e;
    }
  }

  void executionBegins() {
    begun = System.nanoTime();
    queueTime = begun - submitted;
  }

  void completed(Task<?> task, int state) {
    if (begun != 0) {
      executionTime = System.nanoTime() - begun;
    } else {
      queueTime = System.nanoTime() - submitted;
    }
    cancelled = Task.wasCancelled(state);
    if ((state & Task.FAILED) != 0) {
      errno = task.error() instanceof dev.jaio.ErrnoException x ? x.errno() : 0;
      bytes = task.partial();
    } else if (!cancelled) {
      bytes = task.moved();
    }
    commit();
  }
}
