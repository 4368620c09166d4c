package dev.jaio.contract;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.OpenFlag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets of sendfile that are no ordinary files, or full, or appended to. */
class SendfileTargetContract extends SendfileCases {

  /** More than is read before it is written where the system cannot send. */
  private static final int COPIED = 300_001;

  @Test
  void whatIsAppendedTo() throws Exception {
    byte[] content = content(COPIED);
    write("target", "012");
    try (var in = source(content);
        var out = target(APPEND)) {
      assertThat(in.sendfile(1, COPIED, out).await()).isEqualTo(COPIED - 1);
      assertThat(in.sendfile(0, 1, out).await()).isEqualTo(1);
      assertThat(in.sendfile(COPIED, 1, out).await()).isZero();
    }
    var expected = ByteBuffer.allocate(3 + COPIED).put(buffer("012"));
    expected.put(content, 1, COPIED - 1).put(content, 0, 1);
    assertThat(Arrays.equals(Files.readAllBytes(path("target")), expected.array())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"WRITE", "APPEND"})
  @Requires(privileges = Privilege.ROOT)
  void aFullFileSystemTakesWhatItCan(String option) throws Exception {
    byte[] content = content(COPIED);
    try (var small = Tmpfs.mount(path("small"), "size=128k");
        var in = source(content);
        var out = aio.open(small.file("f"), CREATE, StandardOpenOption.valueOf(option)).await()) {
      out.write(buffer("012")).await();
      long taken = in.sendfile(0, COPIED, out).await();
      assertThat(taken).isEqualTo((128 << 10) - 3);
      assertThat(position(out)).isEqualTo(128 << 10);
      assertErrno(in.sendfile(taken, COPIED - taken, out), "ENOSPC");
      byte[] there = Files.readAllBytes(small.file("f"));
      assertThat(there).startsWith('0', '1', '2').hasSize(128 << 10);
      assertThat(Arrays.equals(there, 3, there.length, content, 0, (int) taken)).isTrue();
    }
  }

  /** A FIFO that is open for reading, so that opening it for writing waits for nobody. */
  private FileChannel reader(Path fifo) throws IOException {
    return FileChannel.open(fifo, READ, WRITE);
  }

  @Test
  void intoAFifo() throws Exception {
    Path fifo = fifo("p");
    try (var reader = reader(fifo);
        var in = digits();
        var out = aio.open(fifo, WRITE).await()) {
      assertThat(in.sendfile(2, 100, out).await()).isEqualTo(8);
      var b = ByteBuffer.allocate(100);
      reader.read(b);
      assertThat(taken(b)).isEqualTo("23456789");
    }
  }

  @Test
  @Requires(Capability.OPEN_FLAGS)
  void aFifoTakesWhatItHasRoomForAndNothingIsLost() throws Exception {
    Path fifo = fifo("p");
    byte[] content = content(COPIED);
    var got = new ByteArrayOutputStream();
    try (var reader = reader(fifo);
        var in = source(content);
        var out = aio.open(fifo, WRITE, OpenFlag.NONBLOCK).await()) {
      while (got.size() < COPIED) {
        long taken = in.sendfile(got.size(), COPIED, out).await();
        assertThat(taken).isPositive();
        if (got.size() + taken < COPIED) {
          assertErrno(in.sendfile(0, 1 << 20, out), "EAGAIN");
        }
        var b = ByteBuffer.allocate((int) taken);
        while (b.hasRemaining()) {
          reader.read(b);
        }
        got.writeBytes(b.array());
      }
    }
    assertThat(Arrays.equals(got.toByteArray(), content)).isTrue();
  }

  @Test
  void aFifoHasNoPositionToSendFrom() throws Exception {
    try (var in = aio.open(fifo("p"), READ, WRITE).await();
        var out = target()) {
      assertErrno(in.sendfile(0, 1, out), "ESPIPE");
    }
  }
}
