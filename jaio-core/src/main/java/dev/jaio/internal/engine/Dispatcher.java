package dev.jaio.internal.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The thread of a driven engine: delivers, helps while there is nothing to deliver, sleeps. */
final class Dispatcher implements Runnable {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Engine engine;
  private final Delivery delivery;
  private final Thread thread;
  private final BooleanSupplier over; // made once
  private volatile boolean stopped;
  private volatile boolean ended;

  Dispatcher(Engine engine, Delivery delivery) {
    this.engine = engine;
    this.delivery = delivery;
    this.over = () -> !delivery.isEmpty() || stopped || delivery.dispatcher() != this;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .inheritInheritableThreadLocals(false)
            .name(engine.config().name() + "-dispatcher-" + NUMBERS.incrementAndGet())
            .unstarted(this);
  }

  /** False: there is no thread to be had. */
  boolean start() {
    return Threads.start(thread);
  }

  void stop() {
    stopped = true;
    java.util.concurrent.locks.LockSupport.unpark(thread);
  }

  boolean isThread(Thread t) {
    return thread == t;
  }

  Thread thread() {
    return thread;
  }

  boolean hasEnded() {
    return ended;
  }

  @Override
  public void run() {
    delivery.awaitBeginning();
    try {
      while (!stopped && delivery.dispatcher() == this) {
        if (delivery.deliverAll(true) == 0 && !engine.helping().helpWithSome()) {
          rest();
        }
      }
    } finally {
      ended = true; // before the last look: who pushes later sees it and delivers by a new thread
      if (delivery.dispatcher() == this) {
        delivery.deliverAll();
      } else {
        engine.signal(); // what it has carried out is for the one that delivers in its place
      }
    }
  }

  private void rest() {
    if (!stopped && delivery.dispatcher() == this) {
      delivery.sleepAsDispatcher(over);
    }
  }

  /** A callback was set after the engine had closed: it is not dropped. */
  void deliverLate() {
    Thread.ofPlatform()
        .daemon()
        .inheritInheritableThreadLocals(false)
        .name(thread.getName() + "-late")
        .start(() -> {
          while (!delivery.isEmpty()) {
            delivery.deliverAll();
          }
        });
  }
}
