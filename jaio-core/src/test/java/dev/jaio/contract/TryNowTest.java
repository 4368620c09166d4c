package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.OpenFlag;
import dev.jaio.Request;
import dev.jaio.Transfer;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.Iovec;
import dev.jaio.internal.abi.Statfs;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.posix.Intercepted;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Scratch;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a waiting thread carries out itself because it cannot block, and what it leaves. */
@Timeout(60)
class TryNowTest {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** A system call that was made. */
  private record Call(String name, boolean virtual) {}

  /** Takes the place of a system call; null: goes on to the real one. */
  private interface Instead {
    Object call(String name, Object[] arguments) throws Exception;
  }

  @TempDir Path dir;
  private final Kernel real = Configuration.kernel();
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> unhandled = new ConcurrentLinkedQueue<>();
  private volatile Instead instead = (_, _) -> null;
  private ExecutorService loop;
  private Aio aio;
  private Path file;
  private AsyncFile f;
  private byte[] content;
  private Request<?> busy;

  @BeforeEach
  void start() throws Exception {
    // not by a dispatcher of the engine, which helps when it happens to be awake
    loop = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    var settings =
        new Settings("now" + NUMBERS.incrementAndGet(), false, unhandled::add).dispatcher(loop);
    aio = Access.aio(settings.parallel(1, 1).config(), Backends.workers(recording(), "a test"));
    content = new byte[10_000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31);
    }
    file = Files.write(dir.resolve("f"), content);
    f = aio.open(file).await();
  }

  @AfterEach
  void end() throws Exception {
    if (busy != null) {
      busy.cancel();
    }
    f.close();
    aio.close();
    assertThat(unhandled).isEmpty();
    Contract.spinUntil(() -> aio.statistics().abandoned() == 0);
    loop.shutdown();
  }

  /** Keeps the only worker, so that nothing is carried out but by threads that wait. */
  private void keepTheWorker() {
    busy = aio.busy(Duration.ofHours(1));
    Contract.spinUntil(() -> busy.phase() == Request.Phase.EXECUTING);
    calls.clear();
  }

  /** Keeps the only worker until a system call is tried, so that it cannot be faster. */
  private void keepTheWorkerUntil(String call, Instead then) {
    keepTheWorker();
    instead =
        (name, arguments) -> {
          if (name.equals(call)) {
            busy.cancel();
          }
          return then.call(name, arguments);
        };
  }

  private static Instead failing(String call, Object result) {
    return (name, _) -> name.equals(call) ? result : null;
  }

  private Kernel recording() {
    return Intercepted.kernel(
        real,
        (method, arguments, call) -> {
          calls.add(new Call(method.getName(), Thread.currentThread().isVirtual()));
          Object result = instead.call(method.getName(), arguments);
          return result != null ? result : call.call();
        });
  }

  private static <T> T inVirtualThread(Callable<T> work) throws Exception {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task.get(30, TimeUnit.SECONDS);
  }

  private List<String> namesOf(boolean virtual) {
    return calls.stream()
        .filter(
            c -> c.virtual == virtual && !c.name.equals("nanosleep")) // of what keeps the worker
        .map(Call::name)
        .toList();
  }

  private void assertRead(ByteBuffer buffer, int from, int count) {
    assertThat(buffer.position()).isEqualTo(count);
    assertThat(buffer.flip()).isEqualTo(ByteBuffer.wrap(content, from, count));
  }

  // ------------------------------------------------------------------ reads

  @Test
  void aCachedReadIsCarriedOutByTheVirtualThread() throws Exception {
    keepTheWorker();
    for (var buffer : List.of(ByteBuffer.allocateDirect(4096), ByteBuffer.allocate(4096))) {
      calls.clear();
      assertThat(inVirtualThread(() -> f.read(buffer, 100).awaitBytes())).isEqualTo(4096);
      assertRead(buffer, 100, 4096);
      assertThat(namesOf(true)).containsExactly("preadv2");
      assertThat(namesOf(false)).isEmpty();
    }
  }

  @Test
  void aReadAtTheCurrentPositionIsTried() throws Exception {
    keepTheWorker();
    for (int at = 0; at < content.length; at += 4096) {
      var buffer = ByteBuffer.allocateDirect(4096);
      int count = Math.min(4096, content.length - at);
      assertThat(inVirtualThread(() -> f.read(buffer).awaitBytes())).isEqualTo(count);
      assertRead(buffer, at, count);
    }
    assertThat(inVirtualThread(() -> f.read(ByteBuffer.allocate(1)).awaitBytes())).isEqualTo(-1);
    assertThat(namesOf(true)).containsOnly("preadv2");
    assertThat(namesOf(false)).isEmpty();
  }

  /** Read once more, it would be lost. */
  @Test
  void whatWasReadAtTheCurrentPositionIsKept() throws Exception {
    keepTheWorker();
    var tries = new AtomicInteger();
    instead =
        (name, arguments) -> {
          if (!name.equals("preadv2")) {
            return null;
          }
          if (tries.getAndIncrement() > 0) {
            return (long) -Errno.EAGAIN;
          }
          long to = Memory.getLong((long) arguments[2] + Iovec.IOV_BASE);
          return real.read((Scratch) arguments[0], (int) arguments[1], to, 100);
        };
    var buffer = ByteBuffer.allocateDirect(4096);
    assertThat(inVirtualThread(() -> f.read(buffer).awaitBytes())).isEqualTo(100);
    assertRead(buffer, 0, 100);
    assertThat(tries).hasValue(2);
  }

  @Test
  void aPipeIsReadAsFarAsItGoes() throws Exception {
    Path path = dir.resolve("pipe");
    aio.mkfifo(path, 0600).await();
    try (var pipe = aio.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE).await()) {
      assertThat(pipe.write(ByteBuffer.wrap(content, 0, 10)).awaitBytes()).isEqualTo(10);
      var buffer = ByteBuffer.allocateDirect(4096);
      assertThat(inVirtualThread(() -> pipe.read(buffer).awaitBytes())).isEqualTo(10);
      assertRead(buffer, 0, 10);

      calls.clear();
      Transfer read = pipe.read(ByteBuffer.allocateDirect(4096));
      var waits = new FutureTask<>(read::awaitBytes);
      Thread.ofVirtual().start(waits);
      Contract.spinUntil(() -> namesOf(false).contains("read")); // by the worker
      assertThat(read.isDone()).isFalse();
      Files.write(path, new byte[] {1}, StandardOpenOption.WRITE);
      assertThat(waits.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void aWaitWithALimitTriesAsWell() throws Exception {
    keepTheWorker();
    var buffer = ByteBuffer.allocateDirect(4096);
    assertThat(f.read(buffer, 0).await(Duration.ofSeconds(30))).isEqualTo(4096);
    assertRead(buffer, 0, 4096);
    assertThat(calls).contains(new Call("preadv2", false)).doesNotContain(new Call("pread", false));
  }

  @Test
  void theEndOfTheFile() throws Exception {
    keepTheWorker();
    var buffer = ByteBuffer.allocateDirect(4096);
    assertThat(inVirtualThread(() -> f.read(buffer, 9_000).awaitBytes())).isEqualTo(1_000);
    assertRead(buffer, 9_000, 1_000);
    buffer.clear();
    assertThat(inVirtualThread(() -> f.read(buffer, 10_000).awaitBytes())).isEqualTo(-1);
    assertThat(inVirtualThread(() -> f.read(ByteBuffer.allocate(0), 0).awaitBytes())).isZero();
    assertThat(buffer.position()).isZero();
    assertThat(namesOf(false)).isEmpty();
  }

  @Test
  void whatIsNotCachedIsReadByAWorker() throws Exception {
    for (var buffer : List.of(ByteBuffer.allocateDirect(4096), ByteBuffer.allocate(4096))) {
      keepTheWorkerUntil("preadv2", failing("preadv2", (long) -Errno.EAGAIN));
      assertThat(inVirtualThread(() -> f.read(buffer, 7).awaitBytes())).isEqualTo(4096);
      assertRead(buffer, 7, 4096);
      assertThat(namesOf(true)).containsExactly("preadv2");
      assertThat(namesOf(false)).contains("pread");
    }
  }

  @Test
  void whatIsCachedInPartIsReadAsAWhole() throws Exception {
    var tries = new AtomicInteger();
    keepTheWorkerUntil(
        "preadv2",
        (name, arguments) -> {
          if (!name.equals("preadv2")) {
            return null;
          }
          if (tries.getAndIncrement() > 0) {
            return (long) -Errno.EAGAIN;
          }
          Memory.putLong((long) arguments[2] + Iovec.IOV_LEN, 1000);
          return null;
        });
    var buffer = ByteBuffer.allocateDirect(4096);
    assertThat(inVirtualThread(() -> f.read(buffer, 0).awaitBytes())).isEqualTo(4096);
    assertRead(buffer, 0, 4096);
    assertThat(tries).hasValue(2);
  }

  @Test
  void aFileThatRefusesIsTriedOnce() throws Exception {
    keepTheWorkerUntil("preadv2", failing("preadv2", (long) -Errno.EOPNOTSUPP));
    for (int i = 0; i < 3; i++) {
      var buffer = ByteBuffer.allocateDirect(4096);
      assertThat(inVirtualThread(() -> f.read(buffer, 0).awaitBytes())).isEqualTo(4096);
    }
    assertThat(namesOf(true)).containsExactly("preadv2");
  }

  @Test
  void aFileThatIsOpenForDirectTransfersIsNotTried() throws Exception {
    try (var direct = aio.open(file, StandardOpenOption.READ, OpenFlag.DIRECT).await()) {
      calls.clear();
      var buffer = ByteBuffer.allocateDirect(3 * 4096).alignedSlice(4096).limit(4096);
      inVirtualThread(() -> direct.read(buffer, 0).awaitBytes());
      assertThat(namesOf(true)).isEmpty();
    } catch (FileSystemException e) {
      assertThat(e).hasMessageContaining("EINVAL"); // the file system has no direct transfers
    }
  }

  @Test
  void aCancelDuringATryEndsTheRequestOnce() throws Exception {
    keepTheWorker();
    var trying = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    instead =
        (name, _) -> {
          if (!name.equals("preadv2")) {
            return null;
          }
          trying.countDown();
          goOn.await();
          return (long) -Errno.EAGAIN;
        };
    var lent = ByteBuffer.allocateDirect(4096);
    var request = f.read(lent, 0);
    var waiter =
        new FutureTask<>(() -> {
          request.awaitBytes();
          return null;
        });
    Thread.ofVirtual().start(waiter);
    trying.await();
    assertThat(request.cancel()).isTrue();
    goOn.countDown();
    assertThatThrownBy(() -> waiter.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(CancellationException.class);
    assertThat(request.phase()).isEqualTo(Request.Phase.CANCELLED);
    assertThat(lent.position()).isZero();
    assertThat(namesOf(false)).doesNotContain("pread");
  }

  @Test
  void memoryIsNotLentAnyMoreAfterATryThatWouldBlock() throws Exception {
    var reading = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    keepTheWorkerUntil(
        "preadv2",
        (name, _) -> {
          if (name.equals("pread")) {
            reading.countDown();
            goOn.await();
          }
          return name.equals("preadv2") ? (long) -Errno.EAGAIN : null;
        });
    var request = f.read(ByteBuffer.allocateDirect(4096), 0);
    var waiter =
        new FutureTask<>(() -> {
          request.awaitBytes();
          return null;
        });
    Thread.ofVirtual().start(waiter);
    reading.await(); // to memory of the worker, as with any first read that is small
    request.cancel();
    assertThat(request.phase()).isEqualTo(Request.Phase.CANCELLED);
    goOn.countDown();
    assertThatThrownBy(() -> waiter.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(CancellationException.class);
  }

  @Test
  void aCancelAfterATryThatWouldBlock() throws Exception {
    instead = failing("preadv2", (long) -Errno.EAGAIN);
    for (int i = 0; i < 500; i++) {
      var request = f.read(ByteBuffer.allocateDirect(4096), 0);
      var waiter =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  request.awaitBytes();
                } catch (CancellationException e) {
                  // it was faster
                } catch (Exception e) {
                  unhandled.add(e);
                }
              });
      request.cancel();
      waiter.join();
      assertThat(request.isDone()).isTrue();
    }
    aio.flush();
    assertThat(aio.statistics().requests()).isZero();
  }

  // ------------------------------------------------------------------ stat

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
