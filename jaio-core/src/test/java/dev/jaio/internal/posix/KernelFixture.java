package dev.jaio.internal.posix;

import static dev.jaio.internal.abi.At.AT_FDCWD;
import static dev.jaio.internal.abi.OpenFlags.O_CLOEXEC;
import static dev.jaio.internal.abi.OpenFlags.O_CREAT;
import static dev.jaio.internal.abi.OpenFlags.O_RDWR;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A temporary directory, the real kernel, and short words for what every test of it does. */
abstract class KernelFixture {

  static final int FDCWD = AT_FDCWD;

  /** A descriptor that is never open. */
  static final int NO_FD = 1 << 29;

  @TempDir Path dir;

  final Kernel kernel = ((Probe.Available) RealKernel.probe()).kernel();
  final Scratch s = new Scratch();

  /** The address of the path of a name in the temporary directory. */
  long at(String name) {
    assertThat(PathBytes.encode(dir.resolve(name), s.path())).isPositive();
    return s.path();
  }

  /** The same in the second slot. */
  long at2(String name) {
    assertThat(PathBytes.encode(dir.resolve(name), s.path2())).isPositive();
    return s.path2();
  }

  /** Creates a file with a text. */
  Path file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text, StandardCharsets.UTF_8);
  }

  /** Opens a file for reading and writing, creating it where it is not. */
  int open(String name) {
    return ok(kernel.openat(s, FDCWD, at(name), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  }

  void close(int fd) {
    assertThat(kernel.close(s, fd)).isZero();
  }

  static int ok(int result) {
    assertThat(result).isNotNegative();
    return result;
  }

  /** A buffer of native memory that holds a text. */
  long buffer(String text) {
    long address = s.transfer(Scratch.TRANSFER_MIN);
    Memory.copy(text.getBytes(StandardCharsets.UTF_8), 0, address, text.length());
    return address;
  }

  String text(long address, long length) {
    var bytes = new byte[(int) length];
    Memory.copy(address, bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
