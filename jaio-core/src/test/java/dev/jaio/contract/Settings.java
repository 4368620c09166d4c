package dev.jaio.contract;

import dev.jaio.internal.engine.Config;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** How an engine of a test is configured: the builder's defaults, unless a test differs. */
final class Settings {

  private final String name;
  private final boolean polled;
  private Consumer<? super Throwable> handler;
  private Executor dispatcher;
  private int queueLimit = 1 << 24;
  private boolean blocks = true;
  private boolean helping = true;
  private int maxPollRequests;
  private Duration maxPollTime = Duration.ZERO;
  private int minParallel = 8;
  private int maxParallel;
  private int maxIdle = 4;
  private Duration idleTimeout = Duration.ofSeconds(10);

  Settings(String name, boolean polled, Consumer<? super Throwable> handler) {
    this.name = name;
    this.polled = polled;
    this.handler = handler;
  }

  Settings handler(Consumer<? super Throwable> consumer) {
    handler = consumer;
    return this;
  }

  Settings dispatcher(Executor executor) {
    dispatcher = executor;
    return this;
  }

  Settings queueLimit(int limit) {
    queueLimit = limit;
    return this;
  }

  Settings rejects() {
    blocks = false;
    return this;
  }

  Settings helping(boolean help) {
    helping = help;
    return this;
  }

  Settings maxPollRequests(int n) {
    maxPollRequests = n;
    return this;
  }

  Settings maxPollTime(Duration time) {
    maxPollTime = time;
    return this;
  }

  /** One request after the other, none carried out by who waits: the order can be seen. */
  Settings oneAtATime() {
    helping = false;
    minParallel = 1;
    return this;
  }

  Settings parallel(int min, int max) {
    minParallel = min;
    maxParallel = max;
    return this;
  }

  Settings idle(int max, Duration timeout) {
    maxIdle = max;
    idleTimeout = timeout;
    return this;
  }

  Config config() {
    return new Config(
        name,
        polled,
        dispatcher,
        handler,
        queueLimit,
        blocks,
        helping,
        maxPollRequests,
        maxPollTime.toNanos(),
        minParallel,
        maxParallel,
        maxIdle,
        idleTimeout.toNanos());
  }
}
