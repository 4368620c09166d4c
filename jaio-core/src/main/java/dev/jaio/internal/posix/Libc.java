package dev.jaio.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.jaio.internal.abi.Errno;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.Linker.Option;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The functions of the C library, and the one way to call them.
 *
 * <p>A call shape takes the JVM some ten milliseconds to generate, so there is but one, for all
 * forty functions: seven integers of 64 bits go in and one comes out. What a function does not
 * expect lies in registers it does not look at, or, the seventh on x86-64, on the stack above its
 * frame. An {@code int} is the lower half of the same register, and a result that is an {@code int}
 * has to be cut to one. {@code openat} and {@code syscall} are variadic in C, which makes no
 * difference to integers in the calling conventions of Linux on both architectures.
 *
 * <p>The method handle is a constant, so that the JIT compiles a call into a direct jump.
 *
 * <p>{@link Option#critical} is out of the question: any of these calls may block, and a thread in
 * a critical call holds up every safepoint.
 *
 * <p>Initialising this class needs native access; see {@link RealKernel#probe}.
 */
@SuppressWarnings("restricted")
final class Libc {

  /** {@code syscall} with six arguments. */
  private static final int ARGUMENTS = 7;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SYMBOLS = Objects.requireNonNull(Symbols.find());
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_LONG, Collections.nCopies(ARGUMENTS, JAVA_LONG).toArray(MemoryLayout[]::new)),
          Option.captureCallState("errno"));
  private static final List<String> ABSENT = new ArrayList<>();

  /** {@code long syscall(long number, ...)}. */
  static final MemorySegment SYSCALL = needed("syscall");

  static final MemorySegment OPENAT = needed("openat");
  static final MemorySegment CLOSE = needed("close");
  static final MemorySegment READ = needed("read");
  static final MemorySegment PREAD = needed("pread");
  static final MemorySegment READV = needed("readv");
  static final MemorySegment PREADV = needed("preadv");
  static final MemorySegment PREADV2 = optional("preadv2");
  static final MemorySegment WRITE = needed("write");
  static final MemorySegment PWRITE = needed("pwrite");
  static final MemorySegment WRITEV = needed("writev");
  static final MemorySegment PWRITEV = needed("pwritev");
  static final MemorySegment PWRITEV2 = optional("pwritev2");
  static final MemorySegment LSEEK = needed("lseek");
  static final MemorySegment SENDFILE = needed("sendfile");
  static final MemorySegment COPY_FILE_RANGE = optional("copy_file_range");
  static final MemorySegment READAHEAD = optional("readahead");
  static final MemorySegment STATX = optional("statx");
  static final MemorySegment FSTATFS = needed("fstatfs");
  static final MemorySegment FACCESSAT = needed("faccessat");
  static final MemorySegment READLINKAT = needed("readlinkat");
  static final MemorySegment UNLINKAT = needed("unlinkat");
  static final MemorySegment MKDIRAT = needed("mkdirat");
  static final MemorySegment SYMLINKAT = needed("symlinkat");
  static final MemorySegment LINKAT = needed("linkat");
  static final MemorySegment RENAMEAT = needed("renameat");
  static final MemorySegment MKNODAT = needed("mknodat");
  static final MemorySegment FCHMODAT = needed("fchmodat");
  static final MemorySegment FCHMOD = needed("fchmod");
  static final MemorySegment FCHOWNAT = needed("fchownat");
  static final MemorySegment FCHOWN = needed("fchown");
  static final MemorySegment UTIMENSAT = needed("utimensat");
  static final MemorySegment FUTIMENS = needed("futimens");
  static final MemorySegment FTRUNCATE = needed("ftruncate");
  static final MemorySegment FALLOCATE = optional("fallocate");
  static final MemorySegment FSYNC = needed("fsync");
  static final MemorySegment FDATASYNC = needed("fdatasync");
  static final MemorySegment EVENTFD = needed("eventfd");
  static final MemorySegment DUP3 = needed("dup3");
  static final MemorySegment PPOLL = needed("ppoll");
  static final MemorySegment NANOSLEEP = needed("nanosleep");
  static final MemorySegment MMAP = needed("mmap");
  static final MemorySegment MUNMAP = needed("munmap");

  /** What this C library lacks of that which jaio cannot do without. */
  static final List<String> MISSING = List.copyOf(ABSENT);

  private Libc() {}

  private static MemorySegment needed(String name) {
    MemorySegment function = optional(name);
    if (isAbsent(function)) {
      ABSENT.add(name);
    }
    return function;
  }

  /** The address of a function, or NULL. */
  static MemorySegment optional(String name) {
    return SYMBOLS.find(name).orElse(MemorySegment.NULL);
  }

  private static boolean isAbsent(MemorySegment function) {
    return function.address() == 0;
  }

  /**
   * Calls a function; {@code errno} is captured in the scratch memory. What is absent fails with
   * {@code ENOSYS}.
   */
  static long call(
      MemorySegment function, Scratch s, long a, long b, long c, long d, long e, long f, long g) {
    if (isAbsent(function)) {
      s.capture.set(ValueLayout.JAVA_INT, 0, Errno.ENOSYS);
      return -1;
    }
    try {
      return (long) CALL.invokeExact(function, s.capture, a, b, c, d, e, f, g);
    } catch (RuntimeException | Error t) {
      throw t;
    } catch (Throwable t) {
      throw new AssertionError(t); // a downcall throws nothing that is checked
    }
  }

  static long call(
      MemorySegment function, Scratch s, long a, long b, long c, long d, long e, long f) {
    return call(function, s, a, b, c, d, e, f, 0);
  }

  static long call(MemorySegment function, Scratch s, long a, long b, long c, long d, long e) {
    return call(function, s, a, b, c, d, e, 0, 0);
  }

  static long call(MemorySegment function, Scratch s, long a, long b, long c, long d) {
    return call(function, s, a, b, c, d, 0, 0, 0);
  }

  static long call(MemorySegment function, Scratch s, long a, long b, long c) {
    return call(function, s, a, b, c, 0, 0, 0, 0);
  }

  static long call(MemorySegment function, Scratch s, long a, long b) {
    return call(function, s, a, b, 0, 0, 0, 0, 0);
  }

  static long call(MemorySegment function, Scratch s, long a) {
    return call(function, s, a, 0, 0, 0, 0, 0, 0);
  }

  /** Calls a function that older C libraries lack though the kernel has it. */
  static long callOr(
      MemorySegment function, long number, Scratch s, long a, long b, long c, long d, long e) {
    return callOr(function, number, s, a, b, c, d, e, 0);
  }

  static long callOr(
      MemorySegment function,
      long number,
      Scratch s,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f) {
    return isAbsent(function)
        ? call(SYSCALL, s, number, a, b, c, d, e, f)
        : call(function, s, a, b, c, d, e, f, 0);
  }
}
