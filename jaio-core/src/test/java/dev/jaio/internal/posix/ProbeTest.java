package dev.jaio.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.abi.Syscall;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where system calls can be made, and the reason where not. */
class ProbeTest {

  @Test
  void availableHere() {
    assertThat(RealKernel.probe()).isInstanceOf(Probe.Available.class);
  }

  @Test
  void deniedNativeAccessIsAReason() {
    Jvm.Result result = Jvm.jvm().options("--illegal-native-access=deny").run(ProbeMain.class);
    assertThat(result.output())
        .isEqualToIgnoringNewLines(
            "unavailable: native access is denied to the unnamed module"
                + " (--enable-native-access=ALL-UNNAMED allows it)");
    assertThat(result.exit()).isZero();
  }

  @Test
  void enabledNativeAccessIsSilent() {
    var options =
        new String[] {"--illegal-native-access=deny", "--enable-native-access=ALL-UNNAMED"};
    Jvm.Result result = Jvm.jvm().options(options).run(ProbeMain.class);
    assertThat(result.output()).isEqualToIgnoringNewLines("available");
  }

  @Test
  void warningCountsAsAllowed() {
    Jvm.Result result = Jvm.jvm().options("--illegal-native-access=warn").run(ProbeMain.class);
    assertThat(result.output()).contains("WARNING").endsWith("available\n");
  }

  @Test
  void otherSystemIsAReason() {
    var options = new String[] {"-Dos.name=Windows 11", "--illegal-native-access=deny"};
    Jvm.Result result = Jvm.jvm().options(options).run(ProbeMain.class);
    assertThat(result.output())
        .isEqualToIgnoringNewLines("unavailable: Windows 11: only Linux is supported natively");
  }

  @ParameterizedTest
  @CsvSource({
    "Mac OS X, aarch64, Mac OS X: only Linux is supported natively",
    "Linux, riscv64, riscv64: only x86-64 and AArch64 are supported natively",
    "Linux, amd64,",
    "Linux, x86_64,",
    "Linux, aarch64,"
  })
  void platform(String system, String architecture, String reason) {
    assertThat(NativeAccess.platform(system, architecture)).isEqualTo(reason);
  }

  @Test
  void namedModuleIsNamed() {
    assertThat(NativeAccess.denied(String.class.getModule()))
        .isEqualTo(
            "native access is denied to module java.base"
                + " (--enable-native-access=java.base allows it)");
  }

  @Test
  void missingFunctionsAreNamed() {
    assertThat(NativeAccess.missing(List.of())).isNull();
    assertThat(NativeAccess.missing(List.of("openat", "ppoll")))
        .isEqualTo("libc lacks openat, ppoll");
  }

  @Test
  void absentOptionalFunctionAnswersEnosys() {
    var s = Scratch.current();
    long result = Libc.call(Libc.optional("no_such_function"), s, 1, 2);
    assertThat(s.result(result)).isEqualTo(-Errno.ENOSYS);
    assertThat(s.intResult(result)).isEqualTo(-Errno.ENOSYS);
  }

  @Test
  void absentWrapperIsReplacedByTheSystemCall() {
    var s = Scratch.current();
    assertThat(PathBytes.encode(Path.of("/"), s.path())).isEqualTo(1);
    var absent = Libc.optional("no_such_function");
    long mask = Statx.STATX_BASIC_STATS;
    long result = Libc.callOr(absent, Syscall.SYS_statx, s, -100, s.path(), 0, mask, s.statx());
    assertThat(s.result(result)).isZero();
    assertThat(Memory.getLong(s.statx() + Statx.STX_INO)).isNotZero();
  }
}
