package dev.jaio.internal.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Transfer;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUring;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.IoUringSqe;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Config;
import dev.jaio.internal.posix.Intercepted;
import dev.jaio.internal.posix.Memory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ring reads less than there is if a page was dropped from the cache at that moment; what is
 * short for the program is so only where the file ends, as with the call.
 */
@Timeout(60)
class CutReadTest {

  private static final int BLOCK = 4096;
  private static final int BLOCKS = 16;
  private static final int SQES = 64; // are looked at, and fewer are used

  @TempDir Path dir;

  private final ScriptedKernel kernel = new ScriptedKernel();
  private volatile long sqes; // of the engine's ring
  private final AtomicInteger cut = new AtomicInteger();
  private Aio aio;
  private AsyncFile file;

  @BeforeEach
  void openAFileThatIsNotCached() throws Exception {
    Path path = dir.resolve("data");
    var content = ByteBuffer.allocate(BLOCKS * BLOCK);
    for (int i = 0; i < content.capacity(); i += Long.BYTES) {
      content.putLong(i, i);
    }
    Files.write(path, content.array());
    kernel.on(
        "mmap",
        (arguments, real) -> {
          Object address = real.call();
          if ((long) arguments[5] == IoUring.IORING_OFF_SQES) {
            sqes = (long) address;
          }
          return address;
        });
    var config =
        new Config("cut", false, null, _ -> {}, 1 << 20, true, true, 0, 0, 8, 0, 4, 1_000_000_000);
    RingSetup.Opened ring = TestRings.open(kernel.kernel());
    kernel.off("mmap"); // workers have rings of their own
    aio = Access.aio(config, Backends.uring(kernel.kernel(), ring));
    file = aio.open(path, StandardOpenOption.READ).await();
    for (int i = 0; i < 2; i++) { // the second one asks whether memory may be lent to it
      assertThat(file.read(ByteBuffer.allocateDirect(BLOCK), 0).awaitBytes()).isEqualTo(BLOCK);
    }
    kernel.on("preadv2", (_, _) -> (long) -Errno.EAGAIN);
    aio.maxParallel(0); // until it is known that it is to be delivered
    await().until(() -> aio.statistics().threads() == 0);
    Transfer first = file.read(ByteBuffer.allocateDirect(BLOCK), 0); // is tried
    first.onTransfer((_, _) -> {});
    aio.minParallel(8);
    aio.flush();
    kernel.on("io_uring_enter", (arguments, real) -> cutAndEnter((int) arguments[2], real));
  }

  private Object cutAndEnter(int submit, Intercepted.Real real) throws Throwable {
    for (int i = 0; i < SQES && submit > 0; i++) {
      long sqe = sqes + (long) i * IoUringSqe.SIZE;
      int opcode = Memory.getByte(sqe + IoUringSqe.OPCODE);
      int length = Memory.getInt(sqe + IoUringSqe.LEN);
      if (opcode == IoUringOp.IORING_OP_READ && length > BLOCK) {
        Memory.putInt(sqe + IoUringSqe.LEN, BLOCK);
        cut.incrementAndGet();
      } else if (opcode == IoUringOp.IORING_OP_READV && length > 1) {
        Memory.putInt(sqe + IoUringSqe.LEN, 1);
        cut.incrementAndGet();
      }
    }
    return real.call();
  }

  @AfterEach
  void close() throws Exception {
    file.close();
    assertThat(aio.close(Duration.ofSeconds(20))).as("everything has ended").isTrue();
  }

  private Transfer delivered(Transfer read) throws Exception {
    read.onTransfer((_, _) -> {});
    aio.flush();
    return read;
  }

  @Test
  void isReadWhole() throws Exception {
    ByteBuffer b = ByteBuffer.allocateDirect(3 * BLOCK);
    assertThat(delivered(file.read(b, 2 * BLOCK)).bytes()).isEqualTo(3 * BLOCK);
    assertThat(cut.get()).as("entries that were cut").isPositive();
    for (int i = 0; i < b.capacity(); i += Long.BYTES) {
      assertThat(b.getLong(i)).isEqualTo(2 * BLOCK + i);
    }
  }

  @Test
  void isShortWhereTheFileEnds() throws Exception {
    ByteBuffer b = ByteBuffer.allocateDirect(3 * BLOCK);
    assertThat(delivered(file.read(b, (BLOCKS - 2) * BLOCK)).bytes()).isEqualTo(2 * BLOCK);
    assertThat(b.getLong(BLOCK)).isEqualTo((BLOCKS - 1) * BLOCK);
  }
}
