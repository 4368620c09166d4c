package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.internal.engine.Access;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who awaits gets its results, however many others have the engine work for them without a pause:
 * counted in what these others get meanwhile, as time says more of the machine.
 */
@Timeout(120)
class FairnessTest {

  /** How many results each thread is to get that awaits. */
  private static final int ENOUGH = 50;

  /** How many all of them, and callbacks, may get meanwhile. */
  private static final long MOST = 1_000_000;

  /** Virtual threads that never wait for anything but their own requests. */
  private static final int GREEDY = 100;

  /** Chains of callbacks, each of which submits the next request. */
  private static final int CHAINS = 64;

  private static final int BLOCK = 4096;

  /** A request that is awaited. */
  private interface Call {
    void await() throws Exception;
  }

  @TempDir Path dir;
  private final Queue<Throwable> unhandled = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final LongAdder all = new LongAdder();
  private final AtomicInteger chains = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Awaiter> awaiters = new ArrayList<>();
  private Path path;
  private Aio aio;
  private AsyncFile file;

  private void start(Configuration configuration) throws Exception {
    path = Files.write(dir.resolve("file"), new byte[BLOCK]);
    var settings = new Settings("fair", configuration.polled, unhandled::add);
    aio = Access.aio(settings.config(), configuration.backends(1, _ -> {}));
    file = aio.open(path).await();
  }

  @AfterEach
  void end() throws Exception {
    stop.set(true);
    for (Thread t : threads) {
      t.join();
    }
    Contract.spinUntil(() -> chains.get() == 0); // the last of them may just submit one more
    file.close();
    aio.close();
    assertThat(unhandled).isEmpty();
  }

  private void stat() throws Exception {
    var _ = aio.stat(path).await();
  }

  private void read() throws Exception {
    file.read(ByteBuffer.allocateDirect(BLOCK), 0).awaitBytes();
  }

  @ParameterizedTest
  @EnumSource(names = {"URING_DRIVEN", "BATCH_DRIVEN", "RING_DRIVEN", "WORKERS_DRIVEN"})
  void whoAwaitsAmongManyThatAwait(Configuration configuration) throws Exception {
    start(configuration);
    for (int i = 0; i < GREEDY; i++) {
      await(Thread.ofVirtual(), i % 2 == 0 ? this::stat : this::read);
    }
    Contract.spinUntil(() -> all.sum() > GREEDY);
    allGetOn();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "URING_DRIVEN", "URING_POLLED", "BATCH_DRIVEN", "BATCH_POLLED", "RING_DRIVEN",
        "RING_POLLED", "WORKERS_DRIVEN", "WORKERS_POLLED", "NIO_DRIVEN", "NIO_POLLED"
      })
  void whoAwaitsWhileCallbacksKeepWhoDelivers(Configuration configuration) throws Exception {
    start(configuration);
    if (configuration.polled) {
      threads.add(Thread.ofPlatform().daemon().start(this::poll));
    }
    chains.set(CHAINS);
    for (int i = 0; i < CHAINS; i++) {
      submitNext(i);
    }
    Contract.spinUntil(() -> all.sum() > CHAINS);
    allGetOn();
  }

  private void poll() {
    try {
      while (!stop.get()) {
        aio.pollWait();
      }
      aio.flush(); // of a polled engine only who polls can
    } catch (InterruptedException | RuntimeException e) {
      unhandled.add(e);
    }
  }

  private void submitNext(int kind) {
    var next = kind % 2 == 0 ? aio.nop() : aio.stat(path);
    next.onComplete((_, error) -> {
      if (error != null) {
        unhandled.add(error);
      }
      all.increment();
      if (stop.get()) {
        chains.decrementAndGet();
      } else {
        submitNext(kind);
      }
    });
  }

  private void await(Thread.Builder builder, Call call) {
    var awaiter = new Awaiter(call);
    awaiters.add(awaiter);
    threads.add(builder.start(awaiter));
  }

  /** Adds a virtual and a platform thread for each kind of request, and waits for everybody. */
  private void allGetOn() {
    for (Call call : List.<Call>of(this::stat, this::read, () -> file.stat().await())) {
      await(Thread.ofPlatform().daemon(), call);
      await(Thread.ofVirtual(), call);
    }
    awaiters.forEach(a -> a.results.set(0));
    long before = all.sum();
    Contract.spinUntil(() -> {
      assertThat(all.sum() - before).as("meanwhile, of all: %s", awaiters).isLessThan(MOST);
      return awaiters.stream().allMatch(a -> a.results.get() >= ENOUGH);
    });
  }

  /** Awaits one request after the other. */
  private final class Awaiter implements Runnable {
    private final Call call;
    final AtomicLong results = new AtomicLong();

    Awaiter(Call call) {
      this.call = call;
    }

    @Override
    public void run() {
      try {
        while (!stop.get()) {
          call.await();
          results.incrementAndGet();
          all.increment();
        }
      } catch (Exception e) {
        unhandled.add(e);
      }
    }

    @Override
    public String toString() {
      return results.toString();
    }
  }
}
