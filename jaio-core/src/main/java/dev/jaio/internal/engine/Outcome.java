package dev.jaio.internal.engine;

import dev.jaio.Request.Phase;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a request, and who hears of it: the result or failure, the callback, the futures
 * and the threads that wait.
 *
 * @param <T> the type of the result
 */
abstract class Outcome<T extends @Nullable Object> extends Life {

  private static final VarHandle CALLBACK;
  private static final VarHandle LISTENERS;

  static {
    try {
      var lookup = MethodHandles.lookup();
      CALLBACK = lookup.findVarHandle(Outcome.class, "callback", Object.class);
      LISTENERS = lookup.findVarHandle(Outcome.class, "listeners", Listener.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private int code; // bytes, or the errno of a failure; published by the state
  private @Nullable Object outcome; // result, or the Throwable of a failure; published by the state
  private volatile @Nullable Object callback; // BiConsumer or Transfer.Callback
  private volatile @Nullable Listener listeners;

  /** The name of the operation. */
  public abstract String name();

  /** The engine, once submitted. */
  public abstract Engine engine();

  /** The exception for an errno. */
  protected abstract Throwable failure(int errno);

  // ------------------------------------------------------------------ storing

  /** Stores the result of an execution form. */
  protected final void store(T value) {
    outcome = value;
  }

  /** Stores what is no result. */
  final void storeAny(@Nullable Object o) {
    outcome = o;
  }

  /** The result stored so far, for {@link Forms#discard}. */
  protected final @Nullable Object stored() {
    return outcome;
  }

  /** Stores the number of bytes, or the errno of a failure. */
  final void storeCode(int bytesOrErrno) {
    code = bytesOrErrno;
  }

  // ------------------------------------------------------------------ looking

  public Phase phase() {
    return switch (phase(word())) {
      case NEW, READY -> Phase.READY;
      case EXECUTING, FINISHING -> Phase.EXECUTING;
      case PENDING -> Phase.PENDING;
      case CANCELLED -> Phase.CANCELLED;
      default -> Phase.DONE;
    };
  }

  public int priority() {
    return level() - NORMAL;
  }

  public final boolean isDone() {
    return isComplete(word());
  }

  public final boolean isCancelled() {
    return phase(word()) == CANCELLED;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // null is a T where the operation says so
  T value() {
    return (T) outcome;
  }

  /** The number of bytes; valid once complete. */
  final int code() {
    return code;
  }

  /** The failure; valid once complete. An errno becomes an exception when somebody looks. */
  final Throwable error() {
    Object o = outcome;
    if (o instanceof Throwable t) {
      return t;
    }
    Throwable t = failure(code);
    outcome = t; // a race makes two equal ones
    return t;
  }

  final T outcomeForAwait() throws IOException {
    throwIfNoResult();
    return value();
  }

  /** Throws, with the caller's stack trace, unless the request has succeeded. */
  final void throwIfNoResult() throws IOException {
    int s = take();
    if (phase(s) == CANCELLED) {
      throw new CancellationException(name() + " was cancelled");
    }
    if ((s & FAILED) != 0) {
      throw Failures.forCaller(error());
    }
  }

  final T outcomeForGet() throws ExecutionException {
    int s = take();
    if (phase(s) == CANCELLED) {
      throw new CancellationException(name() + " was cancelled");
    }
    if ((s & FAILED) != 0) {
      throw new ExecutionException(error());
    }
    return value();
  }

  public T resultNow() {
    int s = take();
    if (!isComplete(s)) {
      throw new IllegalStateException(name() + " has not ended");
    }
    if (phase(s) == CANCELLED) {
      throw new IllegalStateException(name() + " was cancelled");
    }
    if ((s & FAILED) != 0) {
      throw new IllegalStateException(name() + " has failed", error());
    }
    return value();
  }

  public Throwable exceptionNow() {
    int s = word();
    if (phase(s) == CANCELLED || (s & FAILED) == 0) {
      throw new IllegalStateException(name() + " has not failed");
    }
    return error();
  }

  // ------------------------------------------------------------------ who hears of it

  /**
   * Sets the callback, before the state is changed, or looked at after a fence: see {@link
   * #runCallback}.
   */
  final void callback(@Nullable Object c) {
    CALLBACK.setRelease(this, c);
  }

  /**
   * Runs the callback, if there is one, once. Called after {@link #unqueue}, so that a callback set
   * since then has queued the request again or is the one taken here.
   */
  final void runCallback() {
    Object c = CALLBACK.getAndSet(this, (Object) null);
    if (c != null) {
      call(c);
    }
  }

  /** Calls a callback. */
  @SuppressWarnings("unchecked")
  void call(Object c) {
    int s = word();
    var consumer = (BiConsumer<@Nullable T, @Nullable Throwable>) c;
    if ((s & FAILED) != 0) {
      consumer.accept(null, error());
    } else {
      consumer.accept(value(), null);
    }
  }

  /** Completes the futures that hang on this request. */
  final void completeFutures() {
    if (listeners == null) { // who adds one from now on finds the request delivered
      return;
    }
    Listener l = (Listener) LISTENERS.getAndSet(this, (Listener) null);
    for (; l != null; l = l.next) {
      if (l instanceof RequestFuture.Link f) {
        f.complete(this);
      } else {
        l.wake(engine());
      }
    }
  }

  /**
   * Wakes who waits; the state has been moved before (both are volatile, so one sees the other).
   */
  final void wakeWaiters() {
    for (Listener l = listeners; l != null; l = l.next) {
      l.wake(engine());
    }
  }

  final void addListener(Listener l) {
    for (; ; ) {
      Listener head = listeners;
      l.next = head;
      if (LISTENERS.compareAndSet(this, head, l)) {
        return;
      }
    }
  }

  /** Unlinks a waiter that gave up, so that waiting again and again does not pile up. */
  final void removeListener(Listener gone) {
    gone.leave();
    for (Listener head = listeners; head != null && head.hasLeft(); head = listeners) {
      LISTENERS.compareAndSet(this, head, head.next);
    }
    Listener before = listeners;
    while (before != null) {
      Listener l = before.next;
      if (l != null && l.hasLeft()) {
        before.next = l.next;
      } else {
        before = l;
      }
    }
  }
}
