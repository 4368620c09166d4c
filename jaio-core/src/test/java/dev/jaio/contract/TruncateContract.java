package dev.jaio.contract;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jaio.Aio;
import dev.jaio.Backend;
import dev.jaio.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The length of an open file, however it was opened. */
class TruncateContract extends Contract {

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "APPEND"})
  void hasTheLengthThatWasAskedFor(StandardOpenOption option) throws Exception {
    Path f = write("f", "12345");
    try (var file = aio.open(f, option).await()) {
      file.truncate(100).await();
      assertThat(Files.size(f)).isEqualTo(100);
      file.truncate(100).await();
      assertThat(Files.size(f)).isEqualTo(100);
      file.truncate(2).await();
      assertThat(Files.size(f)).isEqualTo(2);
      file.truncate(4).await();
    }
    assertThat(Files.readAllBytes(f)).containsExactly('1', '2', 0, 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "APPEND"})
  void whatIsAddedTakesNoSpace(StandardOpenOption option) throws Exception {
    Path f = write("f", "12345");
    try (var file = aio.open(f, option).await()) {
      file.truncate(64L << 20).await();
    }
    assertThat(Files.size(f)).isEqualTo(64L << 20);
    assertThat(blocks(f)).isLessThan(1 << 20 >> 9);
  }

  /** Of 512 bytes, which java.nio does not tell. */
  private static long blocks(Path f) throws Exception {
    try (var other = Aio.builder().backend(Backend.WORKERS).start()) {
      return other.stat(f).await().blocks();
    }
  }

  @Test
  void whatIsAppendedAfterwardsIsBehindTheNewEnd() throws Exception {
    Path f = write("f", "1");
    try (var file = aio.open(f, APPEND).await()) {
      file.truncate(3).await();
      file.write(buffer("4")).await();
    }
    assertThat(Files.readAllBytes(f)).containsExactly('1', 0, 0, '4');
  }

  /** Nothing is written: what another request writes there meanwhile would be lost. */
  @Test
  @Requires(privileges = Privilege.ROOT)
  void whatIsAddedIsNotWritten() throws Exception {
    try (var small = Tmpfs.mount(path("small"), "size=64k");
        var reading = aio.open(small.file("f"), CREATE, READ, WRITE).await();
        var writing = aio.open(small.file("g"), CREATE, WRITE).await()) {
      reading.write(ByteBuffer.allocate(64 << 10), 0).await(); // and there is no room any more
      reading.truncate(1 << 20).await();
      writing.truncate(1 << 20).await();
      aio.truncate(small.file("g"), 2 << 20).await();
      assertThat(small.file("f")).hasSize(1 << 20);
      assertThat(small.file("g")).hasSize(2 << 20);
    }
  }

  /** Java.nio reaches such a file by its name only. */
  @Test
  void noOtherFileIsMeant() throws Exception {
    Path f = write("f", "right");
    try (var file = aio.open(f, APPEND).await()) {
      Files.move(f, path("moved"));
      Path wrong = write("f", "wrong!");
      ByName.rightOrStale(
          configuration,
          () -> {
            file.truncate(9).await();
            assertThat(path("moved")).hasSize(9);
          });
      assertThat(text(wrong)).isEqualTo("wrong!");
    }
  }

  @Test
  @Requires(Capability.LIMITS)
  void withoutANameItIsNotSupported() throws Exception {
    Path f = write("f", "12345");
    try (var file = aio.open(f, APPEND, DELETE_ON_CLOSE).await()) {
      Path another = write("f", "another");
      assertThat(failure(file.truncate(100)))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageStartingWith("ftruncate: not supported by the nio backend: ");
      assertThat(text(another)).isEqualTo("another");
      file.truncate(1).await();
    }
  }

  @Test
  void whatIsTooLongIsRefusedAndChangesNothing() throws Exception {
    Path f = write("f", "12345");
    try (var file = aio.open(f, WRITE).await()) {
      Throwable t = catchThrowable(() -> file.truncate(Long.MAX_VALUE).await());
      if (t != null) { // tmpfs takes any
        assertThat(((ErrnoException) t).errnoName()).isEqualTo("EFBIG");
        assertThat(Files.size(f)).isEqualTo(5);
      }
    }
  }
}
