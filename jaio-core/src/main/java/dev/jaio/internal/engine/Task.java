package dev.jaio.internal.engine;

import dev.jaio.Operation;
import dev.jaio.Request;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.nio.Nio;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An operation that is its own request: one object, one use.
 *
 * <p>Subclasses, one per operation, hold the arguments and show the {@link Forms} in which a
 * backend can carry it out. This class leads a request through its {@link Life}: from the
 * submission to the execution, to its end or its cancellation, and to those who are to hear of it.
 * What comes of it is its {@link Outcome}.
 *
 * <p>{@code next} and {@code prev} link the request queue, then {@code next} links the completion
 * queue; a request is never in both, since only who has won the transition out of READY may queue
 * it for completion, after having unlinked it.
 *
 * @param <T> the type of the result
 */
public abstract non-sealed class Task<T extends @Nullable Object> extends Forms<T>
    implements Operation<T>, Request<T> {

  static final VarHandle QUEUE;
  private static final VarHandle GROUP;

  static {
    try {
      var lookup = MethodHandles.lookup();
      QUEUE = lookup.findVarHandle(Task.class, "queue", ReadyQueue.class);
      GROUP = lookup.findVarHandle(Task.class, "group", GroupTask.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // Links: guarded by the queue that holds the task.
  @Nullable Task<?> next;
  @Nullable Task<?> prev;
  volatile @Nullable ReadyQueue queue; // that holds it
  boolean handedOver; // its waiter will not carry it out; guarded by the ready queue
  private boolean captured;
  private boolean onRing; // written before it is queued
  private boolean offRing; // a ring could not carry it out; written before it is queued

  // Membership: guarded by the group, except that group itself is set once by compare-and-set.
  private volatile @Nullable GroupTask<?> group;
  @Nullable Task<?> nextMember;
  @Nullable Task<?> prevMember;
  boolean isLinkedMember;

  private @Nullable Engine engine; // set before READY is published
  @Nullable RequestEvent event;

  // ------------------------------------------------------------------ what an operation says

  /**
   * The java.nio form; an operation that does not override it is one that java.nio lacks.
   *
   * @return a result of at least 0, or {@link #END_OF_FILE}
   * @throws IOException as java.nio threw it; it is given an errno where that can be recovered
   */
  protected int nio(Nio n) throws IOException {
    throw n.unsupported(this);
  }

  /** The exception for an errno. */
  @Override
  protected Throwable failure(int errno) {
    return Failures.of(errno, path(), otherPath());
  }

  @Override
  public final String name() {
    return type().operationName();
  }

  @Override
  public @Nullable Path path() {
    return null;
  }

  @Override
  public @Nullable Path otherPath() {
    return null;
  }

  /** Makes relative paths of this operation start at a directory. Operations without: nothing. */
  public void resolveAt(Handle directory, boolean beneath) {}

  // ------------------------------------------------------------------ for operations

  /** The engine, once submitted. */
  @Override
  public final Engine engine() {
    Engine e = engine;
    if (e == null) {
      throw new IllegalStateException(name() + " has not been submitted");
    }
    return e;
  }

  /** Never cancelled, accepted and executed while the engine closes. Before submission only. */
  public final Task<T> shielded() {
    shield();
    return this;
  }

  /** The java.nio form, for the backend that has nothing else. */
  public final int callNio(Nio n) throws IOException {
    return nio(n);
  }

  /** Whether somebody wants the result delivered. */
  public final boolean isToBeDelivered() {
    return has(DELIVERS);
  }

  /** Whether a ring carries the request out. */
  public final boolean isOnRing() {
    return onRing;
  }

  /** Whether a ring has been tried, and could not. */
  final boolean isOffRing() {
    return offRing;
  }

  /** A ring could not carry it out; it is in no queue. */
  final void leavesRing() {
    onRing = false;
    offRing = true;
  }

  /** The router has decided; nobody else knows the request yet. */
  final void route(boolean toRing) {
    onRing = toRing;
  }

  // ------------------------------------------------------------------ before submission

  /** Makes this a member. False if it is one already. */
  final boolean joins(GroupTask<?> g) {
    return GROUP.compareAndSet(this, (GroupTask<?>) null, g);
  }

  final void leaves() {
    group = null;
  }

  final @Nullable GroupTask<?> container() {
    return group;
  }

  /** Binds the request to its engine; a second submission is refused. */
  final void bind(Engine e) {
    if (engine != null) {
      throw new IllegalStateException(name() + " has been submitted before");
    }
    checkEngine(e);
    engine = e;
  }

  /** Refuses an engine to which files that this works on do not belong. */
  protected void checkEngine(Engine e) {}

  /** Undoes {@link #bind} after a submission that was refused; nobody has seen the request. */
  final void unbind() {
    engine = null;
  }

  // ------------------------------------------------------------------ transitions

  /** Whether nobody but who submits it knows the request. */
  final boolean isNew() {
    return phase(word()) == NEW;
  }

  /** NEW to READY. False if it was cancelled before. */
  final boolean ready() {
    for (; ; ) {
      int s = word();
      if (phase(s) != NEW) {
        return false;
      }
      int members = group != null ? DELIVERS : 0;
      if (move(s, to(s, READY) | members)) {
        return true;
      }
    }
  }

  /** READY to EXECUTING. True for exactly one caller, who then owns the execution. */
  public final boolean begin() {
    for (; ; ) {
      int s = word();
      if (phase(s) != READY) {
        return false;
      }
      if (move(s, to(s, EXECUTING))) {
        RequestEvent ev = event;
        if (ev != null) {
          ev.executionBegins();
        }
        return true;
      }
    }
  }

  /** Begins, carries out and ends. False if another thread or a cancel was first. */
  final boolean execute(Calls calls) {
    return execute(calls, null);
  }

  /** As {@link #execute(Calls)}, on a thread that hands over what has ended later. */
  final boolean execute(Calls calls, @Nullable Outbox out) {
    if (!begin()) {
      return false;
    }
    int result;
    try {
      result = calls.carryOut(this);
    } catch (Throwable t) {
      result = threw(t);
    }
    try {
      end(result, out);
    } catch (Throwable t) { // a defect of ours
      if (!isComplete(word())) {
        end(threw(t), out); // what was captured is not given back twice
      }
      throw t;
    }
    return true;
  }

  /**
   * As {@link #execute(Calls, Outbox)}, of what does nothing: begins and ends it in one step, which
   * nobody sees begun.
   */
  final void executeInstant(Calls calls, Outbox out) {
    int s = word();
    int next = (s & DELIVERS) != 0 ? to(s, PENDING) | QUEUED : to(s, DONE);
    if (phase(s) == READY && event == null && move(s, next)) {
      giveBack();
      engine().ended(this, next, out);
    } else {
      execute(calls, out); // cancelled, watched, or somebody wants it delivered since the look
    }
  }

  /**
   * As {@link #execute}, if that cannot block.
   *
   * @return false if it might: the request is READY again, and in no queue
   */
  final boolean executeNow(Calls calls) {
    if (!begin()) {
      return true; // cancelled meanwhile
    }
    int result;
    try {
      result = calls.tryNow(this);
    } catch (Throwable t) {
      result = threw(t);
    }
    if (result == WOULD_BLOCK) {
      if (beReadyAgain()) {
        return false;
      }
      result = -Errno.ECANCELED;
    }
    end(result);
    return true;
  }

  /** Stores an exception as the outcome. */
  public final int threw(Throwable t) {
    Throwable outcome = t;
    try {
      outcome = Failures.adopt(t, this);
    } catch (Throwable x) { // a defect of ours; the request must end all the same
      if (!x.equals(t)) {
        t.addSuppressed(x);
      }
    }
    storeAny(outcome);
    return THROWN;
  }

  /**
   * Ends the execution; called once, by the owner of the execution.
   *
   * @param result as the execution form returned it
   */
  public final void end(int result) {
    end(result, null);
  }

  /** As {@link #end(int)}, on a thread that hands over what has ended later. */
  final void end(int result, @Nullable Outbox out) {
    boolean failed = result < 0 && result != END_OF_FILE;
    storeCode(failed ? -result : result == END_OF_FILE ? -1 : result);
    Engine e = engine();
    for (; ; ) {
      int s = word();
      int next;
      if (phase(s) == CANCELLED) {
        giveBack();
        discardQuietly();
        e.abandonedEnds();
        return;
      } else if ((s & CANCEL_ASKED) != 0) {
        next = to(s, CANCELLED) | ((s & DELIVERS) != 0 ? QUEUED : 0);
      } else if (phase(s) == EXECUTING && settles() && (!failed || partial() > 0)) {
        if (move(s, to(s, FINISHING))) {
          failed |= !settled(failed);
        }
        continue;
      } else {
        next = (s & DELIVERS) != 0 ? to(s, PENDING) | QUEUED : to(s, DONE);
        next |= failed ? FAILED : 0;
      }
      giveBack(); // after settling, which may be to a leased buffer
      if (move(s, next)) {
        if (phase(next) == CANCELLED) {
          discardQuietly();
        }
        e.ended(this, next, out);
        return;
      }
    }
  }

  /** It has ended: tells whoever records it, and who waits. */
  final void tellWhoWaits(int state) {
    RequestEvent e = event; // without one the class must not even be initialised
    if (e != null) {
      e.completed(this, state);
    }
    wakeWaiters();
  }

  /** Captures what must outlive the call; nobody else knows the request yet. */
  final Admission capture() {
    Admission a = admit();
    captured = a == Admission.QUEUE || a == Admission.LATER;
    return a;
  }

  /** By who ends the execution, or has cancelled it before it began: one thread. */
  final void giveBack() {
    if (captured) {
      captured = false;
      released();
    }
  }

  /** Changes memory of the caller. False if that failed, as with memory that was closed. */
  private boolean settled(boolean partly) {
    try {
      settle(partly ? partial() : code());
      return true;
    } catch (RuntimeException | Error x) { // an Error: a file that is mapped was cut
      if (!partly) {
        storeAny(x);
      }
      return false;
    }
  }

  private void discardQuietly() {
    try {
      discard();
    } catch (RuntimeException x) {
      engine().report(x);
    }
  }

  /** Fails a request that never reached a queue. */
  final void failAtOnce(Throwable t) {
    if (begin()) {
      storeAny(t);
      end(THROWN);
    }
  }

  @Override
  public boolean cancel() {
    for (; ; ) {
      int s = word();
      int p = phase(s);
      if (p == FINISHING || p == DONE || p == CANCELLED || (s & (SHIELDED | TAKEN)) != 0) {
        return false;
      }
      if (p == EXECUTING) {
        if ((s & CANCEL_ASKED) != 0) {
          return true;
        }
        GroupTask<?> g = group;
        boolean later = (s & LENT) != 0 || (g != null && g.hasCleanup());
        if (later) {
          if (move(s, s | CANCEL_ASKED)) {
            engine().askBackendToStop(this);
            return true;
          }
          continue;
        }
      }
      int next = to(s, CANCELLED) | ((s & DELIVERS) != 0 ? QUEUED : 0);
      if (move(s, next)) {
        cancelled(s, next);
        return true;
      }
    }
  }

  /** After the transition; a later state may already hold what others have set since. */
  private void cancelled(int before, int after) {
    int phase = phase(before);
    if (phase == NEW) {
      return;
    }
    Engine e = engine();
    if (phase == READY) {
      e.unqueue(this);
      giveBack();
      e.ended(this, after);
    } else if (phase == EXECUTING) {
      e.abandoned();
      e.askBackendToStop(this);
      e.ended(this, after);
    } else { // PENDING: it is in the completion queue, which will skip the callback
      if ((before & FAILED) == 0) {
        discardQuietly();
      }
      e.lateCancel(this, after);
    }
    e.signal();
  }

  // ------------------------------------------------------------------ groups, which do not execute

  /** A group ends: to PENDING or DONE, or to CANCELLED. True for exactly one caller. */
  final boolean endGroup(boolean failed, boolean cancelled, @Nullable Object value) {
    for (; ; ) {
      int s = word();
      if (phase(s) >= PENDING) {
        return false;
      }
      storeAny(value);
      int delivers = s & DELIVERS;
      int next =
          cancelled
              ? to(s, CANCELLED) | (delivers != 0 ? QUEUED : 0)
              : delivers != 0 ? to(s, PENDING) | QUEUED : to(s, DONE);
      next |= failed ? FAILED : 0;
      if (move(s, next)) {
        engine().groupEnded(this, next, (s & QUEUED) != 0);
        return true;
      }
    }
  }

  // ------------------------------------------------------------------ delivery

  /** Marks that completion has to be delivered; queues the request if it is complete already. */
  private void wantDelivery() {
    for (; ; ) {
      int s = word();
      boolean others = (s & (phase(s) < PENDING ? DELIVERS : QUEUED)) != 0; // deliver it
      if (others) {
        // they find what was set before if this is still so once all others can see that
        VarHandle.fullFence();
        if (word() == s) {
          return;
        }
      } else if (phase(s) < PENDING) {
        if (move(s, s | DELIVERS)) {
          if (onRing && phase(s) == READY) {
            engine().backend().announce(this);
          }
          return;
        }
      } else if (move(s, wanted(s))) {
        GroupTask<?> g = group;
        if (g != null) {
          g.admitAgain(this);
        }
        engine().pushLate(this);
        return;
      }
    }
  }

  /** As {@link #wantDelivery}, for a new membership. False if it is complete and delivered. */
  final boolean wantDeliveryAsMember() {
    for (; ; ) {
      int s = word();
      if (isComplete(s) && ((s & QUEUED) == 0 || phase(s) != PENDING)) {
        return false;
      }
      if ((s & DELIVERS) != 0 || move(s, s | DELIVERS)) {
        // PENDING and delivered in between: the group sees it at its next look at the state
        return true;
      }
    }
  }

  // ------------------------------------------------------------------ Request

  final void setCallback(@Nullable Object c) {
    callback(c);
    if (c != null && phase(word()) != CANCELLED) {
      wantDelivery();
    }
  }

  @Override
  public Request<T> onComplete(
      @Nullable BiConsumer<? super @Nullable T, ? super @Nullable Throwable> c) {
    setCallback(c);
    return this;
  }

  @Override
  public CompletableFuture<T> toCompletableFuture() {
    var future = new RequestFuture<T>(this);
    addListener(future.link());
    wantDelivery();
    return future;
  }

  @Override
  public T await() throws IOException, InterruptedException {
    engine().waiting().await(this);
    return outcomeForAwait();
  }

  @Override
  public T await(Duration timeout) throws IOException, InterruptedException, TimeoutException {
    if (!engine().waiting().await(this, Nanos.of(timeout), true)) {
      throw new TimeoutException(name() + " has not ended within " + timeout);
    }
    return outcomeForAwait();
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    engine().waiting().awaitLeavingAlone(this);
    return outcomeForGet();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!engine().waiting().await(this, Math.max(0, unit.toNanos(timeout)), false)) {
      throw new TimeoutException(name() + " has not ended in time");
    }
    return outcomeForGet();
  }

  @Override
  public String toString() {
    Path p = path();
    Path to = otherPath();
    String paths = (p == null ? "" : " " + p) + (to == null ? "" : " to " + to);
    return name() + paths + " [" + phase() + "]";
  }
}
