package dev.jaio.internal.engine;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What an operation says of itself: the forms in which it is carried out, and what goes before and
 * after. The java.nio form is in {@link Task}.
 *
 * @param <T> the type of the result
 */
abstract class Forms<T extends @Nullable Object> extends Outcome<T> {

  /** Returned by an execution form: success at the end of the file, told to the caller as -1. */
  public static final int END_OF_FILE = Integer.MIN_VALUE;

  /** Returned by an execution form that has called {@link Task#threw}. */
  static final int THROWN = Integer.MIN_VALUE + 1;

  /** Returned by {@link #completed}: not all is done, the entry is to be filled once more. */
  public static final int GO_ON = Integer.MIN_VALUE + 2;

  /** Returned by {@link #completed}: the rest, or all of it, is for a thread that makes calls. */
  public static final int LEAVE = Integer.MIN_VALUE + 4;

  /** Returned by {@link #tryNow}: it might have to wait, so nothing has been done. */
  public static final int WOULD_BLOCK = Integer.MIN_VALUE + 3;

  /** What all requests of this operation have in common. */
  protected abstract OpType type();

  /**
   * The POSIX form.
   *
   * @return a result of at least 0, {@link #END_OF_FILE}, or a negated errno
   */
  protected abstract int posix(Posix p);

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

  /** Whether a cancel may end it instead of filling one more entry. */
  protected boolean mayStop() {
    return true;
  }

  /**
   * What a completion means.
   *
   * @param res what the kernel returned, at least 0 or a negated errno
   * @param entry for the memory of the request, not to be filled
   * @return as {@link #posix}, {@link #GO_ON} or {@link #LEAVE}
   */
  protected int completed(int res, Entry entry) {
    return res;
  }

  /**
   * Whether a completion says nothing about the operation, which is then carried out once more.
   * ECANCELED that nobody asked for: the thread that submitted has ended, or the kernel could start
   * no thread. EFAULT: that thread has ended while a page was waited for, in its name; if it is the
   * memory after all, a call says so. EAGAIN, EOPNOTSUPP: not without blocking, or not on a ring.
   */
  protected boolean isTransient(int res) {
    return res == -Errno.ECANCELED
        || res == -Errno.EFAULT
        || res == -Errno.EINTR
        || res == -Errno.EAGAIN
        || res == -Errno.EOPNOTSUPP;
  }

  /**
   * Reads what execution is going to read of the memory of the caller, so that for several requests
   * it is waited for once. What it returns says nothing. Must be cheap.
   */
  protected int touch() {
    return 0;
  }

  /** Whether {@link #tryNow} is worth a call. Must be cheap. */
  protected boolean mayTryNow() {
    return false;
  }

  /** Whether {@link #tryNow} may well find that it would have to wait. */
  protected boolean isWorthTrying() {
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
   * Whether, if the ring carries this out along with others, who enters is soon done with it, and
   * never waits for it. Must be cheap.
   */
  protected boolean mayBatch() {
    return false;
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

  /** The system will never be done with it: what it was lent must not be used again. */
  protected void lost() {}

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

  /** How many bytes of files were moved, for those who watch. After success. */
  protected long moved() {
    return 0;
  }

  /** Changes memory of the caller, after success and never after a cancel. Must be short. */
  protected void settle(int bytes) {}

  /** Undoes a result that nobody will get, for example closes what was opened. */
  protected void discard() {}

  /** The POSIX form, for the backend that makes POSIX calls. */
  public final int callPosix(Posix p) {
    return posix(p);
  }

  /** {@link #tryNow}, for backends that make POSIX calls. */
  public final int callTryNow(Posix p) {
    return tryNow(p);
  }

  /** The io_uring form, for the backend that has a ring. */
  public final int callPrep(Entry entry) {
    return prep(entry);
  }

  /** Before an entry is filled. */
  public final boolean callMayStop() {
    return mayStop();
  }

  /** Before the end of a request whose ring has died. */
  public final void callLost() {
    lost();
  }

  /** Whether the io_uring form has not come to an end. */
  public final boolean callIsTransient(int res) {
    return isTransient(res);
  }

  /** The end of the io_uring form. */
  public final int callCompleted(int res, Entry entry) {
    return completed(res, entry);
  }

  /** For the router. */
  final RingForm askRingForm() {
    return ringForm();
  }

  /** For the router. */
  final boolean askMayBatch() {
    return mayBatch();
  }
}
