package dev.jaio.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.Syscall;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.Linker.Option;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The functions of the C library as constant method handles, so that the JIT compiles a call of one
 * into a direct jump. Each takes the segment in which {@code errno} is captured, then the arguments
 * of the C function.
 *
 * <p>Every argument and result is a 64-bit integer, also where C has an {@code int}: on both
 * architectures that is the lower half of the same register, and the callee looks at nothing else.
 * A result that is an {@code int} has to be cut to one. So about forty functions share a handful of
 * call shapes, each of which takes the JVM milliseconds to generate.
 *
 * <p>{@link Option#critical} is out of the question: any of these calls may block, and a thread in
 * a critical call holds up every safepoint.
 *
 * <p>Initialising this class needs native access; see {@link RealKernel#probe}.
 */
@SuppressWarnings("restricted")
final class Libc {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
  private static final Option CAPTURE = Option.captureCallState("errno");
  private static final List<String> ABSENT = new ArrayList<>();

  /** {@code long syscall(long number, ...)}, always with six arguments. */
  static final MethodHandle SYSCALL = variadic("syscall", 7, 1);

  static final MethodHandle OPENAT = variadic("openat", 4, 3);
  static final MethodHandle CLOSE = function("close", 1);
  static final MethodHandle READ = function("read", 3);
  static final MethodHandle PREAD = function("pread", 4);
  static final MethodHandle READV = function("readv", 3);
  static final MethodHandle PREADV = function("preadv", 4);
  static final MethodHandle PREADV2 = optional("preadv2", 5);
  static final MethodHandle WRITE = function("write", 3);
  static final MethodHandle PWRITE = function("pwrite", 4);
  static final MethodHandle WRITEV = function("writev", 3);
  static final MethodHandle PWRITEV = function("pwritev", 4);
  static final MethodHandle PWRITEV2 = optional("pwritev2", 5);
  static final MethodHandle LSEEK = function("lseek", 3);
  static final MethodHandle SENDFILE = function("sendfile", 4);
  static final MethodHandle COPY_FILE_RANGE =
      orSyscall("copy_file_range", 6, Syscall.SYS_copy_file_range);
  static final MethodHandle READAHEAD = optional("readahead", 3);
  static final MethodHandle STATX = orSyscall("statx", 5, Syscall.SYS_statx);
  static final MethodHandle FSTATFS = function("fstatfs", 2);
  static final MethodHandle FACCESSAT = function("faccessat", 4);
  static final MethodHandle READLINKAT = function("readlinkat", 4);
  static final MethodHandle UNLINKAT = function("unlinkat", 3);
  static final MethodHandle MKDIRAT = function("mkdirat", 3);
  static final MethodHandle SYMLINKAT = function("symlinkat", 3);
  static final MethodHandle LINKAT = function("linkat", 5);
  static final MethodHandle RENAMEAT = function("renameat", 4);
  static final MethodHandle MKNODAT = function("mknodat", 4);
  static final MethodHandle FCHMODAT = function("fchmodat", 4);
  static final MethodHandle FCHMOD = function("fchmod", 2);
  static final MethodHandle FCHOWNAT = function("fchownat", 5);
  static final MethodHandle FCHOWN = function("fchown", 3);
  static final MethodHandle UTIMENSAT = function("utimensat", 4);
  static final MethodHandle FUTIMENS = function("futimens", 2);
  static final MethodHandle FTRUNCATE = function("ftruncate", 2);
  static final MethodHandle FALLOCATE = optional("fallocate", 4);
  static final MethodHandle FSYNC = function("fsync", 1);
  static final MethodHandle FDATASYNC = function("fdatasync", 1);
  static final MethodHandle EVENTFD = function("eventfd", 2);
  static final MethodHandle DUP3 = function("dup3", 3);
  static final MethodHandle PPOLL = function("ppoll", 4);
  static final MethodHandle NANOSLEEP = function("nanosleep", 2);
  static final MethodHandle MMAP = function("mmap", 6);
  static final MethodHandle MUNMAP = function("munmap", 2);

  /** What this C library lacks of that which jaio cannot do without. */
  static final List<String> MISSING = List.copyOf(ABSENT);

  private Libc() {}

  private static MethodHandle function(String name, int arguments) {
    if (SYMBOLS.find(name).isEmpty()) {
      ABSENT.add(name);
    }
    return optional(name, arguments);
  }

  static MethodHandle optional(String name, int arguments) {
    return SYMBOLS
        .find(name)
        .map(address -> LINKER.downcallHandle(address, shape(arguments), CAPTURE))
        .orElseGet(() -> absent(arguments));
  }

  private static MethodHandle variadic(String name, int arguments, int firstVariadic) {
    var symbol = SYMBOLS.find(name);
    if (symbol.isEmpty()) {
      ABSENT.add(name);
      return absent(arguments);
    }
    var option = Option.firstVariadicArg(firstVariadic);
    return LINKER.downcallHandle(symbol.get(), shape(arguments), CAPTURE, option);
  }

  /** A function that older C libraries lack though the kernel has it. */
  static MethodHandle orSyscall(String name, int arguments, long number) {
    if (SYMBOLS.find(name).isPresent()) {
      return optional(name, arguments);
    }
    MethodHandle call = MethodHandles.insertArguments(SYSCALL, 1, number);
    for (int unused = 6; unused > arguments; unused--) {
      call = MethodHandles.insertArguments(call, unused, 0L);
    }
    return call;
  }

  private static FunctionDescriptor shape(int arguments) {
    var layouts = Collections.nCopies(arguments, JAVA_LONG).toArray(MemoryLayout[]::new);
    return FunctionDescriptor.of(JAVA_LONG, layouts);
  }

  private static MethodHandle absent(int arguments) {
    try {
      var type = MethodType.methodType(long.class, MemorySegment.class);
      MethodHandle fail = MethodHandles.lookup().findStatic(Libc.class, "fail", type);
      return MethodHandles.dropArguments(fail, 1, Collections.nCopies(arguments, long.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** What a function does that is not there. */
  @SuppressWarnings("UnusedMethod") // called through absent()
  private static long fail(MemorySegment capture) {
    capture.set(ValueLayout.JAVA_INT, 0, Errno.ENOSYS);
    return -1;
  }
}
