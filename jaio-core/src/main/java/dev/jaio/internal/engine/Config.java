package dev.jaio.internal.engine;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the builder of an engine was told.
 *
 * @param name prefix of the names of threads
 * @param polled whether the program polls; else the engine has a dispatcher
 * @param dispatcher where a driven engine delivers; null: a thread of its own
 * @param exceptionHandler gets what callbacks throw in a driven engine
 * @param queueLimit how many requests may be READY
 * @param blockWhenFull whether submitting waits for room; else it is rejected
 * @param helping whether platform threads that wait execute
 * @param maxPollRequests how many results one poll delivers, 0 for no limit
 * @param maxPollNanos after which time a poll stops, 0 for no limit
 * @param minParallel least number of worker threads wanted
 * @param maxParallel most worker threads, 0 for no limit besides {@code minParallel}
 * @param maxIdle how many idle workers stay
 * @param idleTimeoutNanos when other idle workers end
 */
public record Config(
    String name,
    boolean polled,
    @Nullable Executor dispatcher,
    Consumer<? super Throwable> exceptionHandler,
    int queueLimit,
    boolean blockWhenFull,
    boolean helping,
    int maxPollRequests,
    long maxPollNanos,
    int minParallel,
    int maxParallel,
    int maxIdle,
    long idleTimeoutNanos) {}
