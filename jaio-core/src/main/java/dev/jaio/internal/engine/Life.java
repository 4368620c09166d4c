package dev.jaio.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The life of a request. All of it is decided by compare-and-set on one word, so that of complete,
 * cancel, "set a callback" and "become a member" each sees what the others did:
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
 */
abstract class Life {

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
  static final int TAKEN = 1 << 9;

  /** Memory of the caller is in the hands of the system: the request cannot end before. */
  static final int LENT = 1 << 10;

  private static final int PRIORITY_SHIFT = 12;

  private static final int PRIORITY_BITS = 15 << PRIORITY_SHIFT;

  static final int PRIORITIES = 9;
  static final int NORMAL = 4;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Life.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state; // all 0: NEW, of normal priority; to set it would cost a fence

  // ------------------------------------------------------------------ the word

  static int phase(int s) {
    return s & PHASE;
  }

  static int to(int s, int phase) {
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
  final boolean move(int from, int to) {
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
    return ((word() & PRIORITY_BITS) >>> PRIORITY_SHIFT) ^ NORMAL;
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

  // ------------------------------------------------------------------ before submission

  final void priorityUnlessSet(int priority) {
    int s = state;
    if ((s & PRIORITY_SET) == 0) {
      int level = Math.clamp(priority, -NORMAL, NORMAL) + NORMAL;
      int bits = (level ^ NORMAL) << PRIORITY_SHIFT;
      state = (s & ~PRIORITY_BITS) | bits | PRIORITY_SET; // not yet shared
    }
  }

  /** Before submission only. */
  final void shield() {
    state |= SHIELDED; // not yet shared
  }

  // ------------------------------------------------------------------ transitions

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

  /**
   * Memory of the caller that was lent is not used any more, and the execution goes on without it.
   *
   * @return false if the request was cancelled meanwhile: the execution must end now
   */
  protected final boolean takeBack() {
    for (; ; ) {
      int s = word();
      if ((s & CANCEL_ASKED) != 0) {
        return false;
      }
      if (move(s, s & ~LENT)) {
        return true;
      }
    }
  }

  /** Whether the request has been cancelled, for executions that take long. */
  public final boolean isCancelAsked() {
    int s = word();
    return phase(s) == CANCELLED || (s & CANCEL_ASKED) != 0;
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

  /** Complete, and now wanted: pending again, unless it was delivered or taken already. */
  static int wanted(int s) {
    boolean fresh = phase(s) == DONE && (s & (DELIVERS | TAKEN)) == 0;
    return (fresh ? to(s, PENDING) : s) | QUEUED | DELIVERS;
  }

  /** The state after the outcome has been handed to a waiter, so that a cancel finds it taken. */
  final int take() {
    for (; ; ) {
      int s = word();
      boolean undelivered = phase(s) == PENDING || (phase(s) == DONE && (s & DELIVERS) == 0);
      if (!undelivered || (s & TAKEN) != 0 || move(s, s | TAKEN)) {
        return s;
      }
    }
  }
}
