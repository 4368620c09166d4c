package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.AsyncFile;
import dev.jaio.Buffers;
import dev.jaio.internal.engine.Peek;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Buffers that are leased. */
class BuffersContract extends Contract {

  private AsyncFile file(String content) throws Exception {
    return aio.open(write("f", content), StandardOpenOption.READ, StandardOpenOption.WRITE).await();
  }

  private List<Buffers.Lease> leaseAll() {
    var all = new ArrayList<Buffers.Lease>();
    for (var lease = aio.buffers().tryLease(); lease != null; lease = aio.buffers().tryLease()) {
      all.add(lease);
    }
    return all;
  }

  @Test
  void areReadIntoAndWrittenFrom() throws Exception {
    try (var file = file("0123456789");
        var lease = aio.buffers().lease()) {
      for (int i = 0; i < 3; i++) { // from the second one on without a copy
        ByteBuffer b = lease.buffer();
        assertThat(b.capacity()).isEqualTo(aio.buffers().bufferSize());
        b.clear().position(100);
        assertThat(file.read(lease, 2).awaitBytes()).isEqualTo(8);
        assertThat(b.position()).isEqualTo(108);
        assertThat(b.get(100)).isEqualTo((byte) '2');
        b.position(102).limit(105);
        assertThat(file.write(lease, 0).awaitBytes()).isEqualTo(3);
        assertThat(b.position()).isEqualTo(105);
        assertThat(file.read(lease, 0).awaitBytes()).isZero(); // no room is left
        b.clear();
        assertThat(file.read(lease, 0).awaitBytes()).isEqualTo(10);
        assertThat(text(b.flip())).isEqualTo("4563456789");
        b.clear();
        assertThat(file.read(lease, 10).awaitBytes()).isEqualTo(-1);
        file.write(ByteBuffer.wrap("0123456789".getBytes(StandardCharsets.US_ASCII)), 0).await();
      }
    }
  }

  @Test
  void areReadIntoAndWrittenFromAsAWhole() throws Exception {
    try (var file = file("0123456789");
        var lease = aio.buffers().lease()) {
      for (int i = 0; i < 3; i++) { // from the second one on without a copy
        ByteBuffer b = lease.buffer();
        b.clear().position(100).limit(104);
        assertThat(file.readFully(lease, 2).awaitBytes()).isEqualTo(4);
        assertThat(b.position()).isEqualTo(104);
        assertThat(text(b.flip().position(100))).isEqualTo("2345");
        b.position(101);
        assertThat(file.writeFully(lease, 7).awaitBytes()).isEqualTo(3);
        assertThat(b.position()).isEqualTo(104);
        b.clear().limit(11);
        assertThat(failure(file.readFully(lease, 0))).isInstanceOf(EOFException.class);
        assertThat(text(b.flip())).isEqualTo("0123456345");
      }
    }
  }

  private static String text(ByteBuffer b) {
    return StandardCharsets.US_ASCII.decode(b).toString();
  }

