package dev.jaio.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.jaio.AsyncFile;
import dev.jaio.AsyncFile.Whence;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The position of an open file. */
class SeekContract extends Contract {

  /** Holes and data of files are multiples of what any usual file system allocates. */
  private static final int ISLAND = 64 << 10;

  private static final long FAR = 5L << 32;

  private static long position(AsyncFile file) throws Exception {
    return file.seek(0, Whence.CUR).await();
  }

  private static String read(AsyncFile file, int count) throws Exception {
    var b = ByteBuffer.allocate(count);
    file.read(b).await();
    return taken(b);
  }

  @Test
  void aFileIsOpenedAtItsBeginning() throws Exception {
    try (var file = aio.open(write("f", "0123456789")).await()) {
      assertThat(position(file)).isZero();
    }
  }

  @Test
  void fromTheBeginning() throws Exception {
    try (var file = aio.open(write("f", "0123456789")).await()) {
      assertThat(file.seek(7, Whence.SET).await()).isEqualTo(7);
      assertThat(file.seek(3, Whence.SET).await()).isEqualTo(3);
      assertThat(position(file)).isEqualTo(3);
      assertThat(read(file, 2)).isEqualTo("34");
    }
  }

  @Test
  void fromWhereItIs() throws Exception {
    try (var file = aio.open(write("f", "0123456789")).await()) {
      assertThat(read(file, 2)).isEqualTo("01");
      assertThat(file.seek(5, Whence.CUR).await()).isEqualTo(7);
      assertThat(file.seek(-3, Whence.CUR).await()).isEqualTo(4);
      assertThat(read(file, 2)).isEqualTo("45");
      assertThat(file.seek(0, Whence.CUR).await()).isEqualTo(6);
    }
  }

  @Test
  void fromTheEnd() throws Exception {
    try (var file = aio.open(write("f", "0123456789")).await()) {
      assertThat(file.seek(-4, Whence.END).await()).isEqualTo(6);
      assertThat(read(file, 9)).isEqualTo("6789");
      assertThat(file.seek(0, Whence.END).await()).isEqualTo(10);
      assertThat(file.read(ByteBuffer.allocate(1)).awaitBytes()).isEqualTo(-1);
      assertThat(file.seek(-10, Whence.END).await()).isZero();
    }
  }

