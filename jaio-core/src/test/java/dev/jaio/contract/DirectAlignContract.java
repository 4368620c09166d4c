package dev.jaio.contract;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.AsyncFile;
import dev.jaio.DirectAlignment;
import dev.jaio.OpenFlag;
import dev.jaio.internal.abi.At;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.PathBytes;
import dev.jaio.internal.posix.Scratch;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What direct I/O must be aligned to. */
class DirectAlignContract extends Contract {

  private static final int USUAL = 4096;

  private DirectAlignment ask(Path path) throws Exception {
    try (var file = aio.open(path).await()) {
      return file.directAlignment().await();
    }
  }

  private static void assertPowersOfTwo(DirectAlignment a) {
    for (int n : new int[] {a.memory(), a.offset(), a.readOffset()}) {
      assertThat(Integer.bitCount(n)).as(a.toString()).isEqualTo(1);
    }
  }

  /** Of the system, asked past the engine. */
  private static DirectAlignment answer(Path path) {
    var s = new Scratch();
    var kernel = Configuration.kernel();
    assertThat(PathBytes.encode(path, s.path())).isPositive();
    int fd = kernel.openat(s, At.AT_FDCWD, s.path(), OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, 0);
    assertThat(fd).isNotNegative();
    Memory.putByte(s.path(), (byte) 0);
    int mask = Statx.STATX_DIOALIGN;
    assertThat(kernel.statx(s, fd, s.path(), At.AT_EMPTY_PATH, mask, s.statx())).isZero();
    assertThat(kernel.close(s, fd)).isZero();
    if ((Memory.getInt(s.statx() + Statx.STX_MASK) & mask) == 0) {
      return new DirectAlignment(-1, -1, -1);
    }
    int offset = Memory.getInt(s.statx() + Statx.STX_DIO_OFFSET_ALIGN);
    return new DirectAlignment(Memory.getInt(s.statx() + Statx.STX_DIO_MEM_ALIGN), offset, offset);
  }

  private void assertIsTheSystems(Path path) throws Exception {
    DirectAlignment here = ask(path);
    DirectAlignment there = answer(path);
    assertThat(here.memory()).isEqualTo(there.memory());
    assertThat(here.offset()).isEqualTo(there.offset());
    assertThat(here.readOffset()).isLessThanOrEqualTo(there.offset());
  }

  @Test
  @Requires(Capability.OPEN_FLAGS)
  void isWhatTheSystemSays() throws Exception {
    assertIsTheSystems(write("f", "text"));
    assertIsTheSystems(Path.of("/proc/self/status"));
  }

  @Test
  @Requires(value = Capability.OPEN_FLAGS, privileges = Privilege.SHARED_MEMORY)
  void isWhatTheSystemSaysOfFilesInMemory() throws Exception {
    Path f = Files.createTempFile(Path.of("/dev/shm"), "jaio", "");
    try {
      assertIsTheSystems(f);
    } finally {
      Files.delete(f);
    }
  }

  @Test
  @Requires(Capability.LIMITS)
  void isTheSizeOfABlockInJava() throws Exception {
    Path f = write("f", "text");
    int block = (int) Files.getFileStore(f).getBlockSize();
    assertThat(ask(f)).isEqualTo(new DirectAlignment(block, block, block));
  }

  @Test
  @Requires(Capability.OPEN_FLAGS)
  void whatIsAlignedIsTransferredDirectly() throws Exception {
    Path f = write("f", "x".repeat(4 * USUAL));
    try (var file = aio.open(f, READ, WRITE, OpenFlag.DIRECT).await()) {
      DirectAlignment told = file.directAlignment().await();
      var a = told.isSupported() ? told : new DirectAlignment(USUAL, USUAL, USUAL);
      assertPowersOfTwo(a);
      assertMoves(file, a);
    }
  }

  private static void assertMoves(AsyncFile file, DirectAlignment a) throws Exception {
    ByteBuffer all = ByteBuffer.allocateDirect(a.offset() + 2 * a.memory());
    ByteBuffer aligned = all.alignedSlice(a.memory());
    ByteBuffer buffer = aligned.slice(a.memory(), aligned.capacity() - a.memory());
    buffer.limit(a.readOffset());
    assertThat(file.read(buffer, a.readOffset()).awaitBytes()).isEqualTo(a.readOffset());
    buffer.clear().limit(a.offset());
    assertThat(file.write(buffer, a.offset()).awaitBytes()).isEqualTo(a.offset());
  }

  @Test
  void aFileNeedNotBeOpenedDirectly() throws Exception {
    DirectAlignment a = ask(write("f", "text"));
    assertThat(a.isKnown()).isEqualTo(a.memory() >= 0);
    if (a.isSupported()) {
      assertPowersOfTwo(a);
    }
  }
}
