package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.AsyncFile;
import dev.jaio.Buffers;
import dev.jaio.internal.engine.Peek;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
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
