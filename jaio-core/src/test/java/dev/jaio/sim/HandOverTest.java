package dev.jaio.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Config;
import dev.jaio.internal.engine.Router;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.uring.TestRings;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ring's helper attends while a thread parks for a request. What a callback waits for is on the
 * ring as well, and the dispatcher has left it to the helper. When the helper has no reason to
 * attend any more, somebody must.
 */
@Timeout(60)
class HandOverTest {

  private static final String NAME = "hand-over";
  private static final int BYTES = 100;

  /** As time goes, except that what is held happens when the test says so. */
  private static final class HeldTime implements SimTime {
    private final SimTime time = new LiveTime();
    private final List<Runnable> events = new CopyOnWriteArrayList<>();
    private volatile boolean holds;

    @Override
    public long now() {
      return time.now();
    }

    @Override
    public void after(long nanos, Runnable event) {
      if (holds) {
        events.add(event);
      } else {
        time.after(nanos, event);
      }
    }

    @Override
    public void pass(long nanos) {}

    @Override
    public boolean await(Object monitor, long deadline, BooleanSupplier over) {
      return time.await(monitor, deadline, over);
    }

    /** The last entry is carried out; its completion is held. */
    void carryOutLast(int of) {
      Awaitility.await().until(() -> events.size() == of);
      events.removeLast().run();
    }

    void completeFirst() {
      events.removeFirst().run();
    }
  }

  /** Nothing is disturbed, and nothing is complete at once. */
  private static Weather slow() {
    int all = Integer.MAX_VALUE;
    return new Weather(
        0, 0, 0, 0, 0, 0, 0, 0, 0, 1000, 0, 1000, all, all, 0, new BitSet(), Long.MAX_VALUE, 0);
  }

  @RepeatedTest(3)
  void theHelperLeavesWhatIsInFlightToWhoDelivers(@TempDir Path dir) throws Exception {
    Path path = Files.write(dir.resolve("data"), new byte[BYTES]);
    var time = new HeldTime();
    Kernel kernel = new SimKernel(slow(), 1, time, false).kernel();
    var config =
        new Config(NAME, false, null, t -> {}, 99, true, false, 0, 0, 8, 0, 4, 1_000_000_000);
    try (Aio aio =
        Access.aio(config, Backends.uring(kernel, TestRings.open(kernel), Router.forced()))) {
      AsyncFile file = aio.open(path, StandardOpenOption.READ).await();
      for (int i = 0; i < 2; i++) { // the second one asks whether memory may be lent to the ring
        assertThat(file.read(buffer(), 0).awaitBytes()).isEqualTo(BYTES);
      }
      time.holds = true;

      var read = new FutureTask<>(() -> file.read(buffer(), 0).awaitBytes());
      Thread.ofPlatform().start(read);
      time.carryOutLast(1);
      awaitIn("-ring", "await"); // the helper sleeps in the kernel for the waiter

      var called = new AtomicInteger();
      file.read(buffer(), 0).onTransfer((bytes, _) -> called.set(bytes));
      time.carryOutLast(2);
      awaitIn("-dispatcher-", "park");
      awaitIn("-watcher", "sleep");

      time.completeFirst();
      assertThat(read.get()).isEqualTo(BYTES);
      awaitIn("-ring", "rest"); // nobody parks any more
      time.completeFirst();
      await().untilAsserted(() -> assertThat(called).hasValue(BYTES));

      time.holds = false;
      file.close();
    }
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(BYTES);
  }

  /** Waits until a thread of the engine is in a method. */
  private static void awaitIn(String thread, String method) {
    await()
        .until(() ->
            Thread.getAllStackTraces().entrySet().stream()
                .filter(e -> e.getKey().getName().startsWith(NAME + thread))
                .anyMatch(e ->
                    Arrays.stream(e.getValue()).anyMatch(f -> f.getMethodName().equals(method))));
  }
}
