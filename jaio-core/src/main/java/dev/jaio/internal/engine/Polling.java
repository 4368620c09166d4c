package dev.jaio.internal.engine;

import java.util.function.BooleanSupplier;

/** The loops of those who deliver while they wait: the program's own, and who closes. */
public final class Polling {

  private final Engine engine;
  private final Delivery delivery;
  private final Comeback comeback = new Comeback(); // of the thread that polls

  Polling(Engine engine, Delivery delivery) {
    this.engine = engine;
    this.delivery = delivery;
  }

  /** A poll by the user's own loop. */
  public int poll() {
    return poll(false);
  }

  private int poll(boolean rests) {
    delivery.beginPoll();
    engine.waiting().refuseIfTooDeep();
    int n = delivery.deliverAll(rests);
    engine.backend().leave();
    delivery.throwWhatWasThrown();
    return n;
  }

  /** The user's loop waits until there is something to deliver, and delivers it. */
  public int pollWait(long nanos) throws InterruptedException {
    long now = comeback.hasLeft() ? engine.backend().now() : 0;
    boolean rests = comeback.isSoon(now) && nanos == 0 && delivery.mayRest();
    int n = poll(rests);
    long deadline = nanos == 0 ? 0 : Nanos.deadline(nanos);
    while (n == 0 && engine.outstanding() > delivery.depth()) {
      if (Thread.interrupted()) {
        engine.backend().submit();
        throw new InterruptedException();
      }
      if (deadline != 0 && System.nanoTime() - deadline >= 0) {
        break;
      }
      if (deadline != 0 || !engine.helping().helpWithSome()) {
        delivery.sleep(deadline, null);
      }
      n = poll(rests);
    }
    if (rests && engine.backend().wantsPoll()) {
      comeback.leaves(engine.backend().now());
    }
    return n;
  }

  /**
   * Polls until nothing is outstanding.
   *
   * @param deadline when to give up, 0 for never
   * @param keeps whether what callbacks throw is kept for later
   * @return false if the time is up
   */
  boolean flushHere(long deadline, boolean keeps) throws InterruptedException {
    engine.waiting().refuseIfTooDeep();
    for (; ; ) {
      if (delivery.deliverAll() > 0) {
        continue;
      }
      if (!keeps) {
        delivery.throwWhatWasThrown();
      }
      if (engine.outstanding() <= delivery.depth()) {
        return true;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (deadline != 0 && System.nanoTime() - deadline >= 0) {
        return false;
      }
      if (deadline != 0 || !engine.helping().helpWithSome()) {
        delivery.sleep(deadline, null);
      }
    }
  }

  /** As {@link #flushHere}, until a condition holds; what callbacks throw is kept. */
  boolean pollUntil(BooleanSupplier over, long deadline) throws InterruptedException {
    while (!over.getAsBoolean()) {
      if (delivery.deliverAll() > 0) {
        continue;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (deadline != 0 && System.nanoTime() - deadline >= 0) {
        return false;
      }
      delivery.sleepUnless(over, deadline);
    }
    return true;
  }
}
