package dev.jaio.sim;

import dev.jaio.AsyncFiles;
import dev.jaio.ErrnoException;
import dev.jaio.Request;
import java.util.List;

/** One request of a simulation, and what may come of it. */
abstract class Ticket {

  final int number;
  Request<?> request;
  boolean cancelAsked;
  boolean wantsCallback;
  private int callbacks;

  Ticket(int number) {
    this.number = number;
  }

  /** What it does, for messages. */
  abstract Object kind();

  /** Submits it. */
  abstract Request<?> submit(AsyncFiles through, Opened opened);

  /** Whether the kernel has memory that it has lent. */
  abstract boolean isOwned(SimKernel kernel);

  /** Its ring has died: nobody knows when the kernel is done with what it works on. */
  abstract void lose();

  /** Checks what came of it, and gives back what it had. The kernel is done with it. */
  abstract void check(SimKernel kernel, boolean closing);

  final SimFailure fail(String what) {
    return new SimFailure("request %d, %s: %s".formatted(number, kind(), what));
  }

  // ------------------------------------------------------------------ for all of them

  final void checkCancel(boolean closing) {
    if (!cancelAsked && !closing) {
      throw fail("cancelled, and nobody asked for it");
    }
  }

  /** The errno of a failure, which must be an answer to what was asked for. */
  final int errno(Throwable error) {
    if (!(error instanceof ErrnoException e)) {
      throw new SimFailure(fail("failed in its own way").getMessage(), error);
    }
    if (SimErrors.saysNothing(e.errno())) {
      throw fail("failed with what says nothing about it: " + error);
    }
    if (error.getClass().getSuperclass() != SimErrors.type(e.errno())) {
      throw fail("failed with an exception of another kind: " + error);
    }
    return e.errno();
  }

  /** What the kernel has failed must not be tried again. */
  final void checkNotRepeated(List<Integer> results) {
    for (int i = 0; i < results.size() - 1; i++) {
      if (results.get(i) < 0 && !SimErrors.saysNothing(-results.get(i))) {
        throw fail("was carried out again after its failure, " + results);
      }
    }
  }

  final void completed() {
    callbacks++;
    if (!request.isDone()) {
      throw fail("called back before its end");
    }
  }

  /** Checks how often it called back, when all is over. */
  final void checkCallbacks() {
    int expected = wantsCallback && !request.isCancelled() ? 1 : 0;
    if (callbacks != expected) {
      throw fail("%d callbacks instead of %d".formatted(callbacks, expected));
    }
  }
}
