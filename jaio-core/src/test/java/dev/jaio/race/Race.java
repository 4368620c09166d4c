package dev.jaio.race;

import dev.jaio.AsyncFile;
import dev.jaio.Request;
import java.util.concurrent.atomic.AtomicInteger;

/** One request, which one thread completes and another one cancels. */
final class Race {

  final Request<?> request;
  private final Buffer buffer; // that it has got, or null
  private final AtomicInteger calls = new AtomicInteger();
  private volatile Object result;
  private volatile Throwable error;

  /** Read by the thread that verifies, after the cancelling one has said that it is through. */
  boolean cancelled;

  private Race(Request<?> request, Buffer buffer) {
    this.request = request;
    this.buffer = buffer;
  }

  /** Has the callback count; what was opened is closed again. */
  static <T> Race of(Request<T> request, Buffer buffer) {
    var race = new Race(request, buffer);
    request.onComplete((r, e) -> {
      race.result = r;
      race.error = e;
      race.calls.incrementAndGet();
      if (r instanceof AsyncFile opened) {
        opened.closeAsync().onComplete((_, _) -> {});
      }
    });
    return race;
  }

  void cancel() {
    cancelled |= request.cancel();
  }

  /**
   * Throws unless it has ended once and in one way. All that was complete has been delivered.
   *
   * @param closed whether the close of the engine may have cancelled it as well
   * @return whether it ended as cancelled
   */
  boolean verify(boolean closed) {
    if (!request.isDone()) {
      throw wrong("has not ended");
    }
    cancelled |= closed && request.isCancelled();
    if (request.isCancelled() != cancelled) {
      throw wrong("cancel returned " + cancelled);
    }
    if (calls.get() != (cancelled ? 0 : 1)) {
      throw wrong("was called back " + calls + " times");
    }
    if (error != null) {
      throw new IllegalStateException("fails: " + request, error);
    }
    if (buffer != null) {
      buffer.verify(cancelled ? null : result);
    }
    return cancelled;
  }

  private IllegalStateException wrong(String what) {
    return new IllegalStateException(what + ": " + request);
  }
}
