package dev.jaio.internal.uring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.environment.Workload;
import dev.jaio.internal.abi.IoUring;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.IoUringParams;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Config;
import dev.jaio.internal.engine.Router;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Scratch;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ring that is restricted to some opcodes: the kernel's probe tells what the kernel knows, and
 * the ring answers EACCES to what it may not do. Only who sets a ring up can restrict it, so a
 * scripted kernel does that in the middle of the setup; the restrictions are the real kernel's.
 */
@Timeout(60)
class RestrictedRingTest {

  private static final int IORING_SETUP_R_DISABLED = 1 << 6;

  /** {@code sizeof(struct io_uring_restriction)} */
  private static final int RESTRICTION = 16;

  @TempDir Path dir;

  private final ScriptedKernel kernel = new ScriptedKernel();

  /** Sets rings up that may do nothing but this. */
  private void restrict(List<Integer> opcodes, List<Integer> registers) {
    kernel.on(
        "io_uring_setup",
        (arguments, real) -> {
          long flags = (long) arguments[2] + IoUringParams.FLAGS;
          Memory.putInt(flags, Memory.getInt(flags) | IORING_SETUP_R_DISABLED);
          int fd = (int) real.call();
          if (fd >= 0) {
            register(fd, opcodes, registers);
          }
          return fd;
        });
  }

  private void register(int fd, List<Integer> opcodes, List<Integer> registers) {
    Kernel system = kernel.kernel();
    var s = new Scratch();
    int count = opcodes.size() + registers.size();
    try (var arena = Arena.ofConfined()) {
      long at = arena.allocate((long) count * RESTRICTION, 8).address();
      long next = at;
      for (int opcode : opcodes) {
        next = put(next, IoUring.IORING_RESTRICTION_SQE_OP, opcode);
      }
      for (int opcode : registers) {
        next = put(next, IoUring.IORING_RESTRICTION_REGISTER_OP, opcode);
      }
      assertThat(system.io_uring_register(s, fd, IoUring.IORING_REGISTER_RESTRICTIONS, at, count))
          .isZero();
    }
    assertThat(system.io_uring_register(s, fd, IoUring.IORING_REGISTER_ENABLE_RINGS, 0, 0))
        .isZero();
  }

  private static long put(long at, int kind, int opcode) {
    Memory.putInt(at, kind | opcode << 16);
    return at + RESTRICTION;
  }

  private static Aio start(Backends backends) {
    return Access.aio(
        new Config(
            "restricted", false, null, t -> {}, 1 << 20, true, true, 0, 0, 8, 0, 4, 1_000_000_000),
        backends);
  }

  private RingSetup.Opened open() {
    return TestRings.open(kernel.kernel());
  }

  private List<String> results(Backends backends) throws Exception {
    Path own = Files.createTempDirectory(dir, "w");
    try (Aio aio = start(backends)) {
      return Workload.carryOut(aio, own);
    }
  }

  private void assertSameResults() throws Exception {
    List<String> expected = results(Backends.workers(new ScriptedKernel().kernel(), "a test"));
    List<String> found = results(Backends.uring(kernel.kernel(), open()));
    assertThat(Workload.differences(found, expected)).isEmpty();
    found = results(Backends.uring(kernel.kernel(), open(), Router.forced()));
    assertThat(Workload.differences(found, expected)).isEmpty();
  }

  private static List<Integer> nothingBut(int... opcodes) {
    return Arrays.stream(opcodes).boxed().toList();
  }

  private static final List<Integer> PROBE = List.of(IoUring.IORING_REGISTER_PROBE);

  @Test
  void onlyRequestsThatDoNothing() throws Exception {
    restrict(nothingBut(IoUringOp.IORING_OP_NOP), PROBE);
    assertSameResults();
    assertThat(kernel.count("pread")).isPositive();
    assertThat(kernel.count("pwritev")).isPositive();
  }

  @Test
  void nothingAtAll() throws Exception {
    restrict(nothingBut(IoUringOp.IORING_OP_FSYNC), List.of());
    assertSameResults();
  }

  @Test
  void onlyReads() throws Exception {
    restrict(nothingBut(IoUringOp.IORING_OP_NOP, IoUringOp.IORING_OP_READ), PROBE);
    RingSetup.Opened opened = open();
    assertThat(opened.ring().supports(IoUringOp.IORING_OP_READ)).isTrue();
    assertThat(opened.ring().supports(IoUringOp.IORING_OP_WRITE)).isFalse();
    assertThat(opened.lacks())
        .contains("io_uring_register may not limit the kernel's threads: EACCES")
        .containsPattern("the ring is restricted, it lacks READV, .*STATX, WRITE,");
    assertThat(opened.ring().close(new Scratch())).isZero();
    assertSameResults();
    assertThat(kernel.count("pwrite")).isPositive();
    assertThat(kernel.count("preadv")).isPositive();
  }

  @Test
  void allThatTheProbeTells() throws Exception {
    restrict(
        nothingBut(
            IoUringOp.IORING_OP_NOP,
            IoUringOp.IORING_OP_READ,
            IoUringOp.IORING_OP_WRITE,
            IoUringOp.IORING_OP_READV,
            IoUringOp.IORING_OP_WRITEV),
        PROBE);
    RingSetup.Opened opened = open();
    assertThat(opened.ring().supports(IoUringOp.IORING_OP_WRITEV)).isTrue();
    assertThat(opened.ring().close(new Scratch())).isZero();
    assertSameResults();
  }
}
