package dev.jaio.internal.engine;

import dev.jaio.Operation;
import dev.jaio.Request;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An operation that is its own request: one object, one use.
 *
 * <p>Subclasses, one per operation, hold the arguments and show the forms in which a backend can
 * carry it out. This class is the life of a request. All of it is decided by compare-and-set on one
 * word, {@code state}, so that of complete, cancel, "set a callback" and "become a member" each
 * sees what the others did:
 *
 * <pre>
 *   NEW -> READY -> EXECUTING -> [FINISHING] -> PENDING -> DONE
 *                                            \-> DONE            (nobody to deliver to)
 *   EXECUTING -> READY                              (tried by who waits, and it would block)
 *   READY, EXECUTING, PENDING -> CANCELLED
 * </pre>
 *
 * <ul>
 *   <li>FINISHING is the moment in which the memory of the caller is changed (copied back, position
 *       advanced). A cancel that comes then is too late.
 *   <li>DELIVERS: there is a callback, a future or a group, so completion goes through the
 *       completion queue. Whoever sets it before completion leaves the queueing to the completer,
 *       whoever finds the request complete queues it himself: QUEUED is set exactly once each time.
 *   <li>CANCEL_ASKED: cancelled while executing in a way that can end only when the execution ends,
 *       because the system works on memory of the caller.
 * </ul>
 *
 * <p>{@code next} and {@code prev} link the request queue, then {@code next} links the completion
 * queue; a request is never in both, since only who has won the transition out of READY may queue
 * it for completion, after having unlinked it.
 *
 * @param <T> the type of the result
 */
