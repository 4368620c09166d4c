package dev.jaio.lifetime;

import dev.jaio.Transfer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A buffer that a request has borrowed, and that is taken away the moment the request has ended: by
 * the callback, or by who has cancelled it.
 */
final class Loan {

  /** What becomes of the buffer. */
  enum Fate {
    TAKEN_AWAY,
    REPLACED,
    LEFT
  }

  private static final int PATIENCE = 10_000;

  private final OwnMapping mapping;
  private final Fate fate;
  private final AtomicInteger ends = new AtomicInteger();
  private Transfer request; // set before it is published to the thread that cancels
  private volatile Throwable error;

  Loan(OwnMapping mapping, Fate fate) {
    this.mapping = mapping;
    this.fate = fate;
  }

  OwnMapping mapping() {
    return mapping;
  }

  Loan by(Transfer transfer) {
    request = transfer;
    transfer.onTransfer((_, e) -> {
      error = e;
      end();
    });
    return this;
  }

  /** Cancels, and ends the loan if the request ends as cancelled at once, or nearly so. */
  void cancel() {
    if (!request.cancel()) {
      return;
    }
    for (int i = 0; i < PATIENCE && !request.isDone(); i++) {
      Thread.onSpinWait();
    }
    if (request.isDone()) {
      end();
    }
  }

  /** The request is over; a callback that was to come has come. */
  void settle() {
    if (!request.isDone()) {
      throw new IllegalStateException("has not ended: " + request);
    }
    if (request.isCancelled() && ends.get() == 0) {
      end();
    }
    if (ends.get() != 1) {
      throw new IllegalStateException("ended " + ends + " times: " + request);
    }
    if (error != null) {
      throw new IllegalStateException("fails: " + request, error);
    }
  }

  private void end() {
    if (ends.incrementAndGet() == 1) {
      switch (fate) {
        case TAKEN_AWAY -> mapping.takeAway();
        case REPLACED -> mapping.replace();
        case LEFT -> mapping.mark();
      }
    }
  }

  boolean wasCancelled() {
    return request.isCancelled();
  }

  /** A good while later. */
  void dispose() {
    if (fate != Fate.TAKEN_AWAY && !mapping.isUntouched()) {
      throw new IllegalStateException("written to after the end: " + request);
    }
    mapping.dispose();
  }
}
