package dev.jaio.internal.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Backend;
import dev.jaio.ErrnoException;
import dev.jaio.OpenFlag;
import dev.jaio.Request;
import dev.jaio.Transfer;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUring;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.IoUringProbe;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Config;
import dev.jaio.internal.posix.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a ring has: that it is used, how it fails, and that nothing is lost then. */
@ParameterizedClass(name = "polled = {0}")
@ValueSource(booleans = {true, false})
@Timeout(60)
class UringBackendTest {

  private static final int BLOCK = 4096;
  private static final int BLOCKS = 64;

  @Parameter boolean polled;
  @TempDir Path dir;

  private final ScriptedKernel kernel = new ScriptedKernel();
  private Aio aio;
  private Path path;
  private AsyncFile file;
  private volatile int ring; // its descriptor

  @BeforeEach
  void openADirectFile() throws Exception {
    path = dir.resolve("data");
    var content = ByteBuffer.allocate(BLOCKS * BLOCK);
    for (int i = 0; i < BLOCKS; i++) {
      content.putLong(i * BLOCK, i);
    }
    Files.write(path, content.array());
    kernel.on(
        "io_uring_setup",
        (_, real) -> {
          Object result = real.call();
          ring = (int) result;
          return result;
        });
    RingSetup.Opened opened = TestRings.open(kernel.kernel());
    kernel.off("io_uring_setup"); // workers have rings of their own
    var config =
        new Config(
            "uring-test", polled, null, t -> {}, 1 << 20, true, true, 0, 0, 8, 0, 4, 1_000_000_000);
    aio = Access.aio(config, Backends.uring(kernel.kernel(), opened));
    file = open();
  }

