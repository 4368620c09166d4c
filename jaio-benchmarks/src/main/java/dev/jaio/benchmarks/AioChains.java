package dev.jaio.benchmarks;

import dev.jaio.Aio;
import dev.jaio.Backend;
import org.jspecify.annotations.Nullable;

/** Callbacks of jaio, in a polled engine (one thread does all but execute) or a driven one. */
abstract class AioChains extends Chains {

  /** The engine. */
  final Aio aio;

  private final boolean polled;
  private @Nullable Thread poller; // of the last window

  AioChains(Backend backend, int depth, boolean polled) {
    this(Aio.builder().backend(backend), depth, polled);
  }

  AioChains(Aio.Builder builder, int depth, boolean polled) {
    super(depth);
    this.polled = polled;
    this.aio = (polled ? builder.polled() : builder.exceptionHandler(this::fail)).start();
  }

  @Override
  final void launch() {
    if (polled) {
      poller = Thread.ofPlatform().daemon().name("poller").start(this::poll);
    } else {
      submitAll();
    }
  }

  /** Before the next window begins: in which this thread would go on. */
  @Override
  final void retire() throws InterruptedException {
    Thread last = poller;
    if (last != null) {
      last.join();
    }
  }

  private void poll() {
    try {
      submitAll();
      while (isLive() && !hasFailed()) {
        aio.pollWait();
      }
    } catch (Throwable t) {
      fail(t);
    }
  }

  /** Whether an operation has ended well; else the work has failed. */
  final boolean isGood(@Nullable Throwable error) {
    if (error != null) {
      fail(error);
    }
    return error == null;
  }

  @Override
  public void close() {
    aio.close();
  }
}
