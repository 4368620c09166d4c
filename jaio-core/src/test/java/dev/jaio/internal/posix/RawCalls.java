package dev.jaio.internal.posix;

import dev.jaio.internal.abi.Arch;
import dev.jaio.internal.abi.Mmap;

/** System calls that only tests make. Results are those of the kernel: at least 0, or -errno. */
public final class RawCalls {

  private static final int MAP_FIXED = 0x10;

  private RawCalls() {}

  private static boolean isArm() {
    return Arch.NAME.equals("aarch64");
  }

  private static long call(long number, long a, long b, long c, long d, long e) {
    var s = new Scratch();
    long result = Libc.call(Libc.SYSCALL, s, number, a, b, c, d, e, 0);
    return result < 0 ? -s.errno() : result;
  }

  /** {@code int prctl(int option, unsigned long argument, 0, 0, 0)} */
  public static long prctl(int option, long argument) {
    return call(isArm() ? 167 : 157, option, argument, 0, 0, 0);
  }

  /** {@code int seccomp(unsigned int operation, unsigned int flags, void *args)} */
  public static long seccomp(int operation, int flags, long arguments) {
    return call(isArm() ? 277 : 317, operation, flags, arguments, 0, 0);
  }

  /** {@code int prlimit64(0, int resource, const struct rlimit64 *limit, NULL)} */
  public static long prlimit(int resource, long limit) {
    return call(isArm() ? 261 : 302, 0, resource, limit, 0, 0);
  }

  /** {@code int mlock(const void *address, size_t length)} */
  public static long mlock(long address, long length) {
    return call(isArm() ? 228 : 149, address, length, 0, 0, 0);
  }

  /** {@code int capset(cap_user_header_t header, const cap_user_data_t data)} */
  public static long capset(long header, long data) {
    return call(isArm() ? 91 : 126, header, data, 0, 0, 0);
  }

  /** {@code int capget(cap_user_header_t header, cap_user_data_t data)} */
  public static long capget(long header, long data) {
    return call(isArm() ? 90 : 125, header, data, 0, 0, 0);
  }

  /** {@code int mount(source, target, filesystemtype, unsigned long mountflags, data)} */
  public static long mount(long source, long target, long type, long flags, long data) {
    return call(isArm() ? 40 : 165, source, target, type, flags, data);
  }

  /** {@code int umount2(const char *target, int flags)} */
  public static long umount2(long target, int flags) {
    return call(isArm() ? 39 : 166, target, flags, 0, 0, 0);
  }

  /**
   * An anonymous mapping, in place of what was at an address.
   *
   * @param address of whole pages that this test has mapped before
   */
  public static long mapAgain(long address, long length, int protection) {
    var s = new Scratch();
    int flags = Mmap.MAP_PRIVATE | Mmap.MAP_ANONYMOUS | MAP_FIXED;
    long result = Libc.call(Libc.MMAP, s, address, length, protection, flags, -1, 0);
    return result == -1 ? -s.errno() : result;
  }
}
