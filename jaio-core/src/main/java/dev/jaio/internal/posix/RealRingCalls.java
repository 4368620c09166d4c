package dev.jaio.internal.posix;

import dev.jaio.internal.abi.Syscall;

/** The calls of the running system that a ring needs; {@link RealKernel} has the plain ones. */
@SuppressWarnings("MemberName")
abstract class RealRingCalls implements Kernel {

  @Override
  public final int io_uring_setup(Scratch s, int entries, long params) {
    try {
      return s.intResult(
          (long)
              Libc.SYSCALL.invokeExact(
                  s.capture, Syscall.SYS_io_uring_setup, (long) entries, params, 0L, 0L, 0L, 0L));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public final int io_uring_enter(
      Scratch s, int fd, int submit, int complete, int flags, long arg, long size) {
    try {
      return s.intResult(
          (long)
              Libc.SYSCALL.invokeExact(
                  s.capture,
                  Syscall.SYS_io_uring_enter,
                  (long) fd,
                  (long) submit,
                  (long) complete,
                  (long) flags,
                  arg,
                  size));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public final int io_uring_register(Scratch s, int fd, int opcode, long arg, int count) {
    try {
      return s.intResult(
          (long)
              Libc.SYSCALL.invokeExact(
                  s.capture,
                  Syscall.SYS_io_uring_register,
                  (long) fd,
                  (long) opcode,
                  arg,
                  (long) count,
                  0L,
                  0L));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public final long mmap(Scratch s, long length, int prot, int flags, int fd, long offset) {
    try {
      return s.result(
          (long)
              Libc.MMAP.invokeExact(
                  s.capture, 0L, length, (long) prot, (long) flags, (long) fd, offset));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public final int munmap(Scratch s, long address, long length) {
    try {
      return s.intResult((long) Libc.MUNMAP.invokeExact(s.capture, address, length));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** A downcall itself throws nothing that is checked. */
  static AssertionError unexpected(Throwable t) {
    if (t instanceof Error error) {
      throw error;
    }
    if (t instanceof RuntimeException exception) {
      throw exception;
    }
    return new AssertionError(t);
  }
}
