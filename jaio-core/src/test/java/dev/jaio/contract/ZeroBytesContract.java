package dev.jaio.contract;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.AsyncFile;
import dev.jaio.Transfer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transfers of no bytes, from and to memory wherever it is: also at address 0, where none is. */
class ZeroBytesContract extends Contract {

  private static final String TEXT = "0123456789".repeat(5000);

  private record Case(
      String name, boolean reads, BiFunction<AsyncFile, MemorySegment, Transfer> transfer) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(
      String name, boolean reads, BiFunction<AsyncFile, MemorySegment, Transfer> transfer) {
    return new Case(name, reads, transfer);
  }

  private static ByteBuffer[] several(MemorySegment s) {
    return new ByteBuffer[] {s.asByteBuffer(), ByteBuffer.allocate(0), s.asByteBuffer()};
  }

  static List<Case> transfers() {
    return List.of(
        of("read", true, (f, s) -> f.read(s, 3)),
        of("readFully", true, (f, s) -> f.readFully(s, 3)),
        of("read segment stream", true, AsyncFile::read),
        of("write segment stream", false, AsyncFile::write),
        of("read stream", true, (f, s) -> f.read(s.asByteBuffer())),
        of("read buffer", true, (f, s) -> f.read(s.asByteBuffer(), 3)),
        of("readFully buffer", true, (f, s) -> f.readFully(s.asByteBuffer(), 3)),
        of("readv", true, (f, s) -> f.readv(several(s), 3)),
        of("readv stream", true, (f, s) -> f.readv(several(s))),
        of("readv of none", true, (f, _) -> f.readv(new ByteBuffer[0], 3)),
        of("write", false, (f, s) -> f.write(s, 3)),
        of("writeFully", false, (f, s) -> f.writeFully(s, 3)),
        of("write stream", false, (f, s) -> f.write(s.asByteBuffer())),
        of("write buffer", false, (f, s) -> f.write(s.asByteBuffer(), 3)),
        of("writeFully buffer", false, (f, s) -> f.writeFully(s.asByteBuffer(), 3)),
        of("writev", false, (f, s) -> f.writev(several(s), 3)),
        of("writev stream", false, (f, s) -> f.writev(several(s))),
        of("writev of none", false, (f, _) -> f.writev(new ByteBuffer[0], 3)));
  }

  private static Stream<MemorySegment> nowhere() {
    return Stream.of(
        MemorySegment.NULL,
        MemorySegment.ofArray(new byte[0]),
        MemorySegment.ofBuffer(ByteBuffer.allocateDirect(0)),
        Arena.global().allocate(0));
  }

  @ParameterizedTest
  @MethodSource("transfers")
  void areDone(Case c) throws Exception {
    try (var file = aio.open(write("f", TEXT), READ, WRITE).await()) {
      lends(file);
      for (MemorySegment s : nowhere().toList()) {
        assertThat(c.transfer.apply(file, s).awaitBytes()).as("%s", s).isZero();
      }
    }
    assertThat(text(path("f"))).isEqualTo(TEXT);
  }

  /** Afterwards the file is known to be one that memory may be lent to. */
  private static void lends(AsyncFile file) throws Exception {
    file.read(ByteBuffer.allocateDirect(TEXT.length()), 0).await();
    file.read(ByteBuffer.allocateDirect(TEXT.length()), 0).await();
  }

  @ParameterizedTest
  @MethodSource("transfers")
  void areRefusedWhereSomeAre(Case c) throws Exception {
    try (var file = aio.open(write("f", TEXT), c.reads ? WRITE : READ).await()) {
      for (MemorySegment s : nowhere().toList()) {
        assertErrno(c.transfer.apply(file, s), "EBADF");
      }
    }
  }

  @Test
  void areDoneBehindTheEnd() throws Exception {
    try (var file = aio.open(write("f", "1"), READ, WRITE).await()) {
      assertThat(file.read(MemorySegment.NULL, 1).awaitBytes()).isZero();
      assertThat(file.readFully(MemorySegment.NULL, 1L << 40).awaitBytes()).isZero();
      assertThat(file.writeFully(MemorySegment.NULL, 1L << 40).awaitBytes()).isZero();
      assertThat(Files.size(path("f"))).isEqualTo(1);
    }
  }

  @Test
  void betweenOthersAreSkipped() throws Exception {
    try (var file = open(path("f"))) {
      var none = MemorySegment.NULL.asByteBuffer();
      assertThat(file.writev(new ByteBuffer[] {none, direct("ab"), none, direct("cd")}, 0).await())
          .isEqualTo(4);
      var one = ByteBuffer.allocateDirect(3);
      var two = ByteBuffer.allocateDirect(3);
      assertThat(file.readv(new ByteBuffer[] {none, one, none, two, none}, 0).await()).isEqualTo(4);
      assertThat(taken(one) + taken(two)).isEqualTo("abcd");
    }
  }

  @Test
  void areLoaded() throws Exception {
    for (MemorySegment s : nowhere().toList()) {
      assertThat(aio.load(write("f", TEXT), s.asByteBuffer()).awaitBytes()).isZero();
      assertThat(aio.load(write("empty", ""), s.asByteBuffer()).awaitBytes()).isZero();
      assertErrno(aio.load(path("none"), s.asByteBuffer()), "ENOENT");
    }
  }

  @Test
  @Requires(Capability.SYSTEM_ERRORS)
  void areRefusedOfADirectory() throws Exception {
    assertErrno(aio.load(dir, MemorySegment.NULL.asByteBuffer()), "EISDIR");
    try (var file = aio.open(dir, READ).await()) {
      assertErrno(file.read(MemorySegment.NULL, 0), "EISDIR");
      assertErrno(file.readFully(MemorySegment.NULL, 0), "EISDIR");
    }
  }
}
