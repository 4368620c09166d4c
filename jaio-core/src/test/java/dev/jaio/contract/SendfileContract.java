package dev.jaio.contract;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.jaio.Aio;
import dev.jaio.AsyncFile.Whence;
import dev.jaio.Group;
import dev.jaio.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copying from an open file to the position of another one. */
class SendfileContract extends SendfileCases {

  /** More than is moved between two looks at whether the request was cancelled. */
  private static final int LARGE = (8 << 20) + 12_345;

  private void assertTarget(String expected) throws IOException {
    assertThat(text(path("target"))).isEqualTo(expected);
  }

  @Test
  void aWholeFile() throws Exception {
    try (var in = digits();
        var out = target()) {
      assertThat(in.sendfile(0, 10, out).await()).isEqualTo(10);
    }
    assertTarget("0123456789");
  }

  @Test
  void aPart() throws Exception {
    try (var in = digits();
        var out = target()) {
      assertThat(in.sendfile(3, 4, out).await()).isEqualTo(4);
    }
    assertTarget("3456");
  }

  @Test
  void theTargetsPositionMovesAndTheSourcesStays() throws Exception {
    try (var in = digits();
        var out = open(write("target", "abcdefghij"))) {
      in.seek(9, Whence.SET).await();
      out.seek(2, Whence.SET).await();
      assertThat(in.sendfile(5, 3, out).await()).isEqualTo(3);
      assertThat(position(out)).isEqualTo(5);
      assertThat(in.sendfile(0, 2, out).await()).isEqualTo(2);
      assertThat(position(out)).isEqualTo(7);
      assertThat(position(in)).isEqualTo(9);
    }
    assertTarget("ab56701hij");
  }

  @Test
  void beyondTheEndOfTheTargetAHoleIsLeft() throws Exception {
    try (var in = digits();
        var out = target()) {
      out.seek(3, Whence.SET).await();
      in.sendfile(8, 2, out).await();
    }
    assertTarget("\0\0\00089");
  }

  @Test
  void lessAtTheEndOfTheSource() throws Exception {
    try (var in = digits();
        var out = target()) {
      assertThat(in.sendfile(7, 100, out).await()).isEqualTo(3);
      assertThat(in.sendfile(9, Long.MAX_VALUE, out).await()).isEqualTo(1);
      assertThat(position(out)).isEqualTo(4);
    }
    assertTarget("7899");
  }

  @Test
  void nothingBeyondTheEndOfTheSource() throws Exception {
    try (var in = digits();
        var out = target()) {
      assertThat(in.sendfile(10, 5, out).await()).isZero();
      assertThat(in.sendfile(1000, 5, out).await()).isZero();
      assertThat(in.sendfile(5L << 32, 5, out).await()).isZero();
      assertThat(position(out)).isZero();
    }
    assertThat(path("target")).isEmptyFile();
  }

  @Test
  void nothingOfAnEmptyFile() throws Exception {
    try (var in = source(new byte[0]);
        var out = target()) {
      assertThat(in.sendfile(0, 100, out).await()).isZero();
    }
    assertThat(path("target")).isEmptyFile();
  }

