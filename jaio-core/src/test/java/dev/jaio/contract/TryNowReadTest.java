package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.OpenFlag;
import dev.jaio.Request;
import dev.jaio.Transfer;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.Iovec;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Scratch;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Reads that a waiting thread carries out itself because they cannot block, and what it leaves. */
class TryNowReadTest extends TryNow {

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
}
