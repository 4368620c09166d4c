package dev.jaio.contract;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.AsyncFile.Whence;
import java.io.EOFException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Reading and writing. */
class ReadWriteContract extends Contract {

  @Test
  void readAtAPosition() throws Exception {
    try (var file = aio.open(write("f", "0123456789")).await()) {
      var b = ByteBuffer.allocate(4);
      assertThat(file.read(b, 3).awaitBytes()).isEqualTo(4);
      assertThat(taken(b)).isEqualTo("3456");
    }
  }

  @Test
  void readAtTheOwnPosition() throws Exception {
    try (var file = aio.open(write("f", "0123456789")).await()) {
      for (String expected : new String[] {"0123", "4567", "89"}) {
        var b = ByteBuffer.allocate(4);
        assertThat(file.read(b).awaitBytes()).isEqualTo(expected.length());
        assertThat(taken(b)).isEqualTo(expected);
      }
      assertThat(file.read(ByteBuffer.allocate(4)).awaitBytes()).isEqualTo(-1);
    }
  }

  @Test
  void segmentsAreReadAndWrittenAtTheOwnPosition() throws Exception {
    try (var arena = Arena.ofShared();
        var file = aio.open(write("f", "0123456789"), READ, WRITE).await()) {
      MemorySegment s = arena.allocate(4);
      assertThat(file.read(s).awaitBytes()).isEqualTo(4);
      assertThat(file.write(s).awaitBytes()).isEqualTo(4);
      assertThat(file.read(s).awaitBytes()).isEqualTo(2);
      assertThat(s.toArray(ValueLayout.JAVA_BYTE)).containsExactly('8', '9', '2', '3');
      assertThat(file.read(s).awaitBytes()).isEqualTo(-1);
      assertThat(file.path()).hasContent("0123012389");
    }
  }

  @Test
  void aPositionLeavesTheOwnOneAlone() throws Exception {
    try (var file = aio.open(write("f", "0123456789")).await()) {
      file.read(ByteBuffer.allocate(5), 2).await();
      assertThat(file.seek(0, Whence.CUR).await()).isZero();
    }
  }

  @Test
  void aShortReadIsReported() throws Exception {
    try (var file = aio.open(write("f", "01234")).await()) {
      var b = ByteBuffer.allocate(10);
      assertThat(file.read(b, 2).awaitBytes()).isEqualTo(3);
      assertThat(b.position()).isEqualTo(3);
    }
  }

  @Test
  void theEndIsMinusOne() throws Exception {
    try (var file = aio.open(write("f", "01234")).await()) {
      var b = ByteBuffer.allocate(10);
      assertThat(file.read(b, 5).awaitBytes()).isEqualTo(-1);
      assertThat(file.read(b, 1L << 40).awaitBytes()).isEqualTo(-1);
      assertThat(file.read(b, 5).await()).isEqualTo(-1);
      assertThat(b.position()).isZero();
    }
  }

  @Test
  void theEndIsMinusOneForCallbacksOfBothKinds() throws Exception {
    try (var file = aio.open(write("f", "")).await()) {
      var got = new AtomicReference<Object>();
      file.read(ByteBuffer.allocate(1), 0).onTransfer((n, error) -> got.set(n + " " + error));
      until(() -> got.get() != null);
      assertThat(got).hasValue("-1 null");
      got.set(null);
      file.read(ByteBuffer.allocate(1), 0).onComplete((n, error) -> got.set(n + " " + error));
      until(() -> got.get() != null);
      assertThat(got).hasValue("-1 null");
    }
  }

  @Test
  void aFailedTransferTellsNoBytes() throws Exception {
    try (var file = aio.open(write("f", ""), WRITE).await()) {
      var got = new AtomicReference<Object>();
      file.read(ByteBuffer.allocate(1), 0)
          .onTransfer((n, error) -> got.set(n + " " + (error != null)));
      until(() -> got.get() != null);
      assertThat(got).hasValue("0 true");
    }
  }

  @Test
  void nothingToReadIsZero() throws Exception {
    try (var file = aio.open(write("f", "x")).await()) {
      assertThat(file.read(ByteBuffer.allocate(0), 0).awaitBytes()).isZero();
      assertThat(file.readFully(ByteBuffer.allocate(0), 0).awaitBytes()).isZero();
      assertThat(file.readv(new ByteBuffer[0], 0).awaitBytes()).isZero();
    }
  }

  @Test
  void writeAtAPosition() throws Exception {
    Path f = write("f", "0123456789");
    try (var file = aio.open(f, WRITE).await()) {
      var b = buffer("abc");
      assertThat(file.write(b, 2).awaitBytes()).isEqualTo(3);
      assertThat(b.remaining()).isZero();
    }
    assertThat(text(f)).isEqualTo("01abc56789");
  }