  /** Not even whether the files can be read and written is looked at. */
  @Test
  void nothingIfNothingIsAsked() throws Exception {
    try (var in = digits();
        var out = target()) {
      assertThat(in.sendfile(3, 0, out).await()).isZero();
      assertThat(in.sendfile(3, 0, in).await()).isZero();
      assertThat(position(out)).isZero();
    }
    assertThat(path("target")).isEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 65_536, 3 << 20, LARGE})
  void allOfALargeFile(int size) throws Exception {
    byte[] content = content(size);
    try (var in = source(content);
        var out = target()) {
      assertThat(in.sendfile(0, size, out).await()).isEqualTo(size);
      assertThat(position(out)).isEqualTo(size);
    }
    assertThat(Arrays.equals(Files.readAllBytes(path("target")), content)).isTrue();
  }

  @Test
  void beyondFourGigabytes() throws Exception {
    long far = (5L << 32) + 7;
    try (var in = open(path("source"));
        var out = target()) {
      in.write(buffer("far"), far).await();
      out.seek(far + 4, Whence.SET).await();
      assertThat(in.sendfile(far - 1, 100, out).await()).isEqualTo(4);
      assertThat(position(out)).isEqualTo(far + 8);
      var b = ByteBuffer.allocate(4);
      out.read(b, far + 4).await();
      assertThat(taken(b)).isEqualTo("\0far");
    }
  }

  // ------------------------------------------------------------------ what is refused

  @Test
  void aSourceThatIsNotOpenForReading() throws Exception {
    try (var in = aio.open(write("source", "0123456789"), WRITE).await();
        var out = target()) {
      assertErrno(in.sendfile(0, 5, out), "EBADF");
      assertThat(position(out)).isZero();
    }
    assertThat(path("target")).isEmptyFile();
  }

  @Test
  void aTargetThatIsNotOpenForWriting() throws Exception {
    write("target", "abc");
    try (var in = digits();
        var out = target(READ)) {
      assertErrno(in.sendfile(0, 5, out), "EBADF");
      assertThat(position(out)).isZero();
    }
    assertTarget("abc");
  }

  @Test
  void badArgumentsAreRefusedAtTheCall() throws Exception {
    Aio other = start(s -> s);
    try (var in = digits();
        var out = other.open(write("target", "abc"), WRITE).await()) {
      assertThatIllegalArgumentException().isThrownBy(() -> in.sendfile(0, 1, out));
      assertThatIllegalArgumentException().isThrownBy(() -> in.sendfile(-1, 1, in));
      assertThatIllegalArgumentException().isThrownBy(() -> in.sendfile(0, -1, in));
      assertThatNullPointerException().isThrownBy(() -> in.sendfile(0, 1, null));
    }
    assertTarget("abc");
  }

  // ------------------------------------------------------------------ with others

  @Test
  void onePartAfterTheOtherOfOneSource() throws Exception {
    try (var in = digits();
        var out = target();
        var other = open(path("other"))) {
      var one = in.sendfile(5, 5, out);
      var two = in.sendfile(0, 5, other);
      assertThat(one.await() + two.await()).isEqualTo(10);
    }
    assertTarget("56789");
    assertThat(text(path("other"))).isEqualTo("01234");
  }

  @Test
  void aFileThatIsDoubled() throws Exception {
    try (var file = open(write("target", "0123456789"))) {
      file.seek(0, Whence.END).await();
      assertThat(file.sendfile(0, 10, file).await()).isEqualTo(10);
      assertThat(position(file)).isEqualTo(20);
    }
    assertTarget("01234567890123456789");
  }

  @Test
  void asAMemberOfAGroup() throws Exception {
    try (var in = digits();
        var out = target()) {
      Group<Long> g = aio.group();
      in.via(g).sendfile(4, 3, out).onComplete((n, _) -> g.result(n));
      g.close();
      assertThat(g.await()).isEqualTo(3);
    }
    assertTarget("456");
  }

  @Test
  void filesThatAreClosedMeanwhileAreUsedToTheEnd() throws Exception {
    var in = digits();
    var out = target();
    pause();
    Request<Long> r = in.sendfile(0, 10, out);
    in.closeAsync();
    out.closeAsync();
    aio.minParallel(1);
    assertThat(r.await()).isEqualTo(10);
    flush();
    assertTarget("0123456789");
  }

  @Test
  void cancelledBeforeItBeginsItWritesNothing() throws Exception {
    try (var in = digits();
        var out = target()) {
      pause();
      var r = in.sendfile(0, 10, out);
      assertThat(r.cancel()).isTrue();
      aio.minParallel(1);
      assertThat(position(out)).isZero();
    }
    assertThat(path("target")).isEmptyFile();
  }
}
