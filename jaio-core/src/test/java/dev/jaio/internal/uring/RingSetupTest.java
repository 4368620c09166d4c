package dev.jaio.internal.uring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.IoUring;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.abi.IoUringParams;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Scratch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Setting a ring up where the kernel has less, or refuses. */
class RingSetupTest {

  private final ScriptedKernel kernel = new ScriptedKernel();

  private Ring open() {
    RingSetup.Outcome outcome = RingSetup.open(kernel.kernel());
    RingSetup.Opened opened = outcome.opened();
    assertThat(opened).as(outcome.reason()).isNotNull();
    return opened.ring();
  }

  private void assertRefused(String reason) {
    RingSetup.Outcome outcome = RingSetup.open(kernel.kernel());
    assertThat(outcome.opened()).isNull();
    assertThat(outcome.reason()).isEqualTo(reason);
    assertThat(kernel.count("close")).as("descriptors closed").isLessThanOrEqualTo(1);
  }

  @Test
  void theRealOneIsSetUpAndKnowsItsOpcodes() {
    Ring ring = open();
    assertThat(ring.supports(IoUringOp.IORING_OP_READ)).isTrue();
    assertThat(ring.supports(255)).isFalse();
    assertThat(ring.completionRoom()).isEqualTo(4 * ring.entryRoom());
    assertThat(ring.close(new Scratch())).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 'io_uring: not permitted here, by a seccomp filter or kernel.io_uring_disabled"
        + " (io_uring_setup: EPERM)'",
    "38, 'io_uring: this kernel has none, or a seccomp filter hides it"
        + " (io_uring_setup: ENOSYS)'",
    "24, 'io_uring: too many open files (io_uring_setup: EMFILE)'",
    "12, 'io_uring: RLIMIT_MEMLOCK is too low (io_uring_setup: ENOMEM)'"
  })
  void aRefusedSetupIsOneReadableLine(int errno, String reason) {
    kernel.on("io_uring_setup", (_, _) -> -errno);
    assertRefused(reason);
  }

  @Test
  void aFilterThatLetsOnlyTheSetupPassIsFoundOut() {
    kernel.on("io_uring_enter", (_, _) -> -Errno.EPERM);
    assertRefused(
        "io_uring: not permitted here, by a seccomp filter or kernel.io_uring_disabled"
            + " (io_uring_enter: EPERM)");
    assertThat(kernel.count("close")).isEqualTo(1);
  }

  @Test
  void aKernelThatTakesEntriesAndDoesNothingIsRefused() {
    kernel.on("io_uring_enter", (arguments, _) -> arguments[2]);
    assertRefused("io_uring: unexpected (io_uring_enter: EIO)");
  }

  @Test
  void aKernelThatIsTooOldIsRefused() {
    kernel.on(
        "io_uring_setup",
        (arguments, real) -> {
          Object fd = real.call();
          long features = (long) arguments[2] + IoUringParams.FEATURES;
          Memory.putInt(features, Memory.getInt(features) & ~IoUring.IORING_FEAT_EXT_ARG);
          return fd;
        });
    assertRefused("io_uring of this kernel is too old, Linux 5.12 is needed");
    assertThat(kernel.count("close")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1, rings", "2, entries"})
  void memoryThatCannotBeMappedIsARefusal(int failing, String what) {
    kernel.on(
        "mmap",
        (_, real) -> kernel.count("mmap") == failing ? (Object) (long) -Errno.EACCES : real.call());
    assertRefused(
        "io_uring: not permitted here, by a seccomp filter or kernel.io_uring_disabled (mmap of the "
            + what
            + ": EACCES)");
  }

  @Test
  void underALimitOfLockedMemoryTheEntriesHalve() {
    List<Integer> asked = new ArrayList<>();
    kernel.on(
        "io_uring_setup",
        (arguments, real) -> {
          asked.add((int) arguments[1]);
          return (int) arguments[1] > 8 ? (Object) (-Errno.ENOMEM) : real.call();
        });
    Ring ring = open();
    assertThat(asked).containsExactly(256, 128, 64, 32, 16, 8);
    assertThat(ring.entryRoom()).isEqualTo(8);
    assertThat(ring.close(new Scratch())).isZero();
  }

  @Test
  void flagsThatTheKernelDoesNotKnowAreGivenUpOneByOne() {
    int optional =
        IoUring.IORING_SETUP_NO_SQARRAY
            | IoUring.IORING_SETUP_COOP_TASKRUN
            | IoUring.IORING_SETUP_SUBMIT_ALL;
    kernel.on(
        "io_uring_setup",
        (arguments, real) -> {
          int flags = Memory.getInt((long) arguments[2] + IoUringParams.FLAGS);
          return (flags & optional) != 0 ? (Object) (-Errno.EINVAL) : real.call();
        });
    Ring ring = open(); // with an array of indices, through which the trial went
    assertThat(ring.close(new Scratch())).isZero();
  }

  @Test
  void withoutAProbeNoOpcodeIsKnown() {
    kernel.on("io_uring_register", (_, _) -> -Errno.EINVAL);
    Ring ring = open();
    assertThat(ring.supports(IoUringOp.IORING_OP_READ)).isFalse();
    assertThat(ring.close(new Scratch())).isZero();
  }
}