  @Test
  void writeAtTheOwnPosition() throws Exception {
    Path f = path("f");
    try (var file = aio.open(f, WRITE, CREATE).await()) {
      file.write(buffer("one")).await();
      file.write(buffer("two")).await();
      assertThat(file.seek(0, Whence.CUR).await()).isEqualTo(6);
    }
    assertThat(text(f)).isEqualTo("onetwo");
  }

  @Test
  void writingBeyondTheEndLeavesAHole() throws Exception {
    Path f = path("f");
    try (var file = open(f)) {
      file.write(buffer("x"), 5).await();
    }
    assertThat(Files.readAllBytes(f)).containsExactly(0, 0, 0, 0, 0, 'x');
  }

  @Test
  void writingNothingIsZero() throws Exception {
    Path f = path("f");
    try (var file = open(f)) {
      assertThat(file.write(ByteBuffer.allocate(0), 7).awaitBytes()).isZero();
      assertThat(file.writeFully(ByteBuffer.allocate(0), 7).awaitBytes()).isZero();
      assertThat(file.writev(new ByteBuffer[0], 7).awaitBytes()).isZero();
    }
    assertThat(f).isEmptyFile();
  }

  @Test
  void appendIgnoresThePosition() throws Exception {
    Path f = write("f", "012");
    try (var file = aio.open(f, APPEND).await()) {
      file.write(buffer("x")).await();
    }
    assertThat(text(f)).isEqualTo("012x");
  }

  @Test
  @Requires(Capability.SYSTEM_ERRORS)
  void appendWithAPositionAppends() throws Exception {
    Path f = write("f", "012");
    try (var file = aio.open(f, APPEND).await()) {
      file.write(buffer("x"), 0).await();
    }
    assertThat(text(f)).isEqualTo("012x");
  }

  @Test
  void offsetsBeyondFourGigabytes() throws Exception {
    long far = (5L << 32) + 7;
    try (var file = open(path("f"))) {
      assertThat(file.write(direct("far"), far).awaitBytes()).isEqualTo(3);
      var b = ByteBuffer.allocate(3);
      assertThat(file.read(b, far).awaitBytes()).isEqualTo(3);
      assertThat(taken(b)).isEqualTo("far");
      assertThat(file.stat().await().size()).isEqualTo(far + 3);
      assertThat(file.read(b.clear(), 1L << 32).awaitBytes()).isEqualTo(3);
      assertThat(b.array()).containsOnly(0);
    }
  }

