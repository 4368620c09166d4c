package dev.jaio.hang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Backend;
import dev.jaio.OpenFlag;
import dev.jaio.Transfer;
import dev.jaio.lifetime.OwnMapping;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * While reads of one file system hang, nothing else does: not the cancel of such a read, not the
 * thread that waits for it, not a close with a time limit, and not the other files.
 *
 * <p>All of it is asserted by the order of events: it has come to its end, and the server still
 * holds every read. The delays are printed. Skipped as ROOT or FUSE where nothing can be mounted.
 */
@ParameterizedClass(name = "{0}, polled = {1}")
@CsvSource({
  "URING, true",
  "URING, false",
  "WORKERS, true",
  "WORKERS, false",
  "NIO, true",
  "NIO, false"
})
@Timeout(60)
class HangTest {

  private static final int BLOCK = 4096;
  private static final int BLOCKS = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofMillis(20);

  /** Enough to deliver all that does not hang. */
  private static final Duration LONG_LIMIT = Duration.ofSeconds(4);

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @Parameter(0)
  Backend backend;

  @Parameter(1)
  boolean polled;

  @TempDir Path dir;

  private final String prefix = "hang" + NUMBERS.incrementAndGet();
  private final List<Long> otherDelays = new ArrayList<>();
  private Fuse fuse;
  private Aio aio;
  private AsyncFile direct;
  private AsyncFile cached;

  @BeforeEach
  void mountAndStart() throws Exception {
    fuse = Fuse.mount(dir.resolve("mounted"));
    var builder = Aio.builder().backend(backend).name(prefix);
    aio = polled ? builder.polled().start() : builder.start();
    Path local = dir.resolve("local");
    var content = ByteBuffer.allocate(BLOCKS * BLOCK);
    for (int i = 0; i < BLOCKS; i++) {
      content.putLong(i * BLOCK, i);
    }
    var written =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
    try (var out = Files.newByteChannel(local, written)) { // direct reads would wait for it
      out.write(content.clear());
    }
    cached = aio.open(local).await();
    direct = backend == Backend.NIO ? cached : aio.open(local, OpenFlag.DIRECT).await();
  }

  @AfterEach
  void unmount() {
    if (fuse != null) {
      fuse.close();
    }
    if (aio != null) {
      aio.close(PATIENCE);
    }
  }

  private AsyncFile openHanging(String name) throws Exception {
    boolean directly = name.endsWith("direct") && backend != Backend.NIO;
    OpenOption[] options = directly ? new OpenOption[] {OpenFlag.DIRECT} : new OpenOption[0];
    return aio.open(fuse.file(name), options).await();
  }

  // ------------------------------------------------------------------ waiting

