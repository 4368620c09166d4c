package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jaio.AsyncFile;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.Statfs;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Scratch;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What else a waiting thread carries out itself because it cannot block, and what it leaves. */
class TryNowTest extends TryNow {

  private void assumeMountsHaveNumbers() {
    var s = new Scratch();
    Memory.putByte(s.path(), (byte) '/');
    Memory.putByte(s.path() + 1, (byte) 0);
    real.statx(s, 0, s.path(), 0, Statx.STATX_MNT_ID_UNIQUE, s.statx());
    int mask = Memory.getInt(s.statx() + Statx.STX_MASK);
    assumeTrue((mask & Statx.STATX_MNT_ID_UNIQUE) != 0, "STATX_MNT_ID_UNIQUE");
  }

  /** Has answers come from another mount than they do. */
  private Instead mount(long number, long type) {
    return (name, arguments) -> {
      if (name.equals("statx")) {
        var s = (Scratch) arguments[0];
        int result =
            real.statx(
                s,
                (int) arguments[1],
                (long) arguments[2],
                (int) arguments[3],
                (int) arguments[4],
                (long) arguments[5]);
        Memory.putLong(s.statx() + Statx.STX_MNT_ID, number);
        return result;
      }
      if (name.equals("fstatfs")) {
        Memory.putLong((long) arguments[2] + Statfs.F_TYPE, type);
        return 0;
      }
      return null;
    };
  }

  private long statByVirtualThread() throws Exception {
    return inVirtualThread(() -> aio.stat(file).await().size());
  }

  @Test
  void aCachedStatIsCarriedOutByTheVirtualThread() throws Exception {
    assumeMountsHaveNumbers();
    keepTheWorkerUntil("openat2", mount(1L << 40, Statfs.EXT4_SUPER_MAGIC));
    assertThat(statByVirtualThread()).isEqualTo(content.length); // has the mount looked at
    keepTheWorker();
    for (int i = 0; i < 3; i++) {
      calls.clear();
      assertThat(statByVirtualThread()).isEqualTo(content.length);
      assertThat(namesOf(true)).containsExactly("openat2", "statx", "close");
      assertThat(namesOf(false)).isEmpty();
    }
  }

  @Test
  void attributesOfAnotherMachineAreLeftToWorkers() throws Exception {
    assumeMountsHaveNumbers();
    for (int i = 0; i < 4; i++) {
      keepTheWorkerUntil("openat2", mount(1L << 41, Statfs.NFS_SUPER_MAGIC));
      assertThat(statByVirtualThread()).isEqualTo(content.length);
      assertThat(namesOf(false)).contains("statx");
    }
    assertThat(namesOf(false)).doesNotContain("fstatfs"); // it is remembered
  }

  @Test
  void aPathThatIsNotCachedIsLeftToWorkers() throws Exception {
    keepTheWorkerUntil("openat2", failing("openat2", -Errno.EAGAIN));
    assertThat(statByVirtualThread()).isEqualTo(content.length);
    assertThat(namesOf(true)).containsExactly("openat2");
    assertThat(namesOf(false)).contains("statx");
  }

  @Test
  void aMissingFileIsMissing() throws Exception {
    assertThatThrownBy(() -> inVirtualThread(() -> aio.stat(dir.resolve("none")).await()))
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  void linksAreFollowedOrNot() throws Exception {
    Path link = Files.createSymbolicLink(dir.resolve("l"), file);
    for (int i = 0; i < 3; i++) {
      assertThat(inVirtualThread(() -> aio.stat(link).await()).size()).isEqualTo(content.length);
      assertThat(inVirtualThread(() -> aio.lstat(link).await()).isSymbolicLink()).isTrue();
    }
  }

  // ------------------------------------------------------------------ others

  @Test
  void aRequestThatNobodyAwaitsIsCarriedOutAllTheSame() throws Exception {
    var size = new CountDownLatch(1);
    for (int i = 0; i < 3; i++) {
      statByVirtualThread();
    }
    inVirtualThread(() -> {
      for (int i = 0; i < 200; i++) { // workers rely on the threads that wait now
        aio.stat(file).await();
      }
      aio.stat(file).onComplete((_, _) -> size.countDown());
      return null;
    });
    assertThat(size.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void otherVirtualThreadsRunWhileAHundredReadWhatIsCached() throws Exception {
    var settings = new Settings("fair" + NUMBERS.incrementAndGet(), false, unhandled::add);
    try (var engine = Access.aio(settings.config(), Backends.workers(real, "a test"));
        var open = engine.open(file).await();
        var readers = new Readers(open, 100)) {
      readers.start();
      var turns = new AtomicInteger();
      var probe =
          Thread.ofVirtual()
              .start(() -> {
                while (turns.incrementAndGet() < 50) {
                  LockSupport.park();
                }
              });
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      for (int turn = turns.get(); turn < 50; turn = turns.get()) {
        LockSupport.unpark(probe);
        while (turns.get() == turn) {
          assertThat(System.nanoTime() - end).as("nanoseconds over time").isNegative();
          LockSupport.parkNanos(100_000);
        }
      }
      Contract.spinUntil(() -> readers.counts.stream().allMatch(r -> r.get() > 0));
    }
  }

  /** Virtual threads that do nothing but read what is cached. */
  private final class Readers implements AutoCloseable {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    final List<AtomicInteger> counts = new ArrayList<>();

    Readers(AsyncFile open, int n) {
      for (int i = 0; i < n; i++) {
        var count = new AtomicInteger();
        counts.add(count);
        var buffer = ByteBuffer.allocateDirect(4096);
        threads.add(Thread.ofVirtual().unstarted(() -> read(open, buffer, count)));
      }
    }

    private void read(AsyncFile open, ByteBuffer buffer, AtomicInteger count) {
      try {
        while (!stop.get()) {
          open.read(buffer.clear(), 0).awaitBytes();
          count.incrementAndGet();
        }
      } catch (Exception e) {
        unhandled.add(e);
      }
    }

    void start() {
      threads.forEach(Thread::start);
    }

    @Override
    public void close() {
      stop.set(true);
      try {
        for (Thread t : threads) {
          t.join();
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
