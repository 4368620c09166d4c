package dev.jaio.internal.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Request;
import dev.jaio.internal.abi.At;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.FileMode;
import dev.jaio.internal.abi.IoUring;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.IoUringProbe;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Config;
import dev.jaio.internal.engine.Router;
import dev.jaio.internal.op.Close;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.PathBytes;
import dev.jaio.internal.posix.Scratch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ring that is forced to do all it can does, and what it leaves to threads. */
@ParameterizedClass(name = "polled = {0}")
@ValueSource(booleans = {true, false})
@Timeout(60)
class RingFormsTest {

  /** The system calls of operations that a ring has an opcode for. */
  private static final List<String> CALLS =
      List.of(
          "openat",
          "openat2",
          "close",
          "statx",
          "unlinkat",
          "renameat2",
          "mkdirat",
          "symlinkat",
          "linkat",
          "fsync",
          "fdatasync",
          "ftruncate",
          "readahead",
          "read",
          "pread",
          "preadv",
          "preadv2",
          "pwrite",
          "pwritev");

  @Parameter boolean polled;
  @TempDir Path dir;

  private final ScriptedKernel kernel = new ScriptedKernel();
  private Aio aio;

  @BeforeEach
  void start() {
    RingSetup.Opened ring = TestRings.open(kernel.kernel());
    var config =
        new Config(
            "forms-test", polled, null, t -> {}, 1 << 20, true, true, 0, 0, 8, 0, 4, 1_000_000_000);
    aio = Access.aio(config, Backends.uring(kernel.kernel(), ring, Router.forced()));
  }

  @AfterEach
  void close() {
    assertThat(aio.close(Duration.ofSeconds(20))).as("everything has ended").isTrue();
  }

  private List<String> calls() {
    return CALLS.stream().filter(c -> kernel.count(c) > 0).toList();
  }