  @Test
  void whatWasReturnedIsRefused() throws Exception {
    try (var file = file("x")) {
      Buffers.Lease lease = aio.buffers().lease();
      int available = aio.buffers().available();
      lease.close();
      lease.close();
      assertThat(aio.buffers().available()).isEqualTo(available + 1);
      assertThatThrownBy(lease::buffer).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> file.read(lease, 0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> file.write(lease, 0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> file.readFully(lease, 0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> file.writeFully(lease, 0)).isInstanceOf(IllegalStateException.class);
      while (aio.statistics().requests() != 0) { // who awaited the open may be here before its end
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void whatIsInUseIsNotLeasedToSomeoneElse() throws Exception {
    try (var file = file("0123456789")) {
      List<Buffers.Lease> all = leaseAll();
      assertThat(all).hasSizeGreaterThan(1);
      pause();
      var read = file.read(all.getFirst(), 0);
      all.getFirst().close();
      assertThat(aio.buffers().tryLease()).isNull();
      assertThat(aio.buffers().available()).isZero();
      aio.minParallel(1);
      flush();
      assertThat(read.bytes()).isEqualTo(10);
      try (var again = aio.buffers().lease()) {
        assertThat(again.buffer().position()).isZero();
      }
      all.forEach(Buffers.Lease::close);
      assertThat(aio.buffers().available()).isEqualTo(all.size());
    }
  }

  @Test
  void whatACancelledRequestUsedComesBack() throws Exception {
    try (var file = file("x")) {
      int available = aio.buffers().available();
      pause();
      var lease = aio.buffers().lease();
      var read = file.read(lease, 0);
      lease.close();
      assertThat(aio.buffers().available()).isEqualTo(available - 1);
      assertThat(read.cancel()).isTrue();
      assertThat(aio.buffers().available()).isEqualTo(available);
      aio.minParallel(1);
    }
  }

  @Test
  void aClosedFileKeepsNoBuffer() throws Exception {
    AsyncFile file = file("x");
    file.close();
    int available = aio.buffers().available();
    try (var lease = aio.buffers().lease()) {
      assertThat(failure(file.read(lease, 0))).isInstanceOf(ClosedChannelException.class);
    }
    assertThat(aio.buffers().available()).isEqualTo(available);
  }

  @Test
  void whoWantsOneMoreWaitsUnlessItDelivers() throws Exception {
    List<Buffers.Lease> all = leaseAll();
    if (polled()) {
      aio.poll(); // from now on this thread delivers
      assertThatThrownBy(() -> aio.buffers().lease())
          .isInstanceOf(RejectedExecutionException.class);
    }
    var got = new AtomicReference<Buffers.Lease>();
    var waiter =
        Thread.ofVirtual()
            .start(() -> {
              try {
                got.set(aio.buffers().lease());
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    until(() -> waiter.getState() == Thread.State.WAITING);
    all.removeLast().close();
    waiter.join();
    got.get().close();
    all.forEach(Buffers.Lease::close);
  }

  /** It may be someone else's: only who was given the lease may have the system write to it. */
  @Test
  void aBufferWithoutItsLeaseIsNeverLent() throws Exception {
    try (var file = file("0123456789");
        var lease = aio.buffers().lease()) {
      ByteBuffer b = lease.buffer();
      file.read(lease, 0).await();
      b.clear();
      var without = file.read(b, 0);
      assertThat(without.awaitBytes()).isEqualTo(10);
      assertThat(Peek.isLent(without)).isFalse();
    }
  }

  // ------------------------------------------------------------------ the end of the engine

  private static void assertGivenBack(ByteBuffer b) {
    assertThatThrownBy(() -> b.get(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theirMemoryIsGivenBackWhenTheEngineHasClosed() throws Exception {
    var lease = aio.buffers().lease();
    ByteBuffer b = lease.buffer();
    lease.close();
    assertThat(b.get(0)).isZero();
    aio.close();
    assertGivenBack(b);
    assertThatThrownBy(() -> aio.buffers().tryLease())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("engine is closed");
    assertThatThrownBy(() -> aio.buffers().lease()).isInstanceOf(IllegalStateException.class);
    assertThat(aio.buffers().available()).isZero();
  }

  @Test
  void nothingIsLeasedAfterTheEnd() {
    aio.close();
    assertThatThrownBy(() -> aio.buffers().tryLease()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theLastLeaseThatOutlivesTheEngineGivesTheMemoryBack() throws Exception {
    var first = aio.buffers().lease();
    var last = aio.buffers().lease();
    ByteBuffer b = last.buffer();
    aio.close();
    first.buffer().put(0, (byte) 1);
    first.close();
    b.put(7, (byte) 2);
    assertThat(last.buffer().get(7)).isEqualTo((byte) 2);
    last.close();
    assertGivenBack(b);
  }

  @Test
  void whatWasReturnedDuringARequestIsGivenBackAtTheEnd() throws Exception {
    try (var file = file("0123456789")) {
      pause();
      var lease = aio.buffers().lease();
      ByteBuffer b = lease.buffer();
      var read = file.read(lease, 0);
      lease.close();
      aio.close();
      assertThat(read.bytes()).isEqualTo(10);
      assertGivenBack(b);
    }
  }

  @Test
  void aCloseThatGivesUpGivesNothingBack() throws Exception {
    gate();
    var lease = aio.buffers().lease();
    ByteBuffer b = lease.buffer();
    assertThat(aio.close(Duration.ofMillis(20))).isFalse();
    assertThat(log.take(Level.WARNING)).hasSize(1);
    lease.close();
    aio.close();
    assertThat(b.get(0)).isZero();
    assertThatThrownBy(() -> aio.buffers().tryLease()).isInstanceOf(IllegalStateException.class);
    leavesBehind = true;
  }

  @Test
  void whoWaitsForOneHearsOfTheEnd() {
    List<Buffers.Lease> all = leaseAll();
    var refused = new AtomicInteger();
    var waiters = new ArrayList<Thread>();
    for (int i = 0; i < 3; i++) {
      waiters.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  aio.buffers().lease();
                } catch (IllegalStateException | InterruptedException _) {
                  refused.incrementAndGet();
                }
              }));
    }
    until(() -> waiters.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
    aio.close();
    spinUntil(() -> refused.get() == waiters.size());
    ByteBuffer b = all.getFirst().buffer();
    all.forEach(Buffers.Lease::close);
    assertGivenBack(b);
  }

  @Test
  void leasesAreReturnedWhileTheEngineCloses() throws Exception {
    for (int i = 0; i < 40; i++) {
      List<Buffers.Lease> all = leaseAll();
      var buffers = all.stream().map(Buffers.Lease::buffer).toList();
      int half = all.size() / 2;
      var others =
          List.of(
              Thread.ofPlatform().start(() -> all.subList(0, half).forEach(Buffers.Lease::close)),
              Thread.ofPlatform()
                  .start(() -> all.subList(half, all.size()).forEach(Buffers.Lease::close)));
      aio.close();
      for (Thread t : others) {
        t.join();
      }
      buffers.forEach(BuffersContract::assertGivenBack);
      aio = start(s -> s);
    }
    assertThat(log.take(Level.WARNING)).isEmpty();
  }

  /** By whom it was returned, and is used all the same. */
  @Test
  void memoryThatSomebodyWorksOnIsLeftBehind() throws Exception {
    var lease = aio.buffers().lease();
    ByteBuffer b = lease.buffer();
    lease.close();
    var pipe = Pipe.open();
    try (var source = pipe.source();
        var sink = pipe.sink()) {
      var reader = new FutureTask<>(() -> source.read(b));
      Thread t = Thread.ofPlatform().start(reader);
      spinUntil(() ->
          Arrays.stream(t.getStackTrace()).anyMatch(f -> f.getMethodName().startsWith("read0")));
      aio.close();
      assertThat(log.take(Level.WARNING)).singleElement().asString().contains("left behind");
      sink.write(buffer("x"));
      assertThat(reader.get()).isEqualTo(1);
    }
    assertThat(b.get(0)).isEqualTo((byte) 'x');
  }

  // ------------------------------------------------------------------ what is said of them

  @Test
  void oneThatWasForgottenIsLogged() throws Exception {
    forget();
    until(() -> {
      System.gc();
      return log.take(Level.WARNING).stream().anyMatch(r -> r.contains("not returned"));
    });
  }

  private void forget() throws InterruptedException {
    assertThat(aio.buffers().lease().buffer().capacity()).isPositive();
  }

  @Test
  void sayWhyTheKernelDoesNotKnowThem() throws Exception {
    String before = aio.buffers().reason();
    assertThat(before).isNotEmpty();
    aio.buffers().lease().close();
    assertThat(aio.buffers().reason()).isNotEqualTo(before).doesNotContain("\n");
    assertThat(aio.buffers().toString()).startsWith("Buffers[").contains("available, ");
  }
}