  @Test
  void negativePositionsAreRefusedAtTheCall() throws Exception {
    try (var file = open(path("f"))) {
      var b = ByteBuffer.allocate(1);
      assertThatThrownBy(() -> file.read(b, -1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.write(b, -1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.readFully(b, -2)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.readv(new ByteBuffer[] {b}, -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.readahead(-1, 1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.readahead(0, -1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.sendfile(-1, 1, file))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.sendfile(0, -1, file))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void readFullyFills() throws Exception {
    var content = new byte[3_000_000];
    random().nextBytes(content);
    Path f = Files.write(path("f"), content);
    try (var file = aio.open(f).await()) {
      for (var b :
          new ByteBuffer[] {
            ByteBuffer.allocate(content.length), ByteBuffer.allocateDirect(content.length)
          }) {
        assertThat(file.readFully(b, 0).awaitBytes()).isEqualTo(content.length);
        assertThat(b.hasRemaining()).isFalse();
        assertThat(b.flip()).isEqualTo(ByteBuffer.wrap(content));
      }
    }
  }

  @Test
  void readFullyEndsInEofAndTellsHowMuch() throws Exception {
    try (var file = aio.open(write("f", "01234")).await()) {
      for (var b : new ByteBuffer[] {ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8)}) {
        assertThat(failure(file.readFully(b, 1)))
            .isInstanceOf(EOFException.class)
            .hasMessageContaining("4 of 8 bytes");
        assertThat(b.position()).isEqualTo(4);
        assertThat(taken(b)).isEqualTo("1234");
      }
    }
  }

  @Test
  void readFullyAtTheEndIsEof() throws Exception {
    try (var file = aio.open(write("f", "")).await()) {
      assertThat(failure(file.readFully(ByteBuffer.allocate(1), 0)))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void writeFullyWritesAll() throws Exception {
    var content = new byte[3_000_000];
    random().nextBytes(content);
    Path f = path("f");
    try (var file = open(f)) {
      var b = ByteBuffer.wrap(content);
      assertThat(file.writeFully(b, 0).awaitBytes()).isEqualTo(content.length);
      assertThat(b.hasRemaining()).isFalse();
      var d = ByteBuffer.allocateDirect(content.length).put(content).flip();
      assertThat(file.writeFully(d, content.length).awaitBytes()).isEqualTo(content.length);
    }
    byte[] twice = Arrays.copyOf(content, 2 * content.length);
    System.arraycopy(content, 0, twice, content.length, content.length);
    assertThat(Arrays.equals(Files.readAllBytes(f), twice)).isTrue();
  }

  @Test
  void readvFillsOneAfterTheOther() throws Exception {
    try (var file = aio.open(write("f", "0123456789")).await()) {
      var bs =
          new ByteBuffer[] {
            ByteBuffer.allocate(3),
            ByteBuffer.allocateDirect(0),
            ByteBuffer.allocateDirect(4),
            ByteBuffer.allocate(9)
          };
      assertThat(file.readv(bs, 1).awaitBytes()).isEqualTo(9);
      assertThat(taken(bs[0])).isEqualTo("123");
      assertThat(taken(bs[2])).isEqualTo("4567");
      assertThat(taken(bs[3])).isEqualTo("89");
      assertThat(file.readv(bs, 100).awaitBytes()).isEqualTo(-1);
    }
  }

  @Test
  void readvAtTheOwnPosition() throws Exception {
    try (var file = aio.open(write("f", "012345")).await()) {
      var bs = new ByteBuffer[] {ByteBuffer.allocate(2), ByteBuffer.allocate(2)};
      assertThat(file.readv(bs).awaitBytes()).isEqualTo(4);
      assertThat(file.seek(0, Whence.CUR).await()).isEqualTo(4);
    }
  }

  @Test
  void writevWritesOneAfterTheOther() throws Exception {
    Path f = path("f");
    try (var file = open(f)) {
      var bs = new ByteBuffer[] {buffer("ab"), direct("cd"), ByteBuffer.allocate(0), buffer("e")};
      assertThat(file.writev(bs, 1).awaitBytes()).isEqualTo(5);
      assertThat(bs).noneMatch(ByteBuffer::hasRemaining);
      assertThat(file.writev(new ByteBuffer[] {buffer("X")}).awaitBytes()).isEqualTo(1);
    }
    assertThat(text(f)).isEqualTo("Xabcde");
  }

  @Test
  void atMostTheSystemsNumberOfBuffers() throws Exception {
    try (var file = open(path("f"))) {
      var bs = new ByteBuffer[1025];
      Arrays.setAll(bs, _ -> ByteBuffer.allocate(1));
      assertThatThrownBy(() -> file.writev(bs, 0)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.readv(bs, 0)).isInstanceOf(IllegalArgumentException.class);
      assertThat(file.writev(Arrays.copyOf(bs, 1024), 0).awaitBytes()).isEqualTo(1024);
    }
  }

  @Test
  void aNullBufferIsRefusedAtTheCall() throws Exception {
    try (var file = open(path("f"))) {
      assertThatThrownBy(() -> file.read((ByteBuffer) null, 0))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> file.readv(new ByteBuffer[] {null}, 0))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void manyReadsAtOnce() throws Exception {
    var content = new byte[1 << 16];
    random().nextBytes(content);
    Path f = Files.write(path("f"), content);
    try (var file = aio.open(f).await()) {
      int n = 500;
      var buffers = new ByteBuffer[n];
      var positions = new int[n];
      for (int i = 0; i < n; i++) {
        buffers[i] = i % 2 == 0 ? ByteBuffer.allocate(100) : ByteBuffer.allocateDirect(100);
        positions[i] = random().nextInt(content.length - 100);
        file.read(buffers[i], positions[i]).onTransfer((_, _) -> {});
      }
      flush();
      for (int i = 0; i < n; i++) {
        assertThat(buffers[i].flip()).isEqualTo(ByteBuffer.wrap(content, positions[i], 100));
      }
    }
  }

  @Test
  void readsOfADirectoryAreRefused() throws Exception {
    try (var file = aio.open(folder("d"), READ).await()) {
      assertErrno(file.read(ByteBuffer.allocate(1), 0), "EISDIR");
    }
  }

  @Test
  @Requires(privileges = Privilege.ROOT)
  void aFullFileSystemTakesWhatItCan() throws Exception {
    try (var small = Tmpfs.mount(path("small"), "size=64k");
        var file = open(small.file("f"))) {
      var b = ByteBuffer.allocateDirect(1 << 20);
      assertThat(file.write(b, 0).awaitBytes()).isEqualTo(64 << 10);
      assertThat(b.position()).isEqualTo(64 << 10);
      assertErrno(file.write(b, 64 << 10), "ENOSPC");
      assertErrno(file.writeFully(ByteBuffer.allocate(1), 64 << 10), "ENOSPC");
    }
  }

  @Test
  @Requires(privileges = Privilege.ROOT)
  void writeFullyThatFailsTellsHowMuch() throws Exception {
    try (var small = Tmpfs.mount(path("small"), "size=64k");
        var file = open(small.file("f"))) {
      var b = ByteBuffer.allocate(1 << 20);
      assertErrno(file.writeFully(b, 0), "ENOSPC");
      assertThat(b.position()).isEqualTo(64 << 10);
    }
  }
}
