package dev.jaio.sim;

import dev.jaio.internal.abi.Errno;
import java.util.List;

/**
 * A request that is one call on something that no other request has meanwhile: what must come of it
 * is known in advance, unless the kernel refuses to carry it out.
 */
abstract class CallTicket extends Ticket {

  private final String key; // in the journal

  CallTicket(int number, String key) {
    super(number);
    this.key = key;
  }

  /** What the system must answer: 0 or an errno. */
  abstract int expected();

  /** Looks at the result of a success. */
  abstract void checkResult();

  /** Looks at what it has worked on, and gives that back. */
  abstract void giveBack(boolean carriedOut);

  /** It was cancelled: it is not known whether it was carried out, or will be. */
  abstract void giveBackLater();

  @Override
  final boolean isOwned(SimKernel kernel) {
    return false; // it lends nothing
  }

  @Override
  final void check(SimKernel kernel, boolean closing) {
    List<Journal.Answer> answers = kernel.journal().take(key);
    switch (request.state()) {
      case CANCELLED -> {
        checkCancel(closing);
        giveBackLater();
      }
      case FAILED -> {
        int errno = errno(request.exceptionNow());
        if (errno == Errno.EIO && kernel.hasDeadRing()) {
          lose();
          return;
        }
        checkAnswers(answers, errno);
        giveBack(false);
      }
      case SUCCESS -> {
        checkAnswers(answers, 0);
        checkResult();
        giveBack(true);
      }
      case RUNNING -> throw fail("has not ended");
    }
  }

  private void checkAnswers(List<Journal.Answer> answers, int errno) {
    long times = answers.stream().filter(Journal.Answer::real).count();
    if (answers.isEmpty() || times > 1) {
      throw fail("was carried out %d times, %s".formatted(times, answers));
    }
    Journal.Answer last = answers.getLast();
    checkNotRepeated(answers.stream().map(Journal.Answer::result).toList());
    if (-Math.min(last.result(), 0) != errno) {
      throw fail("ended with %s after %s".formatted(Errno.name(errno), answers));
    }
    if (last.real() ? errno != expected() : errno == 0 || times > 0) {
      throw fail("%s instead of %s, %s".formatted(errno, expected(), answers));
    }
  }
}
