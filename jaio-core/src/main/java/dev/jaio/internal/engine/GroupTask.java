package dev.jaio.internal.engine;

import dev.jaio.AsyncFiles;
import dev.jaio.Group;
import dev.jaio.Operation;
import dev.jaio.Request;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request that contains requests.
 *
 * <p>What a group holds is guarded by its monitor, which is never held while user code runs or
 * another group's monitor is taken; so there is no order of locks to keep. Everything that may need
 * user code (feeder, clean-up) happens in {@link #advance}, which only the delivering thread runs;
 * any other thread queues the group for delivery ("kick") instead. Nothing recurses: the end of an
 * inner group goes through the completion queue to the outer one, and cancelling walks a work list.
 */
@SuppressWarnings("ReferenceEquality") // the same feeder, the same group
public final class GroupTask<T extends @Nullable Object> extends Task<T> implements Group<T> {

  /** IO::AIO's default: how many members a feeder keeps unless told. */
  private static final int DEFAULT_LIMIT = 2;

  final AsyncFiles parent; // past all groups
  private final Composite operation;
  @Nullable GroupTask<?> above; // for Nesting

  // Guarded by this.
  private final Members members = new Members();
  private int holds;
  private int limit = DEFAULT_LIMIT;
  private boolean closed;
  private boolean cancelAsked;
  private boolean ended;
  private boolean added; // since the feeder was called
  private boolean inUserCode; // feeder or clean-up: only one at a time
  private @Nullable Consumer<? super Group<T>> feeder;
  private @Nullable ArrayDeque<BiConsumer<? super AsyncFiles, ? super @Nullable Throwable>>
      cleanups;
  private boolean cleaning; // the end is decided, only shielded members still come
  private @Nullable Object value;
  private @Nullable Throwable error;

  private GroupTask(AsyncFiles parent, Composite operation) {
    this.parent = parent;
    this.operation = operation;
  }

  /** Starts a group through a parent. */
  public static <T extends @Nullable Object> Group<T> start(
      AsyncFiles parent, Composite operation) {
    var g = new GroupTask<T>(View.pastGroups(parent), operation); // or submitting would recurse
    parent.submit(g);
    return g;
  }

  @Override
  protected OpType type() {
    return operation.type();
  }

  @Override
  public @Nullable Path path() {
    return operation.path();
  }

  @Override
  public @Nullable Path otherPath() {
    return operation.otherPath();
  }

  @Override
  protected int posix(dev.jaio.internal.posix.Posix p) {
    throw new AssertionError("a group is not executed");
  }

  @Override
  protected Admission admit() {
    return Admission.CONTAIN;
  }

  // ------------------------------------------------------------------ members

  @Override
  public <U extends @Nullable Object> Request<U> submit(Operation<U> operation) {
    ((Task<U>) operation).joins(this); // if it is a member of an inner group it just passes
    return parent.submit(operation);
  }

  /** Throws unless members may still be added. */
  synchronized void refuseIfEnded(Task<?> t) {
    if (ended && !cancelAsked) {
      throw new IllegalStateException("the group has ended, " + t.name() + " was not submitted");
    }
  }

  /** Links a new member. False if the group has ended or was cancelled. */
  synchronized boolean admitMember(Task<?> t) {
    if (ended || ((cancelAsked || cleaning) && !t.isShielded())) {
      return false;
    }
    members.add(t);
    added = true;
    return true;
  }

  /**
   * A callback was set after the end of a member: the group waits for that as well, or whoever
   * submits and then sets a callback could find the group ended before it.
   */
  synchronized void admitAgain(Task<?> t) {
    if (!ended && !t.isLinkedMember) {
      members.add(t);
    }
  }

  private synchronized boolean unlinkMember(Task<?> t) {
    if (!t.isLinkedMember || t.has(QUEUED)) { // queued: it will be delivered once more
      return false;
    }
    members.remove(t);
    return true;
  }

  @Override
  public <R extends Request<?>> R add(R request) {
    if (!(request instanceof Task<?> t)) {
      throw new NullPointerException("request");
    }
    if (t.engine() != engine()) {
      throw new IllegalArgumentException("the request belongs to another engine");
    }
    refuseIfEnded(t);
    if (t.isDone() && t.phase() != Phase.PENDING) {
      return request;
    }
    boolean admitted;
    if (t instanceof GroupTask<?>) {
      synchronized (engine().groups()) { // or two could come to contain each other
        if (Nesting.outermost(this) == t) {
          throw new IllegalArgumentException("the group would contain itself");
        }
        admitted = join(t);
      }
    } else {
      admitted = join(t);
    }
    if (!admitted) {
      refuseIfEnded(t);
      t.cancel();
    } else if (!t.wantDeliveryAsMember()) {
      memberDelivered(t);
    }
    return request;
  }

  private boolean join(Task<?> t) {
    if (!t.joins(this)) {
      if (t.container() != this) {
        throw new IllegalArgumentException(t.name() + " is a member of another group");
      }
      throw new IllegalArgumentException(t.name() + " is a member of this group already");
    }
    boolean admitted = admitMember(t);
    if (!admitted) {
      t.leaves();
    }
    return admitted;
  }

  /** A member has been delivered, or had been before it could be waited for. */
  void memberDelivered(Task<?> t) {
    if (unlinkMember(t)) {
      goOn();
    }
  }

  // ------------------------------------------------------------------ going on

  /** Goes on here as far as no user code is needed or this thread may run it. */
  private void goOn() {
    Delivery delivery = engine().delivery();
    if (delivery.isInside(Thread.currentThread())) {
      advance(true);
    } else if (delivery.enter()) { // before user code is chosen, or it could find itself shut out
      try {
        advance(true);
      } finally {
        delivery.leave();
      }
    } else {
      advance(false);
    }
  }

  /**
   * Feeds, cleans up, or ends, as far as the present members allow.
   *
   * @param mayRunUserCode false: if user code is due, the delivering thread is asked to look
   */
  void advance(boolean mayRunUserCode) {
    for (; ; ) {
      Runnable step;
      synchronized (this) {
        if (ended || inUserCode) {
          return; // who runs the user code looks again afterwards
        }
        if (!userCodeIsDue()) {
          if (members.count() > 0 || isHeld() || feeder != null || !(closed || cancelAsked)) {
            return;
          }
          ended = true;
          break;
        }
        step = mayRunUserCode ? userCode() : null;
      }
      if (step == null) {
        if (queueKick()) {
          engine().pushLate(this);
        }
        return;
      }
      engine().delivery().runFor(this, step);
    }
    finish();
  }

  private boolean userCodeIsDue() {
    if (feeder != null) {
      return members.count() < limit;
    }
    return members.count() == 0
        && !isHeld()
        && (closed || cancelAsked)
        && cleanups != null
        && !cleanups.isEmpty();
  }

  /** Nobody can add to a group that has been cancelled. */
  private boolean isHeld() {
    return holds > 0 && !cancelAsked;
  }

  private Runnable userCode() {
    inUserCode = true;
    var f = feeder;
    if (f != null) {
      added = false;
      return () -> feedOnce(f);
    }
    cleaning = true;
    var action = Objects.requireNonNull(cleanups).pop();
    return () -> cleanOnce(action);
  }

  private void feedOnce(Consumer<? super Group<T>> f) {
    boolean threw = true;
    try {
      f.accept(this);
      threw = false;
    } finally {
      synchronized (this) {
        inUserCode = false;
        if ((threw || !added) && feeder == f) {
          feeder = null;
        }
      }
    }
  }

  private void cleanOnce(BiConsumer<? super AsyncFiles, ? super @Nullable Throwable> action) {
    try {
      action.accept(new ShieldedView(this), outcomeSoFar());
    } finally {
      synchronized (this) {
        inUserCode = false;
      }
    }
  }

  private synchronized @Nullable Throwable outcomeSoFar() {
    return cancelAsked ? new CancellationException("the group was cancelled") : error;
  }

  private void finish() {
    boolean cancelled;
    Object outcome;
    boolean failed;
    synchronized (this) {
      cancelled = cancelAsked;
      failed = error != null && !cancelled;
      outcome = failed ? error : value;
    }
    engine().groups().remove(this);
    endGroup(failed, cancelled, outcome);
  }

  // ------------------------------------------------------------------ Group

  private void checkOpen() {
    if (ended) {
      throw new IllegalStateException("the group has ended");
    }
  }

  @Override
  public synchronized Group<T> result(T v) {
    if (!cancelAsked) {
      checkOpen();
    }
    value = v;
    error = null;
    return this;
  }

  @Override
  public synchronized Group<T> fail(Throwable e) {
    Objects.requireNonNull(e, "error");
    if (!cancelAsked) {
      checkOpen();
    }
    error = e;
    return this;
  }

  @Override
  public Group<T> feed(int newLimit, @Nullable Consumer<? super Group<T>> newFeeder) {
    checkLimit(newLimit);
    synchronized (this) {
      if (!cancelAsked) {
        checkOpen();
        limit = newLimit;
        feeder = newFeeder;
      }
    }
    goOn();
    return this;
  }

  @Override
  public Group<T> limit(int newLimit) {
    checkLimit(newLimit);
    synchronized (this) {
      limit = newLimit;
    }
    goOn();
    return this;
  }

  private static void checkLimit(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("limit is negative: " + n);
    }
  }

  @Override
  public synchronized int limit() {
    return limit;
  }

  @Override
  public synchronized int size() {
    return members.count();
  }

  @Override
  public Hold hold() {
    synchronized (this) {
      if (!cancelAsked) {
        checkOpen();
      }
      holds++;
    }
    var open = new AtomicBoolean(true);
    return () -> {
      if (open.compareAndSet(true, false)) {
        synchronized (this) {
          holds--;
        }
        goOn();
      }
    };
  }

  @Override
  public synchronized Group<T> cleanup(
      BiConsumer<? super AsyncFiles, ? super @Nullable Throwable> action) {
    Objects.requireNonNull(action, "action");
    if (!cancelAsked) {
      checkOpen();
    }
    if (!ended) { // else it has been cancelled before there was anything to clean up
      if (cleanups == null) {
        cleanups = new ArrayDeque<>();
      }
      cleanups.push(action);
      keepUntilEnd();
    }
    return this;
  }

  synchronized boolean hasCleanup() {
    return cleanups != null;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    goOn();
  }

  @Override
  public Request<T> onComplete(
      @Nullable BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback) {
    keepUntilEnd();
    return super.onComplete(callback);
  }

  @Override
  public CompletableFuture<T> toCompletableFuture() {
    keepUntilEnd();
    return super.toCompletableFuture();
  }

  /** Somebody is to hear of the end: closing the engine brings it about. */
  private synchronized void keepUntilEnd() {
    if (!ended) {
      engine().groups().add(this);
    }
  }

  // ------------------------------------------------------------------ cancelling

  @Override
  public void cancelMembers() {
    var work = new ArrayDeque<Task<?>>();
    synchronized (this) {
      feeder = null;
      members.addTo(work);
    }
    cancelAll(work);
    goOn();
  }

  @Override
  public boolean cancel() {
    var work = new ArrayDeque<Task<?>>();
    if (!beginCancel(work)) {
      return false;
    }
    cancelAll(work);
    return true;
  }

  private static void cancelAll(ArrayDeque<Task<?>> work) {
    for (Task<?> t = work.poll(); t != null; t = work.poll()) {
      if (t instanceof GroupTask<?> g) {
        g.beginCancel(work);
      } else {
        t.cancel();
      }
    }
  }

  /** Cancels this group, not yet its members, which are added to the work. */
  private boolean beginCancel(ArrayDeque<Task<?>> work) {
    boolean atOnce;
    synchronized (this) {
      if (ended) {
        return !cancelAsked && phase() == Phase.PENDING && super.cancel();
      }
      if (cancelAsked || cleaning) {
        return cancelAsked; // too late once the end is decided
      }
      cancelAsked = true;
      feeder = null;
      members.addTo(work);
      atOnce = cleanups == null;
      ended = atOnce;
    }
    if (atOnce) {
      finish();
    } else {
      goOn();
    }
    return true;
  }
}