public abstract non-sealed class Task<T extends @Nullable Object>
    implements Operation<T>, Request<T> {

  /** Returned by an execution form: success at the end of the file, told to the caller as -1. */
  public static final int END_OF_FILE = Integer.MIN_VALUE;

  /** Returned by an execution form that has called {@link #threw}. */
  static final int THROWN = Integer.MIN_VALUE + 1;

  /** Returned by {@link #completed}: not all is done, the entry is to be filled once more. */
  public static final int GO_ON = Integer.MIN_VALUE + 2;

  /** Returned by {@link #tryNow}: it might have to wait, so nothing has been done. */
  public static final int WOULD_BLOCK = Integer.MIN_VALUE + 3;

  static final int NEW = 0;
  static final int READY = 1;
  static final int EXECUTING = 2;
  static final int FINISHING = 3;
  static final int PENDING = 4;
  static final int DONE = 5;
  static final int CANCELLED = 6;
  private static final int PHASE = 7;

  static final int DELIVERS = 1 << 3;
  static final int QUEUED = 1 << 4;
  static final int CANCEL_ASKED = 1 << 5;
  static final int SHIELDED = 1 << 6;
  static final int FAILED = 1 << 7;
  private static final int PRIORITY_SET = 1 << 8;

  /** Set when a waiter took the result before delivery: from then on a cancel is too late. */
  private static final int TAKEN = 1 << 9;

  /** Memory of the caller is in the hands of the system: the request cannot end before. */
  private static final int LENT = 1 << 10;

  private static final int PRIORITY_SHIFT = 12;

  private static final int PRIORITY_BITS = 15 << PRIORITY_SHIFT;

  static final int PRIORITIES = 9;
  private static final int NORMAL = 4;

  private static final VarHandle STATE;
  private static final VarHandle CALLBACK;
  private static final VarHandle LISTENERS;
  private static final VarHandle GROUP;

  static {
    try {
      var lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Task.class, "state", int.class);
      CALLBACK = lookup.findVarHandle(Task.class, "callback", Object.class);
      LISTENERS = lookup.findVarHandle(Task.class, "listeners", Listener.class);
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

  // Membership: guarded by the group, except that group itself is set once by compare-and-set.
  private volatile @Nullable GroupTask<?> group;
  @Nullable Task<?> nextMember;
  @Nullable Task<?> prevMember;
  boolean isLinkedMember;

  private @Nullable Engine engine; // set before READY is published
  private volatile int state = NORMAL << PRIORITY_SHIFT;
  private int code; // bytes, or the errno of a failure; published by state
  private @Nullable Object outcome; // result, or the Throwable of a failure; published by state
  private volatile @Nullable Object callback; // BiConsumer or Transfer.Callback
  private volatile @Nullable Listener listeners;
  @Nullable RequestEvent event;

  // ------------------------------------------------------------------ what an operation says

  /** What all requests of this operation have in common. */
  protected abstract OpType type();

  /**
   * The POSIX form.
   *
   * @return a result of at least 0, {@link #END_OF_FILE}, or a negated errno
   */
  protected abstract int posix(Posix p);

  /**
   * The java.nio form; an operation that does not override it is one that java.nio lacks.
   *
   * @return a result of at least 0, or {@link #END_OF_FILE}
   * @throws IOException as java.nio threw it; it is given an errno where that can be recovered
   */
  protected int nio(Nio n) throws IOException {
    throw n.unsupported(this);
  }

  /** How well a ring carries this operation out, with these arguments. */
  protected RingForm ringForm() {
    return RingForm.NONE;
  }

  /**
   * The io_uring form: fills a submission entry. Called again when the entry has to be repeated.
   *
   * @return {@link Entry#FILLED}, {@link Entry#REFUSED}, or a negated errno
   */
  protected int prep(Entry entry) {
    return Entry.REFUSED;
  }

  /**
   * What a completion means.
   *
   * @param res what the kernel returned, at least 0 or a negated errno
   * @param entry for the memory of the request, not to be filled
   * @return as {@link #posix}, or {@link #GO_ON}
   */
  protected int completed(int res, Entry entry) {
    return res;
  }

  /** Whether {@link #tryNow} is worth a call. Must be cheap. */
  protected boolean mayTryNow() {
    return false;
  }

  /**
   * The POSIX form on the thread that waits, which may be a virtual one: carried out only if it is
   * certain not to wait for anything, neither a device nor another machine.
   *
   * @return as {@link #posix}, or {@link #WOULD_BLOCK}
   */
  protected int tryNow(Posix p) {
    return WOULD_BLOCK;
  }

  /**
   * Captures what must outlive the call, as a use of a file handle.
   *
   * @return what to do with the request
   */
  protected Admission admit() {
    return Admission.QUEUE;
  }

  /** Gives back what {@link #admit} captured. Called once, when the system is done with it. */
  protected void released() {}

  /** Whether {@link #settle} must run: the operation changes memory of the caller. */
  protected boolean settles() {
    return false;
  }

  /**
   * How many bytes were moved before a failure; if there are any, {@link #settle} runs for them.
   */
  protected int partial() {
    return 0;
  }

  /** Changes memory of the caller, after success and never after a cancel. Must be short. */
  protected void settle(int bytes) {}

  /** Undoes a result that nobody will get, for example closes what was opened. */
  protected void discard() {}

  /** The exception for an errno. */
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

  /** Stores the result of an execution form. */
  protected final void store(T value) {
    outcome = value;
  }

  /** Stores what is no result. */
  final void storeAny(@Nullable Object o) {
    outcome = o;
  }

  /** The result stored so far, for {@link #discard}. */
  protected final @Nullable Object stored() {
    return outcome;
  }

  /**
   * An execution form is about to hand memory of the caller to the system. From now on a cancel
   * waits for the end of the execution.
   *
   * @return false if the request was cancelled: the memory must not be touched any more
   */
  protected final boolean lend() {
    for (; ; ) {
      int s = word();
      if (phase(s) != EXECUTING || (s & CANCEL_ASKED) != 0) {
        return false;
      }
      if (move(s, s | LENT)) {
        return true;
      }
    }
  }

  /** Whether the request has been cancelled, for executions that take long. */
  public final boolean isCancelAsked() {
    int s = word();
    return phase(s) == CANCELLED || (s & CANCEL_ASKED) != 0;
  }

  /** The engine, once submitted. */
  public final Engine engine() {
    Engine e = engine;
    if (e == null) {
      throw new IllegalStateException(name() + " has not been submitted");
    }
    return e;
  }

  /** Never cancelled, accepted and executed while the engine closes. Before submission only. */
  public final Task<T> shielded() {
    state |= SHIELDED; // not yet shared
    return this;
  }

  /** The POSIX form, for the backend that makes POSIX calls. */
  public final int callPosix(Posix p) {
    return posix(p);
  }

  /** {@link #tryNow}, for backends that make POSIX calls. */
  public final int callTryNow(Posix p) {
    return tryNow(p);
  }

  /** The java.nio form, for the backend that has nothing else. */
  public final int callNio(Nio n) throws IOException {
    return nio(n);
  }

  /** The io_uring form, for the backend that has a ring. */
  public final int callPrep(Entry entry) {
    return prep(entry);
  }

  /** The end of the io_uring form. */
  public final int callCompleted(int res, Entry entry) {
    return completed(res, entry);
  }

  /** For the router. */
  final RingForm askRingForm() {
    return ringForm();
  }

  /** Whether somebody wants the result delivered. */
  public final boolean isToBeDelivered() {
    return has(DELIVERS);
  }

  /** Whether a ring carries the request out. */
  public final boolean isOnRing() {
    return onRing;
  }

  /** The router has decided; nobody else knows the request yet. */
  final void route(boolean toRing) {
    onRing = toRing;
  }

  // ------------------------------------------------------------------ before submission

  final void priorityUnlessSet(int priority) {
    int s = state;
    if ((s & PRIORITY_SET) == 0) {
      int level = Math.clamp(priority, -NORMAL, NORMAL) + NORMAL;
      state = (s & ~PRIORITY_BITS) | level << PRIORITY_SHIFT | PRIORITY_SET; // not yet shared
    }
  }

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
    engine = e;
  }

  /** Undoes {@link #bind} after a submission that was refused; nobody has seen the request. */
  final void unbind() {
    engine = null;
  }

  // ------------------------------------------------------------------ transitions

  private static int phase(int s) {
    return s & PHASE;
  }

  private static int to(int s, int phase) {
    return (s & ~PHASE) | phase;
  }

  /**
   * A volatile read: it must not move before a preceding write of the callback, a listener or the
   * group, or setter and completer could each believe that the other will queue the request.
   */
  final int word() {
    return state;
  }

  /** A full compare-and-set: the losers of a race must see what the winner did. */
  private boolean move(int from, int to) {
    return STATE.compareAndSet(this, from, to);
  }

  final boolean has(int flag) {
    return (word() & flag) != 0;
  }

  final boolean isShielded() {
    return has(SHIELDED);
  }

  /** 0 (lowest) to 8. */
  final int level() {
    return (word() & PRIORITY_BITS) >>> PRIORITY_SHIFT;
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

  /**
   * EXECUTING to READY: who has begun cannot carry it out, and the system has given back what was
   * lent. False if it was cancelled; then it must be ended.
   */
  final boolean beReadyAgain() {
    for (; ; ) {
      int s = word();
      if (phase(s) != EXECUTING || (s & CANCEL_ASKED) != 0) {
        return false;
      }
      if (move(s, to(s, READY) & ~LENT)) {
        return true;
      }
    }
  }

  /** Begins, carries out and ends. False if another thread or a cancel was first. */
  final boolean execute(Calls calls) {
    if (!begin()) {
      return false;
    }
    int result;
    try {
      result = calls.carryOut(this);
    } catch (Throwable t) {
      result = threw(t);
    }
    end(result);
    return true;
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
    outcome = Failures.adopt(t, this);
    return THROWN;
  }

  /**
   * Ends the execution; called once, by the owner of the execution.
   *
   * @param result as the execution form returned it
   */
  public final void end(int result) {
    boolean failed = result < 0 && result != END_OF_FILE;
    code = failed ? -result : result == END_OF_FILE ? -1 : result;
    giveBack();
    Engine e = engine();
    for (; ; ) {
      int s = word();
      int next;
      if (phase(s) == CANCELLED) {
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
      if (move(s, next)) {
        if (phase(next) == CANCELLED) {
          discardQuietly();
        }
        e.ended(this, next);
        return;
      }
    }
  }

  /** Captures what must outlive the call; nobody else knows the request yet. */
  final Admission capture() {
    Admission a = admit();
    captured = a == Admission.QUEUE || a == Admission.LATER;
    return a;
  }

  /** By who ends the execution, or has cancelled it before it began: one thread. */
  private void giveBack() {
    if (captured) {
      captured = false;
      released();
    }
  }

  /** Changes memory of the caller. False if that failed, as with memory that was closed. */
  private boolean settled(boolean partly) {
    try {
      settle(partly ? partial() : code);
      return true;
    } catch (RuntimeException | Error x) { // an Error: a file that is mapped was cut
      if (!partly) {
        outcome = x;
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
      outcome = t;
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
      outcome = value;
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

  /** Queues a group so that the delivering thread looks at it. True if the caller must push it. */
  final boolean queueKick() {
    for (; ; ) {
      int s = word();
      if ((s & QUEUED) != 0 || phase(s) >= PENDING) {
        return false;
      }
      if (move(s, s | QUEUED)) {
        return true;
      }
    }
  }

  // ------------------------------------------------------------------ delivery

  /**
   * Leaves the completion queue: PENDING becomes DONE. Later callbacks queue the request anew.
   *
   * @return the state before
   */
  final int unqueue() {
    for (; ; ) {
      int s = word();
      int next = (phase(s) == PENDING ? to(s, DONE) : s) & ~QUEUED;
      if (move(s, next)) {
        return s;
      }
    }
  }

  static boolean wasPending(int s) {
    return phase(s) == PENDING;
  }

  static boolean wasCancelled(int s) {
    return phase(s) == CANCELLED;
  }

  static boolean isComplete(int s) {
    return phase(s) >= PENDING;
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

  /** Complete, and now wanted: pending again, unless it was delivered or taken already. */
  private static int wanted(int s) {
    boolean fresh = phase(s) == DONE && (s & (DELIVERS | TAKEN)) == 0;
    return (fresh ? to(s, PENDING) : s) | QUEUED | DELIVERS;
  }

  /** Marks that completion has to be delivered; queues the request if it is complete already. */
  private void wantDelivery() {
    for (; ; ) {
      int s = word();
      if (phase(s) < PENDING) {
        if ((s & DELIVERS) != 0) {
          return;
        }
        if (move(s, s | DELIVERS)) {
          if (onRing && phase(s) == READY) {
            engine().backend().announce(this);
          }
          return;
        }
      } else if ((s & QUEUED) != 0) {
        return;
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

  @Override
  public Phase phase() {
    return switch (phase(word())) {
      case NEW, READY -> Phase.READY;
      case EXECUTING, FINISHING -> Phase.EXECUTING;
      case PENDING -> Phase.PENDING;
      case CANCELLED -> Phase.CANCELLED;
      default -> Phase.DONE;
    };
  }

  @Override
  public int priority() {
    return level() - NORMAL;
  }

  final void setCallback(@Nullable Object c) {
    callback = c; // volatile, before the look at the state: see runCallback
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
  public final boolean isDone() {
    return isComplete(word());
  }

  @Override
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

  @Override
  public T await() throws IOException, InterruptedException {
    engine().waiting().await(this);
    return outcomeForAwait();
  }

  @Override
  public T await(Duration timeout) throws IOException, InterruptedException, TimeoutException {
    if (!engine().waiting().await(this, Waiting.nanos(timeout), true)) {
      throw new TimeoutException(name() + " has not ended within " + timeout);
    }
    return outcomeForAwait();
  }

  private T outcomeForAwait() throws IOException {
    throwIfNoResult();
    return value();
  }

  /** The state after the outcome has been handed to a waiter, so that a cancel finds it taken. */
  private int take() {
    for (; ; ) {
      int s = word();
      boolean undelivered = phase(s) == PENDING || (phase(s) == DONE && (s & DELIVERS) == 0);
      if (!undelivered || (s & TAKEN) != 0 || move(s, s | TAKEN)) {
        return s;
      }
    }
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

  private T outcomeForGet() throws ExecutionException {
    int s = take();
    if (phase(s) == CANCELLED) {
      throw new CancellationException(name() + " was cancelled");
    }
    if ((s & FAILED) != 0) {
      throw new ExecutionException(error());
    }
    return value();
  }

  @Override
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

  @Override
  public Throwable exceptionNow() {
    int s = word();
    if (phase(s) == CANCELLED || (s & FAILED) == 0) {
      throw new IllegalStateException(name() + " has not failed");
    }
    return error();
  }

  @Override
  public String toString() {
    Path p = path();
    return name() + (p == null ? "" : " " + p) + " [" + phase() + "]";
  }
}