  @Test
  void theEndIsWhereItIsByThen() throws Exception {
    try (var file = open(write("f", "01"))) {
      assertThat(file.seek(0, Whence.END).await()).isEqualTo(2);
      file.write(buffer("234"), 2).await();
      assertThat(position(file)).isEqualTo(2);
      assertThat(file.seek(0, Whence.END).await()).isEqualTo(5);
      file.truncate(1).await();
      assertThat(file.seek(0, Whence.END).await()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Whence.class,
      names = {"SET", "CUR", "END"})
  void beforeTheBeginningIsRefusedAndMovesNothing(Whence whence) throws Exception {
    try (var file = aio.open(write("f", "0123456789")).await()) {
      file.seek(4, Whence.SET).await();
      assertErrno(file.seek(-11, whence), "EINVAL");
      assertErrno(file.seek(Long.MIN_VALUE, whence), "EINVAL");
      assertThat(position(file)).isEqualTo(4);
      assertThat(read(file, 1)).isEqualTo("4");
    }
  }

  @Test
  void beyondTheEndReadsNothing() throws Exception {
    try (var file = aio.open(write("f", "01")).await()) {
      assertThat(file.seek(100, Whence.END).await()).isEqualTo(102);
      assertThat(file.read(ByteBuffer.allocate(1)).awaitBytes()).isEqualTo(-1);
      assertThat(file.stat().await().size()).isEqualTo(2);
    }
  }

  @Test
  void beyondTheEndIsWrittenAfterAHole() throws Exception {
    try (var file = open(write("f", "01"))) {
      file.seek(2, Whence.END).await();
      file.write(buffer("x")).await();
      assertThat(position(file)).isEqualTo(5);
      file.seek(0, Whence.SET).await();
      assertThat(read(file, 9)).isEqualTo("01\0\0x");
    }
  }

  @Test
  void beyondFourGigabytes() throws Exception {
    try (var file = open(path("f"))) {
      assertThat(file.seek(FAR, Whence.SET).await()).isEqualTo(FAR);
      file.write(buffer("far")).await();
      assertThat(position(file)).isEqualTo(FAR + 3);
      assertThat(file.seek(-2, Whence.END).await()).isEqualTo(FAR + 1);
      assertThat(read(file, 9)).isEqualTo("ar");
      assertThat(file.seek(-FAR, Whence.CUR).await()).isEqualTo(3);
    }
  }

  @Test
  void readsAndWritesAreWhereItIs() throws Exception {
    try (var file = open(write("f", "0123456789"))) {
      file.seek(2, Whence.SET).await();
      file.write(buffer("ab")).await();
      assertThat(read(file, 2)).isEqualTo("45");
      file.seek(-1, Whence.END).await();
      file.write(buffer("yz")).await();
      assertThat(position(file)).isEqualTo(11);
    }
    assertThat(text(path("f"))).isEqualTo("01ab45678yz");
  }

  @Test
  void whatIsOpenedTwiceHasTwoPositions() throws Exception {
    var f = write("f", "0123456789");
    try (var one = aio.open(f).await();
        var other = aio.open(f).await()) {
      one.seek(3, Whence.SET).await();
      other.seek(-2, Whence.END).await();
      assertThat(read(one, 2)).isEqualTo("34");
      assertThat(read(other, 2)).isEqualTo("89");
      assertThat(position(one)).isEqualTo(5);
      assertThat(position(other)).isEqualTo(10);
    }
  }

  @Test
  void aViewOfAFileHasItsPosition() throws Exception {
    try (var file = aio.open(write("f", "0123456789")).await()) {
      var view = file.via(aio.withPriority(2));
      view.seek(6, Whence.SET).await();
      assertThat(position(file)).isEqualTo(6);
      assertThat(read(view, 1)).isEqualTo("6");
      assertThat(position(file)).isEqualTo(7);
    }
  }

  @Test
  void whatIsAppendedIsAtTheEndWhereverItIs() throws Exception {
    var f = write("f", "0123");
    try (var file = aio.open(f, WRITE, APPEND).await()) {
      file.seek(1, Whence.SET).await();
      file.write(buffer("x")).await();
      assertThat(position(file)).isEqualTo(5);
    }
    assertThat(text(f)).isEqualTo("0123x");
  }

  @Test
  void fromNowhereIsRefusedAtTheCall() throws Exception {
    try (var file = open(path("f"))) {
      assertThatNullPointerException().isThrownBy(() -> file.seek(0, null));
    }
  }

  @Test
  void aFifoHasNoPosition() throws Exception {
    try (var pipe = aio.open(fifo("p"), READ, WRITE).await()) {
      assertErrno(pipe.seek(0, Whence.CUR), "ESPIPE");
    }
  }

  // ------------------------------------------------------------------ data and holes

  /** A hole, data, a hole, data and a hole, each as long as the others. */
  private AsyncFile islands() throws Exception {
    AsyncFile file = open(path("islands"));
    for (int i : new int[] {1, 3}) {
      file.writeFully(ByteBuffer.wrap("x".repeat(ISLAND).getBytes(ISO_8859_1)), i * ISLAND).await();
    }
    file.truncate(5 * ISLAND).await();
    return file;
  }

  @Test
  @Requires(Capability.HOLES)
  void theNextData() throws Exception {
    try (var file = islands()) {
      assertThat(file.seek(0, Whence.DATA).await()).isEqualTo(ISLAND);
      assertThat(read(file, 1)).isEqualTo("x");
      assertThat(file.seek(ISLAND + 5, Whence.DATA).await()).isEqualTo(ISLAND + 5);
      assertThat(file.seek(2 * ISLAND, Whence.DATA).await()).isEqualTo(3 * ISLAND);
      assertThat(position(file)).isEqualTo(3 * ISLAND);
    }
  }

  @Test
  @Requires(Capability.HOLES)
  void theNextHole() throws Exception {
    try (var file = islands()) {
      assertThat(file.seek(7, Whence.HOLE).await()).isEqualTo(7);
      assertThat(file.seek(ISLAND, Whence.HOLE).await()).isEqualTo(2 * ISLAND);
      assertThat(read(file, 1)).isEqualTo("\0");
      assertThat(file.seek(3 * ISLAND + 9, Whence.HOLE).await()).isEqualTo(4 * ISLAND);
      assertThat(position(file)).isEqualTo(4 * ISLAND);
    }
  }

  @Test
  @Requires(Capability.HOLES)
  void theEndOfTheFileIsAHole() throws Exception {
    try (var file = aio.open(write("f", "0123456789")).await()) {
      assertThat(file.seek(3, Whence.HOLE).await()).isEqualTo(10);
      assertThat(file.seek(3, Whence.DATA).await()).isEqualTo(3);
    }
  }

  @Test
  @Requires(Capability.HOLES)
  void noMoreDataIsAnErrorAndMovesNothing() throws Exception {
    try (var file = islands()) {
      file.seek(5, Whence.SET).await();
      assertErrno(file.seek(4 * ISLAND, Whence.DATA), "ENXIO");
      assertErrno(file.seek(5 * ISLAND, Whence.DATA), "ENXIO");
      assertErrno(file.seek(5 * ISLAND, Whence.HOLE), "ENXIO");
      assertErrno(file.seek(FAR, Whence.HOLE), "ENXIO");
      assertErrno(file.seek(-1, Whence.DATA), "ENXIO");
      assertThat(position(file)).isEqualTo(5);
    }
  }

  @Test
  @Requires(Capability.HOLES)
  void dataBeyondFourGigabytes() throws Exception {
    try (var file = open(path("f"))) {
      file.write(ByteBuffer.allocate(ISLAND), FAR).await();
      assertThat(file.seek(1, Whence.DATA).await()).isEqualTo(FAR);
      assertThat(file.seek(FAR, Whence.HOLE).await()).isEqualTo(FAR + ISLAND);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DATA", "HOLE"})
  @Requires(Capability.LIMITS)
  void javaNioKnowsNoHoles(String whence) throws Exception {
    try (var file = open(write("f", "0123"))) {
      file.seek(2, Whence.SET).await();
      assertThat(failure(file.seek(0, Whence.valueOf(whence))))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(position(file)).isEqualTo(2);
    }
  }
}