  /** Every operation with an opcode, once. */
  private void doAll() throws Exception {
    Path sub = dir.resolve("sub");
    Path a = sub.resolve("a");
    aio.mkdir(sub, 0700).await();
    assertThat(aio.stat(sub).await().isDirectory()).isTrue();
    AsyncFile file =
        aio.open(a, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)
            .await();
    file.truncate(20_000).await();
    assertThat(file.stat().await().size()).isEqualTo(20_000);
    file.directAlignment().await();
    file.fsync().await();
    file.fdatasync().await();
    file.close();
    aio.symlink(Path.of("a"), sub.resolve("s")).await();
    assertThat(aio.lstat(sub.resolve("s")).await().isSymbolicLink()).isTrue();
    assertThat(aio.stat(sub.resolve("s")).await().size()).isEqualTo(20_000);
    aio.link(a, sub.resolve("l")).await();
    assertThat(aio.stat(a).await().nlink()).isEqualTo(2);
    aio.rename(a, sub.resolve("b")).await();
    assertThatThrownBy(() -> aio.stat(a).await()).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> aio.open(a).await()).isInstanceOf(NoSuchFileException.class);
    try (var d = aio.openDirectory(sub).await()) {
      aio.at(d).unlink(Path.of("s")).await();
      aio.at(d).rename(Path.of("b"), Path.of("c")).await();
      aio.at(d).unlink(Path.of("l")).await();
      aio.at(d).unlink(Path.of("c")).await();
    }
    aio.rmdir(sub).await();
    assertThat(sub).doesNotExist();
  }

  @Test
  void everythingThatHasAnOpcodeGoesThroughTheRing() throws Exception {
    doAll();
    assertThat(calls()).isEmpty();
  }

  @Test
  void beneathADirectoryAFileIsOpenedByTheRing() throws Exception {
    Files.writeString(dir.resolve("f"), "x");
    try (var d = aio.openDirectory(dir).await()) {
      aio.beneath(d).open(Path.of("f")).await().close();
      assertThatThrownBy(() -> aio.beneath(d).open(Path.of("../x")).await())
          .isInstanceOf(IOException.class);
    }
    assertThat(calls()).isEmpty();
  }

  @Test
  void whatAFileMayLendGoesThroughTheRing() throws Exception {
    Path path = Files.write(dir.resolve("f"), new byte[100_000]);
    try (var file = aio.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE).await()) {
      file.read(ByteBuffer.allocateDirect(50_000), 0).await(); // asks whether it may be lent to
      var before = CALLS.stream().map(kernel::count).toList();
      ByteBuffer b = ByteBuffer.allocateDirect(10_000);
      assertThat(file.write(b, 100).await()).isEqualTo(10_000);
      assertThat(file.read(b.clear(), 100).await()).isEqualTo(10_000);
      ByteBuffer[] two = {ByteBuffer.allocateDirect(10), ByteBuffer.allocateDirect(20)};
      assertThat(file.readv(two, 0).await()).isEqualTo(30);
      two[0].clear();
      assertThat(file.writev(two, 7).await()).isEqualTo(10);
      file.readahead(0, 100_000).await();
      assertThat(CALLS.stream().map(kernel::count).toList()).isEqualTo(before);
    }
  }

  @Test
  void anOpcodeThatIsMissingGoesToThreads() throws Exception {
    aio.close();
    kernel.on(
        "io_uring_register",
        (arguments, real) -> {
          Object result = real.call();
          if ((int) arguments[2] == IoUring.IORING_REGISTER_PROBE) {
            IntStream.range(IoUringOp.IORING_OP_READ_FIXED, 100)
                .mapToObj(
                    i -> (long) arguments[3] + IoUringProbe.OPS + (long) i * IoUringProbe.OP_SIZE)
                .forEach(op -> Memory.putShort(op + IoUringProbe.OP_FLAGS, (short) 0));
          }
          return result;
        });
    start();
    doAll();
    assertThat(calls())
        .contains("openat", "statx", "renameat2", "ftruncate")
        .doesNotContain("fsync");
  }

  /** The kernel shows a number of its own when an open is interrupted. */
  @Test
  void aCancelledOpenIsStoppedAndLeavesNothing() throws Exception {
    List<Path> fifos = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      fifos.add(fifo("fifo" + i));
    }
    long before = descriptors();
    for (int round = 0; round < 20; round++) {
      List<Request<AsyncFile>> opens = new ArrayList<>();
      for (Path fifo : fifos) {
        opens.add(aio.open(fifo).onComplete((_, _) -> {}));
      }
      while (opens.stream().anyMatch(r -> r.phase() == Request.Phase.READY)) {
        poll();
      }
      for (Request<AsyncFile> r : opens) {
        assertThat(r.cancel()).isTrue();
        assertThat(r.isCancelled()).isTrue();
      }
      while (aio.statistics().abandoned() > 0) { // nobody opens the other end
        poll();
      }
    }
    assertThat(descriptors()).isEqualTo(before);
  }

  @Test
  void whatACancelledOpenBringsIsClosed() throws Exception {
    Path file = Files.writeString(dir.resolve("f"), "x");
    long before = descriptors();
    for (int i = 0; i < 500; i++) {
      Request<AsyncFile> open = aio.open(file).onComplete((_, _) -> {});
      if (polled && i % 2 == 0) {
        aio.poll();
      }
      boolean cancelled = open.cancel();
      aio.flush();
      if (!cancelled) {
        open.resultNow().close();
      }
    }
    while (aio.statistics().abandoned() > 0 || aio.statistics().requests() > 0) {
      poll();
    }
    assertThat(descriptors()).isEqualTo(before);
  }

  @Test
  void aFifoIsWaitedFor() throws Exception {
    Path fifo = fifo("fifo");
    Request<AsyncFile> open = aio.open(fifo).onComplete((_, _) -> {});
    for (int i = 0; i < 20; i++) {
      poll();
      Thread.onSpinWait();
      assertThat(open.isDone()).isFalse();
    }
    try (var other = FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      while (!open.isDone()) {
        poll();
      }
      assertThat(other.isOpen()).isTrue();
    }
    open.resultNow().close();
  }

  /** After a close was interrupted its number may be another file's. */
  @Test
  void aCloseThatWasInterruptedIsNotRepeated() throws Exception {
    try (var d = aio.openDirectory(dir).await()) {
      var close = new Close(Access.handle(d));
      assertThat(close.callIsTransient(-Errno.EINTR)).isFalse();
      assertThat(close.callIsTransient(-Errno.EAGAIN)).isFalse();
      assertThat(close.callIsTransient(-Errno.ECANCELED)).isTrue();
      assertThat(close.callCompleted(-Errno.EINTR, null)).isZero();
      assertThat(close.callCompleted(-Errno.EIO, null)).isEqualTo(-Errno.EIO);
    }
  }

  private void poll() {
    if (polled) {
      aio.poll();
    }
  }

  private Path fifo(String name) {
    var scratch = new Scratch();
    Path path = dir.resolve(name);
    assertThat(PathBytes.encode(path, scratch.path())).isPositive();
    int mode = FileMode.S_IFIFO | 0600;
    assertThat(kernel.kernel().mknodat(scratch, At.AT_FDCWD, scratch.path(), mode, 0)).isZero();
    return path;
  }

  /** How many files of this test are open. */
  private long descriptors() throws IOException {
    Path real = dir.toRealPath();
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(d -> isBeneath(real, d)).count();
    }
  }

  private static boolean isBeneath(Path real, Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(real);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }
}