  private void until(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("nanoseconds over time").isNegative();
      if (polled) {
        aio.poll();
      }
      LockSupport.parkNanos(20_000);
    }
  }

  /** Without polling. */
  private static void spinUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("nanoseconds over time").isNegative();
      LockSupport.parkNanos(20_000);
    }
  }

  private static boolean hasThreads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(t -> t.getName().startsWith(prefix + "-worker"));
  }

  private static ByteBuffer block() {
    return ByteBuffer.allocateDirect(2 * BLOCK).alignedSlice(BLOCK).slice(0, BLOCK);
  }

  // ------------------------------------------------------------------ the other files

  /** Reads other files in every way, and returns when all of it has come. */
  private void readOthers() throws Exception {
    for (AsyncFile file : List.of(direct, cached)) {
      readWithCallbacks(file);
      readOneByOne(file);
      readAwaited(file);
    }
    var loaded = aio.load(dir.resolve("local")).toCompletableFuture();
    var listed = aio.readdir(dir).toCompletableFuture();
    var stat = aio.stat(fuse.file("plain")).toCompletableFuture(); // of the file system that hangs
    until(() -> loaded.isDone() && listed.isDone() && stat.isDone());
    assertThat(loaded.join()).hasSize(BLOCKS * BLOCK);
    assertThat(listed.join()).hasSize(2);
    assertThat(stat.join().size()).isEqualTo(FuseMain.SIZE);
  }

  private void readWithCallbacks(AsyncFile file) {
    var right = new AtomicInteger();
    var ended = new AtomicInteger();
    for (int i = 0; i < BLOCKS; i++) {
      int number = i;
      ByteBuffer b = block();
      file.read(b, (long) i * BLOCK)
          .onTransfer((bytes, error) -> {
            if (error == null && bytes == BLOCK && b.getLong(0) == number) {
              right.incrementAndGet();
            }
            ended.incrementAndGet();
          });
    }
    until(() -> ended.get() == BLOCKS);
    assertThat(right).hasValue(BLOCKS);
  }

  private void readOneByOne(AsyncFile file) {
    for (int i = 0; i < 20; i++) {
      var took = new CompletableFuture<Long>();
      long begin = System.nanoTime();
      file.read(block(), (long) i * BLOCK)
          .onTransfer((_, _) -> took.complete(System.nanoTime() - begin));
      until(took::isDone);
      otherDelays.add(took.join());
    }
  }

  private void readAwaited(AsyncFile file) throws Exception {
    assertThat(file.read(block(), 0).awaitBytes()).isEqualTo(BLOCK);
    var byVirtual = new CompletableFuture<Integer>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            byVirtual.complete(file.read(block(), BLOCK).awaitBytes());
          } catch (Exception e) {
            byVirtual.completeExceptionally(e);
          }
        });
    until(byVirtual::isDone);
    assertThat(byVirtual.join()).isEqualTo(BLOCK);
  }

  // ------------------------------------------------------------------ a read that hangs

  /** Somebody waits for a read that hangs. */
  private static final class Hung {
    final OwnMapping buffer = OwnMapping.of(BLOCK);
    final Transfer read;
    final CompletableFuture<Throwable> heard = new CompletableFuture<>();
    volatile long heardAt;
    Thread waiter;

    Hung(AsyncFile file, int number) {
      read = file.read(buffer.segment(), (long) number * (FuseMain.SIZE / 8));
    }

    private void hear(Throwable error) {
      heardAt = System.nanoTime();
      heard.complete(error);
    }

    Hung heardByFuture() {
      read.toCompletableFuture().whenComplete((_, error) -> hear(error));
      return this;
    }

    /** With a limit, or a platform thread would carry the read out itself. */
    Hung awaitedBy(Thread.Builder builder) {
      waiter =
          builder.start(() -> {
            try {
              read.await(PATIENCE);
              hear(null);
            } catch (Throwable e) {
              hear(e);
            }
          });
      return this;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "hang-direct"})
  @SuppressWarnings("SystemOut")
  void cancelAndCloseAndOtherFilesGoOnWhileReadsHang(String name) throws Exception {
    AsyncFile file = openHanging(name);
    Hung byFuture = new Hung(file, 0).heardByFuture();
    Hung byThread = new Hung(file, 1).awaitedBy(Thread.ofPlatform().daemon());
    Hung byVirtual = new Hung(file, 2).awaitedBy(Thread.ofVirtual());
    Hung interrupted = new Hung(file, 3).awaitedBy(Thread.ofVirtual());
    List<Hung> all = List.of(byFuture, byThread, byVirtual, interrupted);
    fuse.awaitReads(name, all.size());
    readOthers();
    assertThat(all).noneMatch(h -> h.read.isDone());
    assertThat(fuse.held()).isEqualTo(all.size());

    long asking = 0;
    long hearing = 0;
    for (Hung h : all) {
      long begin = System.nanoTime();
      if (h == interrupted) {
        h.waiter.interrupt();
      } else {
        assertThat(h.read.cancel()).isTrue();
      }
      asking = Math.max(asking, System.nanoTime() - begin);
      until(h.heard::isDone);
      hearing = Math.max(hearing, h.heardAt - begin);
      assertThat(h.heard.join())
          .isInstanceOf(
              h == interrupted ? InterruptedException.class : CancellationException.class);
      until(h.read::isDone);
      assertThat(h.read.isCancelled()).isTrue();
      h.buffer.replace(); // it is ours again
    }
    readOthers();
    long closing = closeInTime();
    assertThat(fuse.held()).as("reads that still hang").isEqualTo(all.size());

    fuse.release();
    spinUntil(() -> aio.statistics().abandoned() == 0);
    spinUntil(() -> !hasThreads(prefix));
    assertThat(all).allMatch(h -> h.buffer.isUntouched());
    all.forEach(h -> h.buffer.dispose());
    file.close();
    Collections.sort(otherDelays);
    System.out.printf(
        "hang: %s, polled = %s, %s: cancel returned within %.3f ms, was heard of within %.3f ms;"
            + " other reads took %.3f ms, at most %.3f ms; close was late by %.3f ms%n",
        backend,
        polled,
        name,
        asking / 1e6,
        hearing / 1e6,
        otherDelays.get(otherDelays.size() / 2) / 1e6,
        otherDelays.getLast() / 1e6,
        closing / 1e6);
  }

  /** Closes the engine, which cannot end; by how many nanoseconds that took too long. */
  private long closeInTime() throws Exception {
    direct.close();
    cached.close();
    long begin = System.nanoTime();
    assertThat(aio.close(LIMIT)).as("all has ended").isFalse();
    return System.nanoTime() - begin - LIMIT.toNanos();
  }

  @Test
  @SuppressWarnings("SystemOut")
  void closeGivesUpOnAReadThatHangsAndOnNothingElse() throws Exception {
    AsyncFile file = openHanging("hang-direct");
    var buffer = OwnMapping.of(BLOCK);
    var calls = new AtomicInteger();
    Transfer hung = file.read(buffer.segment(), 0);
    hung.onTransfer((_, _) -> calls.incrementAndGet());
    fuse.awaitReads("hang-direct", 1);
    var delivered = new AtomicInteger();
    for (int i = 0; i < BLOCKS; i++) {
      direct.read(block(), (long) i * BLOCK).onTransfer((_, _) -> delivered.incrementAndGet());
      cached.read(block(), (long) i * BLOCK).onTransfer((_, _) -> delivered.incrementAndGet());
    }
    long begin = System.nanoTime();
    assertThat(aio.close(LONG_LIMIT)).as("all has ended").isFalse();
    long late = System.nanoTime() - begin - LONG_LIMIT.toNanos();
    assertThat(delivered).hasValue(2 * BLOCKS);
    assertThat(fuse.held()).isEqualTo(1);
    assertThat(hung.isDone()).isFalse();

    fuse.release();
    spinUntil(hung::isDone);
    assertThat(hung.bytes()).isEqualTo(BLOCK);
    assertThat(buffer.segment().get(ValueLayout.JAVA_BYTE, BLOCK - 1)).isEqualTo((byte) 'h');
    assertThat(calls.get()).isLessThanOrEqualTo(1);
    buffer.dispose();
    for (AsyncFile f : List.of(file, direct, cached)) {
      f.close();
    }
    System.out.printf(
        "hang: %s, polled = %s: close with a read outstanding was late by %.3f ms%n",
        backend, polled, late / 1e6);
  }

  @Test
  void aSlowFileEndsRightAndHoldsUpNoOther() throws Exception {
    AsyncFile slow = aio.open(fuse.file("slow")).await();
    AsyncFile plain = aio.open(fuse.file("plain")).await();
    var order = Collections.synchronizedList(new ArrayList<String>());
    MemorySegment slowly = MemorySegment.ofBuffer(block());
    MemorySegment plainly = MemorySegment.ofBuffer(block());
    Transfer slowRead = slow.read(slowly, 0);
    slowRead.onTransfer((bytes, _) -> order.add("slow " + bytes));
    Transfer plainRead = plain.read(plainly, 0);
    plainRead.onTransfer((bytes, _) -> order.add("plain " + bytes));
    readWithCallbacks(direct);
    until(() -> order.size() == 2);
    assertThat(order).containsExactlyInAnyOrder("plain " + BLOCK, "slow " + BLOCK);
    var expected = new byte[BLOCK];
    Arrays.fill(expected, (byte) 's');
    assertThat(slowly.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(expected);
    Arrays.fill(expected, (byte) 'p');
    assertThat(plainly.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(expected);
    slow.close();
    plain.close();
    direct.close();
    cached.close();
    assertThat(aio.close(PATIENCE)).isTrue();
  }
}
