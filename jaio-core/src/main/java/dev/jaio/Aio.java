package dev.jaio;

import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Config;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.Failures;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.HandleOwner;
import dev.jaio.internal.engine.Nanos;
import dev.jaio.internal.nio.PipeNotifier;
import dev.jaio.internal.op.BufferPool;
import dev.jaio.internal.op.Examples;
import dev.jaio.internal.posix.EventNotifier;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An engine: owns the queues, the backend that executes requests, and the delivery of results.
 *
 * <p>A <em>driven</em> engine ({@link #start()}) delivers on its own dispatcher thread. A
 * <em>polled</em> one ({@link Builder#polled()}) delivers inside {@link #poll()}, on the thread of
 * the program's own event loop. Callbacks of one engine never run two at a time; a program that
 * wants them on several cores starts several engines.
 *
 * <pre>{@code
 * try (var aio = Aio.start()) {
 *   FileStat stat = aio.stat(path).await();
 *   aio.stat(path).onComplete((s, error) -> ...);
 *   aio.withPriority(4).unlink(old).toCompletableFuture().thenRun(...);
 * }
 * }</pre>
 *
 * <p>All methods are thread-safe, but see {@link #poll()}. The engine's threads are daemons.
 */
public final class Aio implements AsyncFiles, AutoCloseable {

  static {
    Access.install(
        new Access() {
          @Override
          protected AsyncFile newFile(AsyncFiles files, HandleOwner owner) {
            return new AsyncFile(files, owner);
          }

          @Override
          protected AsyncDirectory newDirectory(AsyncFiles files, HandleOwner owner) {
            return new AsyncDirectory(files, owner);
          }

          @Override
          protected Handle handleOf(AsyncDirectory directory) {
            return directory.handle();
          }

          @Override
          protected Aio newAio(Config config, Backends backends) {
            return new Aio(config, backends);
          }
        });
  }

  final Engine engine;
  private final Backends backends;
  private final Buffers buffers;
  private @Nullable PipeNotifier pipe; // guarded by this
  private @Nullable EventNotifier event; // guarded by this

  private Aio(Config config, Backends backends) {
    Failures.prepare();
    this.backends = backends;
    this.engine = new Engine(this, config, backends.maker());
    this.buffers = new Buffers(new BufferPool(engine));
  }

  /**
   * Starts a driven engine with the defaults.
   *
   * @return the engine, to be closed
   * @throws IllegalArgumentException as {@link Builder#start()}
   * @throws UnsupportedOperationException as {@link Builder#start()}
   */
  public static Aio start() {
    return builder().start();
  }

  /**
   * Configures an engine before it is started.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public <T extends @Nullable Object> Request<T> submit(Operation<T> operation) {
    return engine.submit(operation);
  }

  /**
   * Tells which backend is in use, and why not a better one. It changes to {@link Backend#WORKERS}
   * when the ring of an engine has died.
   *
   * @return the backend and the reason, one line
   */
  public Backend.Choice backend() {
    return engine.lostRing() != null
        ? new Backend.Choice(Backend.WORKERS, engine.lostRing())
        : new Backend.Choice(backends.backend(), backends.reason());
  }

  /**
   * Tells how each kind of operation is executed here: by io_uring, by the thread that waits, or by
   * a worker. For diagnosis; {@code jaio doctor} prints it.
   *
   * @return one line for each kind of operation
   */
  public List<Backend.Route> routes() {
    return Examples.routes(engine);
  }

  /**
   * Returns the buffer pool of this engine.
   *
   * @return the pool, the same at each call
   */
  public Buffers buffers() {
    return buffers;
  }

  /**
   * Returns the counters.
   *
   * @return a snapshot
   */
  public Statistics statistics() {
    return engine.statistics();
  }

  // ------------------------------------------------------------------ polling

  /**
   * Delivers completed requests on this thread, without waiting: callbacks, futures and groups, by
   * priority. May be called inside a callback. While another thread polls, this call delivers
   * nothing. If callbacks throw, their requests and groups still complete and the remaining
   * requests are delivered; then the first exception is thrown, with the others suppressed in it.
   *
   * @return how many requests were delivered
   * @throws IllegalStateException the engine is driven, and this is not inside a callback
   */
  public int poll() {
    return engine.delivery().polling().poll();
  }

  /**
   * Waits until a request has completed or none is outstanding, and delivers as {@link #poll()}
   * does. A platform thread may execute short requests instead of sleeping.
   *
   * @return how many requests were delivered; 0 if nothing is outstanding
   * @throws InterruptedException this thread was interrupted
   * @throws IllegalStateException the engine is driven, and this is not inside a callback
   */
  public int pollWait() throws InterruptedException {
    return engine.delivery().polling().pollWait(0);
  }

  /**
   * As {@link #pollWait()}, but waits no longer than a given time and executes no requests itself.
   *
   * @param timeout the longest wait
   * @return how many requests were delivered
   * @throws InterruptedException this thread was interrupted
   * @throws IllegalStateException the engine is driven, and this is not inside a callback
   */
  public int pollWait(Duration timeout) throws InterruptedException {
    return engine.delivery().polling().pollWait(Math.max(1, Nanos.of(timeout)));
  }

  /**
   * Waits until all outstanding requests have been delivered; on the thread that polls, by polling.
   * May be called inside a callback; it does not wait for the request of that callback, nor for
   * groups that are paused, held or open.
   *
   * @throws InterruptedException this thread was interrupted
   */
  public void flush() throws InterruptedException {
    engine.shutdown().flush();
  }

  /**
   * Limits how many results one poll delivers.
   *
   * @param limit the number, 0 for no limit
   */
  public void maxPollRequests(int limit) {
    engine.delivery().maxPollRequests(Builder.notNegative(limit, "limit"));
  }

  /**
   * Limits the time one poll takes. The time is checked after each callback.
   *
   * @param limit the time, zero for no limit
   */
  public void maxPollTime(Duration limit) {
    engine.delivery().maxPollNanos(Nanos.of(Builder.notNegative(limit, "limit")));
  }

  /**
   * Returns a channel for a {@link java.nio.channels.Selector}, readable if and only if {@link
   * #poll()} has work to do. It is non-blocking; the program selects on it and never reads it.
   *
   * @return the channel, the same at each call, closed with the engine
   * @throws IOException it could not be opened
   * @throws IllegalStateException the engine is closed
   */
  public synchronized SelectableChannel pollChannel() throws IOException {
    PipeNotifier p = pipe;
    if (p == null) {
      p = new PipeNotifier();
      engine.delivery().add(p);
      pipe = p;
    }
    return p.source();
  }

  /**
   * Returns a file descriptor for a native event loop, readable if and only if {@link #poll()} has
   * work to do, eventfd(2). The program waits on it and never reads or closes it.
   *
   * @return the descriptor, the same at each call, closed with the engine
   * @throws IOException it could not be created
   * @throws IllegalStateException the engine is closed
   * @throws UnsupportedOperationException the backend is {@link Backend#NIO}
   */
  public synchronized int pollFd() throws IOException {
    EventNotifier e = event;
    if (e == null) {
      if (backends.kernel() == null) {
        throw new UnsupportedOperationException(
            "pollFd: not supported by the nio backend: java.nio has no descriptors (pollChannel)");
      }
      e = new EventNotifier(backends.kernel());
      engine.delivery().add(e);
      event = e;
    }
    return e.fd();
  }

  // ------------------------------------------------------------------ threads

  /**
   * Raises the number of worker threads wanted to at least this; never lowers it.
   *
   * @param threads the number
   */
  public void minParallel(int threads) {
    engine.backend().minParallel(Builder.notNegative(threads, "threads"));
  }

  /**
   * Lowers the number of worker threads wanted to at most this; never raises it, and does not wait.
   * With 0, requests are queued and not executed until {@link #minParallel} raises it.
   *
   * @param threads the number
   */
  public void maxParallel(int threads) {
    engine.backend().maxParallel(Builder.notNegative(threads, "threads"));
  }

  /**
   * Changes how many idle worker threads stay.
   *
   * @param threads the number
   */
  public void maxIdle(int threads) {
    engine.backend().maxIdle(Builder.notNegative(threads, "threads"));
  }

  /**
   * Changes how long worker threads beyond {@link #maxIdle} stay idle before they end.
   *
   * @param timeout the time
   */
  public void idleTimeout(Duration timeout) {
    engine.backend().idleTimeout(Nanos.of(Builder.notNegative(timeout, "timeout")));
  }

  // ------------------------------------------------------------------ closing

  /**
   * Closes the engine: refuses new requests, waits until all outstanding ones have been delivered
   * (in a polled engine by polling on this thread), and ends the threads.
   *
   * <p>Groups in progress may still add members. Groups that are open, paused or held are cancelled
   * at the end if they have a callback, a future or a clean-up, or if a thread waits for them. If
   * this thread is interrupted, requests that are READY are cancelled and the rest are abandoned.
   * Called inside a callback, this method returns immediately and the engine closes after that
   * callback. Closing a second time has no effect.
   */
  @Override
  public void close() {
    engine.shutdown().close(false, 0);
  }

  /** As {@link #close()}, but cancels requests that are READY. */
  public void closeNow() {
    engine.shutdown().close(true, 0);
  }

  /**
   * As {@link #close()}, but waits no longer than a given time. When the time is up, requests that
   * are READY are cancelled, and threads that are stuck in a system call are abandoned, together
   * with the memory they work on. A later {@link #close()} does not wait for them; calling this
   * method again does.
   *
   * @param timeout the longest wait
   * @return whether everything ended in time
   */
  public boolean close(Duration timeout) {
    return engine.shutdown().close(false, Nanos.deadline(Nanos.of(timeout)));
  }

  @Override
  public String toString() {
    return "Aio[" + backend() + "]";
  }

  /** Configures an engine. Not thread-safe. */
  public static final class Builder {

    private String name = "jaio";
    private boolean polled;
    private @Nullable Executor dispatcher;
    private Consumer<? super Throwable> exceptionHandler =
        t -> Engine.LOG.log(Level.ERROR, "jaio: a callback threw", t);
    private int queueLimit = 1 << 24;
    private QueuePolicy policy = QueuePolicy.BLOCK;
    private boolean helping = true;
    private int maxPollRequests;
    private Duration maxPollTime = Duration.ZERO;
    private int minParallel = 8;
    private int maxParallel;
    private int maxIdle = 4;
    private Duration idleTimeout = Duration.ofSeconds(10);
    private @Nullable Backend backend;
    private @Nullable Duration closeAtExit;

    private Builder() {}

    private static int notNegative(int n, String what) {
      if (n < 0) {
        throw new IllegalArgumentException(what + " is negative: " + n);
      }
      return n;
    }

    private static Duration notNegative(Duration d, String what) {
      Objects.requireNonNull(d, what);
      if (d.isNegative()) {
        throw new IllegalArgumentException(what + " is negative: " + d);
      }
      return d;
    }

    /**
     * Names the threads.
     *
     * @param prefix of their names, {@code "jaio"} by default
     * @return this
     */
    public Builder name(String prefix) {
      name = Objects.requireNonNull(prefix, "prefix");
      return this;
    }

    /**
     * Makes the engine polled: the program calls {@link Aio#poll()}, and there is no dispatcher.
     *
     * @return this
     */
    public Builder polled() {
      polled = true;
      return this;
    }

    /**
     * Delivers on an executor, such as an event loop, the Swing event thread or a pool; never two
     * deliveries at a time. The thread of the last delivery may wait for requests anywhere, and
     * delivers while it waits. If the executor rejects a task, a thread of the engine delivers from
     * then on, and a warning is logged. With an executor that runs tasks directly, callbacks run
     * inside submit and {@link Request#onComplete}.
     *
     * @param executor runs short tasks; must not drop them silently
     * @return this
     */
    public Builder dispatcher(Executor executor) {
      dispatcher = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /**
     * Sets the handler for exceptions thrown by callbacks of a driven engine; by default they are
     * logged. In a polled engine they are thrown by {@link Aio#poll()}.
     *
     * @param handler called on the thread that delivers
     * @return this
     */
    public Builder exceptionHandler(Consumer<? super Throwable> handler) {
      exceptionHandler = Objects.requireNonNull(handler, "handler");
      return this;
    }

    /**
     * Limits how many requests may be queued, 16,777,216 by default. The limit applies separately
     * to requests for threads and to those for io_uring.
     *
     * @param limit the number, at least 1
     * @return this
     */
    public Builder queueLimit(int limit) {
      if (limit < 1) {
        throw new IllegalArgumentException("limit is less than 1: " + limit);
      }
      queueLimit = limit;
      return this;
    }

    /**
     * Sets what submitting does while the queue is full, {@link QueuePolicy#BLOCK} by default.
     *
     * @param whenFull the policy
     * @return this
     */
    public Builder queuePolicy(QueuePolicy whenFull) {
      policy = Objects.requireNonNull(whenFull, "whenFull");
      return this;
    }

    /**
     * Sets whether threads that wait help. On by default. A platform thread that waits without a
     * time limit then executes short requests instead of sleeping, which saves two context
     * switches; it cannot be interrupted while it is in a system call. Virtual threads, and threads
     * that wait with a time limit, help only with operations that cannot block.
     *
     * @param help whether to help
     * @return this
     */
    public Builder helping(boolean help) {
      helping = help;
      return this;
    }

    /**
     * Limits how many results one poll delivers.
     *
     * @param limit the number, 0 (the default) for no limit
     * @return this
     */
    public Builder maxPollRequests(int limit) {
      maxPollRequests = notNegative(limit, "limit");
      return this;
    }

    /**
     * Limits the time one poll takes.
     *
     * @param limit the time, zero (the default) for no limit
     * @return this
     */
    public Builder maxPollTime(Duration limit) {
      maxPollTime = notNegative(limit, "limit");
      return this;
    }

    /**
     * Sets how many worker threads may run at once, 8 by default. They are started on demand.
     *
     * @param threads the number; with 0, requests are executed only by threads that wait for them
     *     without a time limit, until {@link Aio#minParallel(int)} raises it
     * @return this
     */
    public Builder minParallel(int threads) {
      minParallel = notNegative(threads, "threads");
      return this;
    }

    /**
     * Limits the number of worker threads. It takes precedence over {@link #minParallel}.
     *
     * @param threads the number, at least 1
     * @return this
     */
    public Builder maxParallel(int threads) {
      if (threads < 1) {
        throw new IllegalArgumentException("threads is less than 1: " + threads);
      }
      maxParallel = threads;
      return this;
    }

    /**
     * Sets how many idle workers are kept, 4 by default. Others end after {@link #idleTimeout}.
     *
     * @param threads the number
     * @return this
     */
    public Builder maxIdle(int threads) {
      maxIdle = notNegative(threads, "threads");
      return this;
    }

    /**
     * Sets how long surplus workers stay idle before they end, 10 seconds by default.
     *
     * @param timeout the time
     * @return this
     */
    public Builder idleTimeout(Duration timeout) {
      idleTimeout = notNegative(timeout, "timeout");
      return this;
    }

    /**
     * Requires a backend. By default the best one available is used.
     *
     * <p>The system property {@code dev.jaio.backend} or, if that is not set, the environment
     * variable {@code JAIO_BACKEND} also requires a backend ({@code nio}) or forbids backends
     * ({@code no-uring}). This method overrides a requirement there, but not a prohibition.
     *
     * @param wanted the backend
     * @return this
     */
    public Builder backend(Backend wanted) {
      backend = Objects.requireNonNull(wanted, "wanted");
      return this;
    }

    /**
     * Closes the engine when the JVM exits, so that outstanding requests are finished. Once the JVM
     * is exiting, {@link #start} throws IllegalStateException.
     *
     * @param timeout the longest that this delays the exit
     * @return this
     */
    public Builder closeAtExit(Duration timeout) {
      closeAtExit = notNegative(timeout, "timeout");
      return this;
    }

    /**
     * Starts the engine.
     *
     * @return the engine, to be closed
     * @throws UnsupportedOperationException the required backend is not available, or all are
     *     forbidden; the message says why
     * @throws IllegalArgumentException a system property or environment variable of jaio has an
     *     invalid value
     * @throws IllegalStateException the engine is both polled and has a dispatcher, or {@link
     *     #closeAtExit} is set and the JVM is exiting
     */
    public Aio start() {
      if (polled && dispatcher != null) {
        throw new IllegalStateException("a polled engine has no dispatcher");
      }
      return closeAtExit == null ? begin() : ExitHook.start(this::begin, name, closeAtExit);
    }

    private Aio begin() {
      return new Aio(config(), Backends.choose(backend));
    }

    private Config config() {
      return new Config(
          name,
          polled,
          dispatcher,
          exceptionHandler,
          queueLimit,
          policy == QueuePolicy.BLOCK,
          helping,
          maxPollRequests,
          Nanos.of(maxPollTime),
          minParallel,
          maxParallel,
          maxIdle,
          Nanos.of(idleTimeout));
    }
  }
}
