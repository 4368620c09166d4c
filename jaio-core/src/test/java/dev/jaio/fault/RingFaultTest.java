package dev.jaio.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.ErrnoException;
import dev.jaio.Transfer;
import dev.jaio.contract.LogRecords;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Config;
import dev.jaio.internal.posix.Probe;
import dev.jaio.internal.posix.RealKernel;
import dev.jaio.internal.uring.TestRings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every call of a ring in use fails once: what the kernel says of itself is borne; what ends the
 * ring fails at most what is in flight, and threads carry out the rest.
 */
@Timeout(120)
class RingFaultTest {

  private static final String ROUTE = "dev.jaio.route";
  private static final String TEXT = "0123456789abcdef";
  private static final int READS = 12;

  /** More calls than any run makes. */
  private static final int CALLS_MOST = 500;

  private static final Set<Integer> BORNE =
      Set.of(Errno.EINTR, Errno.EAGAIN, Errno.EBUSY, Errno.ENOMEM);

  /** Without these, files are opened and closed by calls, which the kernel of the test knows. */
  private static final Set<Integer> HIDDEN =
      Set.of(IoUringOp.IORING_OP_OPENAT, IoUringOp.IORING_OP_OPENAT2, IoUringOp.IORING_OP_CLOSE);

  @TempDir Path dir;
  private final LogRecords log = new LogRecords();
  private Path path;

  @BeforeEach
  void write() throws Exception {
    path = Files.writeString(dir.resolve("file"), TEXT.repeat(READS), StandardCharsets.UTF_8);
    System.setProperty(ROUTE, "ring");
  }

  @AfterEach
  void clear() {
    System.clearProperty(ROUTE);
    log.close();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Errno.EINTR,
        Errno.EAGAIN,
        Errno.EBUSY,
        Errno.ENOMEM,
        Errno.EBADF,
        Errno.EBADFD,
        Errno.ENXIO,
        Errno.EEXIST,
        Errno.EBADR,
        Errno.EPERM
      })
  void everyEnterFailsOnce(int errno) throws Exception {
    int enters = 0;
    for (int k = 1; k < CALLS_MOST; k++) {
      Fault.Hit hit = failing(k, errno);
      if (hit == null) {
        break; // there are not so many calls
      }
      enters += hit.is("io_uring_enter") ? 1 : 0;
    }
    assertThat(enters).as("enters that failed").isPositive();
  }

  /** Reads with one call failing; what befell it, or null if there are fewer. */
  private Fault.Hit failing(int k, int errno) throws Exception {
    var kernel = new FaultKernel(((Probe.Available) RealKernel.probe()).kernel());
    kernel.hideOpcodes(HIDDEN);
    var opened = TestRings.open(kernel);
    var config =
        new Config("ring", true, null, _ -> {}, 1 << 10, true, true, 0, 0, 8, 0, 4, 1L << 30);
    Aio aio = Access.aio(config, Backends.uring(kernel, opened));
    AsyncFile file = open(aio);
    kernel.arm(n -> n == k ? Fault.errno(errno) : Fault.NONE);
    var buffers = new ArrayList<ByteBuffer>();
    var reads = new ArrayList<Transfer>();
    for (int round = 0; round < 2; round++) { // the second after what has befallen the first
      submit(file, buffers, reads);
      aio.flush();
    }
    kernel.disarm();
    List<Fault.Hit> hits = kernel.hits();
    boolean died =
        !hits.isEmpty() && hits.getFirst().is("io_uring_enter") && !BORNE.contains(errno);
    int failed = 0;
    for (int i = 0; i < reads.size(); i++) {
      failed += check(i, reads.get(i), buffers.get(i), died, hits) ? 0 : 1;
    }
    assertThat(failed).as("failed, after %s", hits).isLessThanOrEqualTo(READS);
    file.close();
    assertThat(aio.close(Duration.ofSeconds(20))).isTrue();
    assertThat(kernel.takeDefects()).isEmpty();
    assertThat(kernel.open()).as("descriptors").hasSize(died ? 1 : 0); // its ring, on purpose
    return hits.isEmpty() ? null : hits.getFirst();
  }

  private AsyncFile open(Aio aio) throws Exception {
    AsyncFile file = aio.open(path).await();
    for (int i = 0; i < 2; i++) { // so that it is known to lend
      file.read(ByteBuffer.allocateDirect(8), 0).await();
    }
    return file;
  }

  private static void submit(AsyncFile file, List<ByteBuffer> buffers, List<Transfer> reads) {
    for (int i = 0; i < READS; i++) {
      ByteBuffer b = ByteBuffer.allocateDirect(TEXT.length());
      buffers.add(b);
      Transfer read = file.read(b, (long) i * TEXT.length());
      reads.add(read.onTransfer((_, _) -> {}));
    }
  }

  /** Whether a read has succeeded; if not, that it had a reason. */
  private static boolean check(
      int i, Transfer read, ByteBuffer buffer, boolean died, List<Fault.Hit> hits) {
    assertThat(read.isDone()).isTrue();
    if (read.state() == Transfer.State.SUCCESS) {
      assertThat(StandardCharsets.UTF_8.decode(buffer.flip()).toString()).isEqualTo(TEXT);
      return true;
    }
    int errno = ((ErrnoException) read.exceptionNow()).errno();
    boolean ofThread = !hits.isEmpty() && hits.getFirst().is("pread");
    int expected = ofThread ? hits.getFirst().fault().errno() : Errno.EIO;
    assertThat(died || ofThread).as("read %d failed after %s", i, hits).isTrue();
    assertThat(errno).as("read %d, after %s", i, hits).isEqualTo(expected);
    return false;
  }
}
