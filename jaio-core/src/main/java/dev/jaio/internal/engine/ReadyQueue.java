package dev.jaio.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for a backend: nine doubly linked lists, one per priority, under one lock.
 *
 * <p>Intrusive and doubly linked, so that a cancelled request leaves at once wherever it stands. A
 * lock, because a request is taken out by workers, by helping threads and by cancel, and because
 * measured end to end the lock-free forms were within noise of it: the critical sections are a few
 * stores. Its size is bounded by {@code limit}.
 */
@SuppressWarnings({"NonAtomicVolatileUpdate", "ReferenceEquality"}) // written under the lock
public final class ReadyQueue {

  private static final VarHandle SIZE;
  private static final VarHandle TAKEN;
  private static final VarHandle INSTANT;

  static {
    try {
      var lookup = MethodHandles.lookup();
      SIZE = lookup.findVarHandle(ReadyQueue.class, "size", int.class);
      TAKEN = lookup.findVarHandle(ReadyQueue.class, "taken", long.class);
      INSTANT = lookup.findVarHandle(ReadyQueue.class, "instant", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ShortLock lock = new ShortLock();
  private final Submitters submitters = new Submitters();
  private final @Nullable Task<?>[] heads = new Task<?>[Task.PRIORITIES];
  private final @Nullable Task<?>[] tails = new Task<?>[Task.PRIORITIES];
  private final int limit;
  private final @Nullable Task<?>[] lastHeads = new Task<?>[Task.PRIORITIES];

  // Written under the lock, read without it: hints, except for a thread that has just registered as
  // sleeping, by a volatile write, and looks at size again. All are written with release, which
  // costs
  // no fence: giving back the lock, by a volatile write, comes before the look for who sleeps.
  private volatile int size;
  private volatile int instant; // how many of the queued ones make no system call
  private volatile int handedOver; // how many of the queued ones are left to the backend for sure
  private final Alone.Bits levels = new Alone.Bits(); // bit n: level n is not empty
  private volatile long taken; // how many have ever left by take, so that a watcher sees progress

  /** An empty queue that takes so many. */
  public ReadyQueue(int limit) {
    this.limit = limit;
  }

  /**
   * Appends a request, unless it has been cancelled meanwhile.
   *
   * @param mayBlock whether to wait while the queue is full; else it is rejected
   * @return how many are queued now, 0 if it was cancelled
   * @throws RejectedExecutionException the queue is full
   */
  int offer(Task<?> t, boolean mayBlock, boolean unlimited) {
    lock.lock();
    try {
      while (size >= limit && !unlimited) {
        if (!mayBlock) {
          throw new RejectedExecutionException(
              "queue is full: " + limit + " requests wait (Aio.Builder.queueLimit)");
        }
        submitters.await(lock);
      }
      if (!mark(t)) {
        submitters.call(); // what woke this submitter is for the next one
        return 0;
      }
      int level = t.level();
      Task<?> tail = tails[level];
      t.prev = tail;
      if (tail == null) {
        heads[level] = t;
        levels.setRelease(levels.get() | 1 << level);
      } else {
        tail.next = t;
      }
      tails[level] = t;
      countInstant(t, 1);
      int now = size + 1;
      SIZE.setRelease(this, now); // seen by whoever sleeps from now on: the lock is given back
      return now;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that a request is queued here; one that nobody knows yet becomes READY. The lock is held.
   *
   * @return false if it was cancelled: after it became READY whoever did it has ended it, and its
   *     links belong to the completion queue; before, whoever submits it ends it
   */
  private boolean mark(Task<?> t) {
    if (t.isNew()) {
      Task.QUEUE.setRelease(t, this); // before it is READY: who cancels it then looks for it here
      if (t.ready()) {
        return true;
      }
      t.queue = null;
      return false;
    }
    // Both are volatile: who cancels changes the word and then looks at queue, here it is the other
    // way round, so one of the two sees the other. Who looks waits for the lock before he unlinks.
    t.queue = this;
    if (!Task.isComplete(t.word())) {
      return true;
    }
    t.queue = null;
    return false;
  }

  /** Takes the first of the highest priority, or null. */
  public @Nullable Task<?> take() {
    return size == 0 ? null : takeAbove(-1);
  }

  /**
   * Takes the first ones, for a thread that begins all of them right now. Returns how many.
   *
   * @param into from 0
   */
  public int take(@Nullable Task<?>[] into, int most) {
    if (size == 0) {
      return 0;
    }
    lock.lock();
    try {
      int n = 0;
      for (int top = top(); top >= 0 && n < most; top = top()) {
        into[n++] = unlink(heads[top], top, true);
      }
      return n;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the first of the highest priority if that is above a level, or null. */
  @Nullable Task<?> takeAbove(int level) {
    if (levels.get() >>> (level + 1) == 0) {
      return null;
    }
    lock.lock();
    try {
      int top = top();
      return top > level ? unlink(heads[top], top, true) : null;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the first of the highest priority if that is above a level and it is short, or null. */
  @Nullable Task<?> takeShortAbove(int level, boolean localOnly) {
    if (levels.get() >>> (level + 1) == 0) {
      return null;
    }
    lock.lock();
    try {
      return firstShort(level, localOnly);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the first short ones for a thread that helps. Returns how many.
   *
   * @param ring decides which are for a batch, or null
   * @param share how many it takes of those
   * @param localOnly only what no server keeps
   */
  int takeShort(Claim into, int most, @Nullable Router ring, int share, boolean localOnly) {
    if (size == 0) {
      return 0;
    }
    lock.lock();
    try {
      int n = 0;
      for (Task<?> t = firstShort(-1, localOnly);
          t != null;
          t = n < few(t, most, ring, share) ? firstShort(-1, localOnly) : null) {
        into.put(n++, t);
      }
      return n;
    } finally {
      lock.unlock();
    }
  }

  private static int few(Task<?> t, int most, @Nullable Router ring, int share) {
    return ring != null && ring.isForBatch(t) ? share : most;
  }

  /**
   * Takes the first ones if they are instant, for a thread that carries them out right now: none of
   * them can keep it, so nobody needs to be able to take them back. Returns how many.
   */
  int takeInstant(@Nullable Task<?>[] into) {
    if (instant == 0) {
      return 0;
    }
    lock.lock();
    try {
      int n = 0;
      for (int top = top(); top >= 0 && n < into.length; top = top()) {
        Task<?> head = heads[top];
        if (head == null || !head.type().isInstant()) {
          break;
        }
        into[n++] = unlink(head, top, true);
      }
      return n;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Task<?> firstShort(int above, boolean localOnly) {
    int top = top();
    Task<?> head = top <= above ? null : heads[top];
    if (head == null || !head.type().isShort() || (localOnly && !Router.isLocal(head))) {
      return null;
    }
    return unlink(head, top, true);
  }

  /**
   * Takes several for one worker: its share of what is queued, and nothing behind a long one, so
   * that none of what it holds waits for that.
   *
   * @param into from 0
   * @param sharers among how many the queue is divided
   * @return how many were taken
   */
  int take(Claim into, int sharers) {
    if (size == 0) {
      return 0;
    }
    lock.lock();
    try {
      int most = Math.clamp(size / sharers, 1, Claim.MOST);
      int n = 0;
      while (n < most) {
        int top = top();
        if (top < 0) {
          break;
        }
        Task<?> t = unlink(heads[top], top, true);
        into.put(n++, t);
        if (!t.type().isShort()) {
          break;
        }
      }
      return n;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a request that is wanted by the thread that waits for it, unless one of a higher priority
   * is queued.
   */
  boolean takeThis(Task<?> t) {
    lock.lock();
    try {
      if (t.queue != this || top() > t.level()) {
        return false;
      }
      unlink(t, t.level(), true);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Removes a cancelled request, if it is queued. */
  void remove(Task<?> t) {
    lock.lock();
    try {
      if (t.queue == this) {
        unlink(t, t.level(), false);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts back, in front, what was taken and not begun. That no thread waits for it that could carry
   * it out is known, so it is handed over.
   */
  public void putBack(Task<?> t) {
    lock.lock();
    try {
      putFirst(t);
    } finally {
      lock.unlock();
    }
  }

  /**
   * As {@link #putBack(Task)}, all that is left of a claim, in its order: no thread takes what
   * stood behind it meanwhile, not even its owner. The first of it, or null.
   */
  @Nullable Task<?> putBack(Claim claim) {
    lock.lock();
    try {
      Task<?> first = null;
      for (Task<?> t = claim.takeBack(); t != null; t = claim.takeBack()) {
        putFirst(t);
        first = t;
      }
      return first;
    } finally {
      lock.unlock();
    }
  }

  private void putFirst(Task<?> t) {
    if (!mark(t)) {
      return;
    }
    int level = t.level();
    Task<?> head = heads[level];
    t.next = head;
    if (head == null) {
      tails[level] = t;
      levels.setRelease(levels.get() | 1 << level);
    } else {
      head.prev = t;
    }
    heads[level] = t;
    countInstant(t, 1);
    t.handedOver = true;
    handedOver++;
    taken(taken - 1);
    size++;
  }

  /** The thread that waits for a request leaves it to the backend. */
  void handOver(Task<?> t) {
    lock.lock();
    try {
      if (t.queue == this && !t.handedOver) {
        t.handedOver = true;
        handedOver++;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Leaves what comes first to the backend, and returns it; null if it was left already. */
  @Nullable Task<?> handOverFirst() {
    lock.lock();
    try {
      int top = top();
      Task<?> head = top < 0 ? null : heads[top];
      if (head == null || head.handedOver) {
        return null;
      }
      head.handedOver = true;
      handedOver++;
      return head;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is more than what may be left to the threads that wait for it. */
  boolean hasMoreThan(int left) {
    return size > left || handedOver > 0;
  }

  /** Whether the first of a level has been the first since this was last asked. */
  boolean hasStayed() {
    lock.lock();
    try {
      boolean stayed = false;
      for (int level = 0; level < heads.length; level++) {
        Task<?> head = heads[level];
        stayed |= head != null && head == lastHeads[level];
        lastHeads[level] = head;
      }
      return stayed;
    } finally {
      lock.unlock();
    }
  }

  /** How many wait. Any thread, as a moment's answer. */
  public int size() {
    return size;
  }

  /** How many of those make no system call. Any thread, as a moment's answer. */
  int instant() {
    return instant;
  }

  private void countInstant(Task<?> t, int by) {
    if (t.type().isInstant()) {
      INSTANT.setRelease(this, instant + by);
    }
  }

  long taken() {
    return taken;
  }

  private void taken(long n) {
    TAKEN.setRelease(this, n);
  }

  private int top() {
    return 31 - Integer.numberOfLeadingZeros(levels.get());
  }

  private Task<?> unlink(@Nullable Task<?> t, int level, boolean take) {
    if (t == null) {
      throw new AssertionError("a level is marked that is empty");
    }
    Task<?> p = t.prev;
    Task<?> n = t.next;
    if (p == null) {
      heads[level] = n;
    } else {
      p.next = n;
    }
    if (n == null) {
      tails[level] = p;
    } else {
      n.prev = p;
    }
    if (heads[level] == null) {
      levels.setRelease(levels.get() & ~(1 << level));
    }
    if (lastHeads[level] == t) { // it may come to hold an open file, which would not be forgotten
      lastHeads[level] = null;
    }
    countInstant(t, -1);
    t.prev = null;
    t.next = null;
    Task.QUEUE.setRelease(t, (ReadyQueue) null); // who reads it late asks again under the lock
    if (t.handedOver) {
      t.handedOver = false;
      handedOver--;
    }
    if (take) {
      taken(taken + 1);
    }
    SIZE.setRelease(this, size - 1); // who reads it late tries in vain; only growth is waited for
    submitters.call(); // one place, one submitter
    return t;
  }
}