  private AsyncFile open() throws Exception {
    return aio.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, OpenFlag.DIRECT)
        .await();
  }

  @AfterEach
  void close() throws IOException {
    file.close();
    assertThat(aio.close(Duration.ofSeconds(20))).as("everything has ended").isTrue();
  }

  private static ByteBuffer block() {
    return blocks(1);
  }

  private static ByteBuffer blocks(int n) {
    return ByteBuffer.allocateDirect((n + 1) * BLOCK).alignedSlice(BLOCK).slice(0, n * BLOCK);
  }

  private int plainReads() {
    return kernel.count("pread") + kernel.count("preadv") + kernel.count("preadv2");
  }

  private int plainWrites() {
    return kernel.count("pwrite") + kernel.count("pwritev");
  }

  /** Reads every block by callbacks, and returns when all have been delivered. */
  private void readAllBlocks() throws Exception {
    var right = new AtomicInteger();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(1));
    for (int i : order) {
      ByteBuffer b = block();
      file.read(b, (long) i * BLOCK)
          .onTransfer((bytes, error) -> {
            if (error == null && bytes == BLOCK && b.getLong(0) == i && b.position() == BLOCK) {
              right.incrementAndGet();
            }
          });
    }
    aio.flush();
    assertThat(right).hasValue(BLOCKS);
  }

  @Test
  void directReadsGoThroughTheRing() throws Exception {
    readAllBlocks();
    assertThat(plainReads()).isZero();
  }

  @Test
  void directWritesGoThroughTheRing() throws Exception {
    ByteBuffer b = blocks(2);
    b.putLong(0, 77).putLong(BLOCK, 78);
    Request<?> write = file.write(b, BLOCK).onComplete((_, _) -> {});
    aio.flush();
    assertThat(write.resultNow()).isEqualTo(2 * BLOCK);
    ByteBuffer[] two = {blocks(1).putLong(0, 80), blocks(1).putLong(0, 81)};
    Request<?> writev = file.writev(two, 4 * BLOCK).onComplete((_, _) -> {});
    Request<?> all = file.writeFully(b.flip(), 6 * BLOCK).onComplete((_, _) -> {});
    aio.flush();
    assertThat(writev.resultNow()).isEqualTo(2 * BLOCK);
    assertThat(all.resultNow()).isEqualTo(2 * BLOCK);
    assertThat(plainWrites()).isZero();

    var content = ByteBuffer.wrap(Files.readAllBytes(path));
    assertThat(List.of(1, 2, 4, 5, 6, 7).stream().map(i -> content.getLong(i * BLOCK)))
        .containsExactly(77L, 78L, 80L, 81L, 77L, 78L);
  }

  @Test
  void vectorsAndWholeBuffersGoThroughTheRing() throws Exception {
    ByteBuffer[] two = {blocks(1), blocks(2)};
    Request<?> readv = file.readv(two, 3 * BLOCK).onComplete((_, _) -> {});
    ByteBuffer whole = blocks(8);
    Request<?> fully = file.readFully(whole, 8 * BLOCK).onComplete((_, _) -> {});
    ByteBuffer beyond = blocks(2);
    Request<?> end = file.readFully(beyond, (BLOCKS - 1L) * BLOCK).onComplete((_, _) -> {});
    Request<?> nothing = file.read(block(), (long) BLOCKS * BLOCK).onComplete((_, _) -> {});
    aio.flush();
    assertThat(readv.resultNow()).isEqualTo(3 * BLOCK);
    assertThat(two[0].getLong(0)).isEqualTo(3);
    assertThat(two[1].getLong(BLOCK)).isEqualTo(5);
    assertThat(fully.resultNow()).isEqualTo(8 * BLOCK);
    assertThat(whole.getLong(7 * BLOCK)).isEqualTo(15);
    assertThat(end.exceptionNow()).isInstanceOf(java.io.EOFException.class);
    assertThat(beyond.position()).isEqualTo(BLOCK);
    assertThat(nothing.resultNow()).isEqualTo(-1);
    assertThat(plainReads()).isZero();
  }

  @Test
  void virtualThreadsAwaitThroughTheRing() throws Exception {
    var results = new ArrayList<Future<Long>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < 50; t++) {
        var random = new Random(t);
        results.add(
            threads.submit(() -> {
              long wrong = 0;
              ByteBuffer b = block();
              for (int i = 0; i < 40; i++) {
                int at = random.nextInt(BLOCKS);
                int n = file.read(b.clear(), (long) at * BLOCK).awaitBytes();
                wrong += n == BLOCK && b.getLong(0) == at ? 0 : 1;
              }
              return wrong;
            }));
      }
    }
    for (Future<Long> r : results) {
      assertThat(r.get()).isZero();
    }
    assertThat(plainReads()).isZero();
  }

  @Test
  void platformThreadsMakeTheCallThemselves() throws Exception {
    for (int i = 0; i < 100 && plainReads() == 0; i++) { // who delivers may just hand it in
      ByteBuffer b = block();
      assertThat(file.read(b, 5 * BLOCK).awaitBytes()).isEqualTo(BLOCK);
      assertThat(b.getLong(0)).isEqualTo(5);
    }
    assertThat(plainReads()).isPositive();
  }

  @Test
  void aRequestNobodyCaresForIsCarriedOut() throws Exception {
    try (var threads = Executors.newSingleThreadExecutor()) {
      Transfer read =
          threads.submit(() -> file.read(block(), 0)).get(); // by neither poller nor waiter
      while (!read.isDone()) {
        Thread.onSpinWait();
      }
      assertThat(read.bytes()).isEqualTo(BLOCK);
    }
  }

  private void readWithCallback(AsyncFile f, int block) throws Exception {
    ByteBuffer b = block();
    Transfer read = f.read(b, (long) block * BLOCK);
    read.onTransfer((_, _) -> {});
    aio.flush(); // one after the other: too few for a batch
    assertThat(read.bytes()).isEqualTo(BLOCK);
    assertThat(b.getLong(0)).isEqualTo(block);
  }

  @Test
  void theRingReadsWhatIsNotCached() throws Exception {
    try (var cached = aio.open(path, StandardOpenOption.READ).await()) {
      for (int i = 0; i < 2; i++) { // the second one asks whether memory may be lent to it
        assertThat(cached.read(block(), 0).awaitBytes()).isEqualTo(BLOCK);
      }
      kernel.on("preadv2", (_, _) -> (long) -Errno.EAGAIN);
      int tried = kernel.count("preadv2");
      int called = kernel.count("pread");

      aio.maxParallel(0); // until it is known that it is to be delivered
      await().until(() -> aio.statistics().threads() == 0);
      Transfer first = cached.read(block(), 0);
      first.onTransfer((_, _) -> {});
      aio.minParallel(8);
      aio.flush();
      assertThat(first.bytes()).isEqualTo(BLOCK);
      for (int i = 1; i < BLOCKS; i++) {
        readWithCallback(cached, i);
      }
      assertThat(kernel.count("preadv2") - tried).as("tried by a thread").isEqualTo(1);
      assertThat(kernel.count("pread")).isEqualTo(called);

      kernel.off("preadv2");
      for (int i = 0; i < 100; i++) {
        readWithCallback(cached, 0); // which the ring is told not to wait for, and it need not
      }
      int before = plainReads();
      readWithCallback(cached, 1);
      assertThat(plainReads()).as("a thread reads again").isEqualTo(before + 1);
    }
  }

  private Transfer readLeased() throws Exception {
    try (var lease = aio.buffers().lease()) {
      Transfer read = file.read(lease, 3 * BLOCK);
      read.onTransfer((_, _) -> {});
      aio.flush();
      if (read.state() == Future.State.SUCCESS) {
        assertThat(read.bytes()).isEqualTo(aio.buffers().bufferSize());
        assertThat(lease.buffer().getLong(BLOCK)).isEqualTo(4);
      }
      return read;
    }
  }

  private void doNotLetTheRingKnow() {
    kernel.on(
        "io_uring_register",
        (arguments, real) ->
            (int) arguments[2] == IoUring.IORING_REGISTER_BUFFERS ? -Errno.ENOMEM : real.call());
  }

  /** Without the ordinary opcode they are read by the other one only. */
  @Test
  void theRingKnowsLeasedBuffers() throws Exception {
    file.close();
    aio.close();
    kernel.on(
        "io_uring_register",
        (arguments, real) -> {
          Object result = real.call();
          if ((int) arguments[2] == IoUring.IORING_REGISTER_PROBE) {
            long read = IoUringProbe.OPS + (long) IoUringOp.IORING_OP_READ * IoUringProbe.OP_SIZE;
            Memory.putShort((long) arguments[3] + read + IoUringProbe.OP_FLAGS, (short) 0);
          }
          return result;
        });
    openADirectFile();
    var before = plainReads();
    readLeased();
    while (TestRings.lacksMemory(aio.buffers().reason())) { // it passes, as in TestRings.open
      file.close();
      aio.close();
      System.gc();
      openADirectFile();
      before = plainReads();
      readLeased();
    }
    assertThat(aio.buffers().reason()).isEmpty();
    assertThat(plainReads()).isEqualTo(before);
    readAllBlocks();
    assertThat(plainReads()).isEqualTo(before + BLOCKS);
  }

  @Test
  void leasedBuffersThatTheRingMayNotKnowAreOrdinaryOnes() throws Exception {
    doNotLetTheRingKnow();
    readLeased();
    assertThat(aio.buffers().reason()).contains("RLIMIT_MEMLOCK");
    assertThat(plainReads()).isZero();
  }

  /** Which the ring does not know: they would count towards RLIMIT_MEMLOCK for ever. */
  @Test
  void aRingThatDiesKeepsTheBuffersItMayWriteTo() throws Exception {
    doNotLetTheRingKnow();
    ByteBuffer returned;
    try (var lease = aio.buffers().lease()) {
      returned = lease.buffer();
    }
    int available = aio.buffers().available();
    kernel.on("io_uring_enter", (_, _) -> -Errno.EBADF);
    assertThat(readLeased().exceptionNow()).isInstanceOf(ErrnoException.class);
    assertThat(aio.buffers().available()).isEqualTo(available - 1);
    file.close();
    aio.close();
    assertThat(returned.get(0)).isZero(); // all are one piece of memory
  }

  @Test
  void tellsWhatBecomesOfOperations() {
    var routes = aio.routes();
    assertThat(routes)
        .contains(
            new Backend.Route("read, O_DIRECT", "ring", "the thread", "ring"),
            new Backend.Route(
                "read at a position",
                "worker or its ring, else ring",
                "the thread",
                "the thread, else worker"),
            new Backend.Route("load into a buffer", "worker or its ring", "the thread", "worker"),
            new Backend.Route("stat, lstat", "worker", "the thread", "the thread, else worker"),
            new Backend.Route("fsync, fdatasync", "worker", "worker", "worker"));
  }

  @Test
  void enteringIsRepeatedWhenItWasInterruptedOrPartly() throws Exception {
    var storm = new AtomicInteger();
    kernel.on(
        "io_uring_enter",
        (arguments, real) -> {
          int submit = (int) arguments[2];
          return switch (storm.incrementAndGet() % 4) {
            case 1 -> -Errno.EINTR;
            case 2 -> -Errno.EAGAIN;
            case 3 -> {
              arguments[2] = Math.min(submit, 1);
              yield real.call();
            }
            default -> real.call();
          };
        });
    while (storm.get() < 200) {
      readAllBlocks();
    }
  }

  @Test
  void aRingThatDiesFailsWhatIsInFlightAndThreadsTakeOver() throws Exception {
    readAllBlocks();
    kernel.on("io_uring_enter", (_, _) -> -Errno.EBADF);
    Transfer lost = file.read(block(), 0);
    lost.onTransfer((_, _) -> {});
    aio.flush();
    assertThat(lost.exceptionNow())
        .isInstanceOf(ErrnoException.class)
        .satisfies(e -> assertThat(((ErrnoException) e).errno()).isEqualTo(Errno.EIO));
    readAllBlocks();
    assertThat(plainReads()).isEqualTo(BLOCKS);
  }

  @Test
  void opcodesTheKernelLacksGoToThreads() throws Exception {
    file.close();
    aio.close();
    kernel.on("io_uring_register", (_, _) -> -Errno.EINVAL); // no probe, so no opcode is known
    openADirectFile();
    readAllBlocks();
    assertThat(plainReads()).isEqualTo(BLOCKS);
  }

  @Test
  void aCancelledReadNeverChangesItsBufferAfterItsEnd() throws Exception {
    int rounds = 2_000;
    var random = new Random(7);
    int cancelled = 0;
    for (int i = 0; i < rounds; i++) {
      ByteBuffer b = block();
      Transfer read = file.read(b, (long) random.nextInt(BLOCKS) * BLOCK);
      read.onTransfer((_, _) -> {});
      if (polled) {
        aio.poll();
      }
      boolean asked = read.cancel();
      while (!read.isDone()) {
        aio.flush();
      }
      if (read.isCancelled()) {
        cancelled++;
        assertThat(asked).isTrue();
        int position = b.position(); // 0, unless it was complete and only not delivered yet
        b.putLong(0, -1); // it is ours again
        aio.flush();
        assertThat(b.getLong(0)).isEqualTo(-1);
        assertThat(b.position()).isEqualTo(position);
      } else {
        assertThat(read.bytes()).isEqualTo(BLOCK);
        assertThat(b.position()).isEqualTo(BLOCK);
      }
    }
    assertThat(cancelled).isPositive();
  }

  @Test
  void pausedItSubmitsNothing() throws Exception {
    aio.maxParallel(0);
    Transfer read = file.read(block(), 0);
    read.onTransfer((_, _) -> {});
    for (int i = 0; i < 3; i++) {
      if (polled) {
        aio.poll();
      }
      assertThat(read.phase()).isEqualTo(Request.Phase.READY);
    }
    assertThat(aio.statistics().ready()).isEqualTo(1);
    aio.minParallel(1);
    aio.flush();
    assertThat(read.bytes()).isEqualTo(BLOCK);
  }

  @Test
  void closeNowCancelsWhatIsQueued() throws Exception {
    aio.maxParallel(0);
    Transfer read = file.read(block(), 0);
    aio.closeNow();
    assertThat(read.isCancelled()).isTrue();
    assertThatThrownBy(() -> aio.nop()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRingWithSomethingInFlightIsClosedOnlyWhenThatHasEnded() throws Exception {
    assertThat(isRing(ring)).isTrue();
    kernel.on("io_uring_enter", (_, _) -> 0); // takes nothing
    ByteBuffer b = block();
    Transfer read = file.read(b, 9 * BLOCK);
    read.onTransfer((_, _) -> {});
    if (polled) {
      aio.poll();
    }
    assertThat(aio.close(Duration.ofMillis(20))).isFalse();
    assertThat(isRing(ring)).isTrue();
    kernel.off("io_uring_enter");
    while (isRing(ring)) {
      Thread.onSpinWait();
    }
    assertThat(read.bytes()).isEqualTo(BLOCK);
    assertThat(b.getLong(0)).isEqualTo(9);
  }

  private static boolean isRing(int descriptor) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
          .toString()
          .contains("[io_uring]");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  @Test
  void moreThanTheRingHoldsIsCarriedOut() throws Exception {
    for (int i = 0; i < 50; i++) {
      for (int k = 0; k < BLOCKS; k++) {
        file.read(block(), (long) k * BLOCK).onTransfer((_, _) -> {});
      }
    }
    aio.flush();
    assertThat(aio.statistics().operations().get("read").completed()).isEqualTo(50L * BLOCKS);
    assertThat(plainReads()).isZero();
  }
}
