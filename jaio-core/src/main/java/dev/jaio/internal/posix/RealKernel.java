package dev.jaio.internal.posix;

import dev.jaio.internal.abi.Arch;
import dev.jaio.internal.abi.Syscall;

/**
 * The running system: each method is one downcall into the C library, and {@code errno} is read
 * only when the call has failed. An instance exists only where all that is needed was found.
 */
@SuppressWarnings("MemberName")
public final class RealKernel implements Kernel {

  private RealKernel() {}

  /**
   * Looks whether system calls can be made from this process: the operating system, the
   * architecture, the permission for native access, the functions of the C library. Never throws,
   * and no class of this package that needs native access is initialised before it is known to be
   * granted.
   *
   * <p>Where the JVM merely warns of native access that nobody enabled, it counts as granted.
   */
  public static Probe probe() {
    String reason = NativeAccess.obstacle(System.getProperty("os.name", ""), Arch.NAME);
    return reason == null ? new Probe.Available(new RealKernel()) : new Probe.Unavailable(reason);
  }

  @Override
  public int openat(Scratch s, int dirfd, long path, int flags, int mode) {
    return s.intResult(Libc.call(Libc.OPENAT, s, dirfd, path, flags, mode));
  }

  @Override
  public int openat2(Scratch s, int dirfd, long path, long how, long size) {
    return s.intResult(Libc.call(Libc.SYSCALL, s, Syscall.SYS_openat2, dirfd, path, how, size));
  }

  @Override
  public int close(Scratch s, int fd) {
    return s.intResult(Libc.call(Libc.CLOSE, s, fd));
  }

  @Override
  public long read(Scratch s, int fd, long buf, long count) {
    return s.result(Libc.call(Libc.READ, s, fd, buf, count));
  }

  @Override
  public long pread(Scratch s, int fd, long buf, long count, long offset) {
    return s.result(Libc.call(Libc.PREAD, s, fd, buf, count, offset));
  }

  @Override
  public long readv(Scratch s, int fd, long iov, int iovcnt) {
    return s.result(Libc.call(Libc.READV, s, fd, iov, iovcnt));
  }

  @Override
  public long preadv(Scratch s, int fd, long iov, int iovcnt, long offset) {
    return s.result(Libc.call(Libc.PREADV, s, fd, iov, iovcnt, offset));
  }

  @Override
  public long preadv2(Scratch s, int fd, long iov, int iovcnt, long offset, int flags) {
    return s.result(Libc.call(Libc.PREADV2, s, fd, iov, iovcnt, offset, flags));
  }

  @Override
  public long write(Scratch s, int fd, long buf, long count) {
    return s.result(Libc.call(Libc.WRITE, s, fd, buf, count));
  }

  @Override
  public long pwrite(Scratch s, int fd, long buf, long count, long offset) {
    return s.result(Libc.call(Libc.PWRITE, s, fd, buf, count, offset));
  }

  @Override
  public long writev(Scratch s, int fd, long iov, int iovcnt) {
    return s.result(Libc.call(Libc.WRITEV, s, fd, iov, iovcnt));
  }

  @Override
  public long pwritev(Scratch s, int fd, long iov, int iovcnt, long offset) {
    return s.result(Libc.call(Libc.PWRITEV, s, fd, iov, iovcnt, offset));
  }

  @Override
  public long pwritev2(Scratch s, int fd, long iov, int iovcnt, long offset, int flags) {
    return s.result(Libc.call(Libc.PWRITEV2, s, fd, iov, iovcnt, offset, flags));
  }

  @Override
  public long lseek(Scratch s, int fd, long offset, int whence) {
    return s.result(Libc.call(Libc.LSEEK, s, fd, offset, whence));
  }

  @Override
  public long sendfile(Scratch s, int out, int in, long offset, long count) {
    return s.result(Libc.call(Libc.SENDFILE, s, out, in, offset, count));
  }

  @Override
  public long copy_file_range(
      Scratch s, int in, long inOffset, int out, long outOffset, long length, int flags) {
    return s.result(
        Libc.callOr(
            Libc.COPY_FILE_RANGE,
            Syscall.SYS_copy_file_range,
            s,
            in,
            inOffset,
            out,
            outOffset,
            length,
            flags));
  }

  @Override
  public int readahead(Scratch s, int fd, long offset, long count) {
    return s.intResult(Libc.call(Libc.READAHEAD, s, fd, offset, count));
  }

  @Override
  public int statx(Scratch s, int dirfd, long path, int flags, int mask, long statxbuf) {
    return s.intResult(
        Libc.callOr(Libc.STATX, Syscall.SYS_statx, s, dirfd, path, flags, mask, statxbuf));
  }

  @Override
  public int fstatfs(Scratch s, int fd, long buf) {
    return s.intResult(Libc.call(Libc.FSTATFS, s, fd, buf));
  }

  @Override
  public int faccessat(Scratch s, int dirfd, long path, int mode, int flags) {
    return s.intResult(Libc.call(Libc.FACCESSAT, s, dirfd, path, mode, flags));
  }

  @Override
  public long getdents64(Scratch s, int fd, long dirp, long count) {
    return s.result(Libc.call(Libc.SYSCALL, s, Syscall.SYS_getdents64, fd, dirp, count));
  }

  @Override
  public long readlinkat(Scratch s, int dirfd, long path, long buf, long size) {
    return s.result(Libc.call(Libc.READLINKAT, s, dirfd, path, buf, size));
  }

  @Override
  public int unlinkat(Scratch s, int dirfd, long path, int flags) {
    return s.intResult(Libc.call(Libc.UNLINKAT, s, dirfd, path, flags));
  }

  @Override
  public int mkdirat(Scratch s, int dirfd, long path, int mode) {
    return s.intResult(Libc.call(Libc.MKDIRAT, s, dirfd, path, mode));
  }

  @Override
  public int symlinkat(Scratch s, long target, int newdirfd, long linkpath) {
    return s.intResult(Libc.call(Libc.SYMLINKAT, s, target, newdirfd, linkpath));
  }

  @Override
  public int linkat(Scratch s, int olddirfd, long oldpath, int newdirfd, long newpath, int flags) {
    return s.intResult(Libc.call(Libc.LINKAT, s, olddirfd, oldpath, newdirfd, newpath, flags));
  }

  @Override
  public int renameat2(
      Scratch s, int olddirfd, long oldpath, int newdirfd, long newpath, int flags) {
    if (flags == 0) {
      return s.intResult(Libc.call(Libc.RENAMEAT, s, olddirfd, oldpath, newdirfd, newpath));
    }
    return s.intResult(
        Libc.call(
            Libc.SYSCALL, s, Syscall.SYS_renameat2, olddirfd, oldpath, newdirfd, newpath, flags));
  }

  @Override
  public int mknodat(Scratch s, int dirfd, long path, int mode, long dev) {
    return s.intResult(Libc.call(Libc.MKNODAT, s, dirfd, path, mode, dev));
  }

  @Override
  public int fchmodat(Scratch s, int dirfd, long path, int mode, int flags) {
    return s.intResult(Libc.call(Libc.FCHMODAT, s, dirfd, path, mode, flags));
  }

  @Override
  public int fchmod(Scratch s, int fd, int mode) {
    return s.intResult(Libc.call(Libc.FCHMOD, s, fd, mode));
  }

  @Override
  public int fchownat(Scratch s, int dirfd, long path, int owner, int group, int flags) {
    return s.intResult(Libc.call(Libc.FCHOWNAT, s, dirfd, path, owner, group, flags));
  }

  @Override
  public int fchown(Scratch s, int fd, int owner, int group) {
    return s.intResult(Libc.call(Libc.FCHOWN, s, fd, owner, group));
  }

  @Override
  public int utimensat(Scratch s, int dirfd, long path, long times, int flags) {
    if (path == 0) {
      return s.intResult(Libc.call(Libc.FUTIMENS, s, dirfd, times));
    }
    return s.intResult(Libc.call(Libc.UTIMENSAT, s, dirfd, path, times, flags));
  }

  @Override
  public int ftruncate(Scratch s, int fd, long length) {
    return s.intResult(Libc.call(Libc.FTRUNCATE, s, fd, length));
  }

  @Override
  public int fallocate(Scratch s, int fd, int mode, long offset, long length) {
    return s.intResult(Libc.call(Libc.FALLOCATE, s, fd, mode, offset, length));
  }

  @Override
  public int fsync(Scratch s, int fd) {
    return s.intResult(Libc.call(Libc.FSYNC, s, fd));
  }

  @Override
  public int fdatasync(Scratch s, int fd) {
    return s.intResult(Libc.call(Libc.FDATASYNC, s, fd));
  }

  @Override
  public int eventfd(Scratch s, int initval, int flags) {
    return s.intResult(Libc.call(Libc.EVENTFD, s, initval, flags));
  }

  @Override
  public int dup3(Scratch s, int oldfd, int newfd, int flags) {
    return s.intResult(Libc.call(Libc.DUP3, s, oldfd, newfd, flags));
  }

  @Override
  public int ppoll(Scratch s, long fds, long nfds, long timeout, long sigmask) {
    return s.intResult(Libc.call(Libc.PPOLL, s, fds, nfds, timeout, sigmask));
  }

  @Override
  public int nanosleep(Scratch s, long req, long rem) {
    return s.intResult(Libc.call(Libc.NANOSLEEP, s, req, rem));
  }

  @Override
  public int io_uring_setup(Scratch s, int entries, long params) {
    return s.intResult(Libc.call(Libc.SYSCALL, s, Syscall.SYS_io_uring_setup, entries, params));
  }

  @Override
  public int io_uring_enter(
      Scratch s, int fd, int submit, int complete, int flags, long arg, long size) {
    return s.intResult(
        Libc.call(
            Libc.SYSCALL, s, Syscall.SYS_io_uring_enter, fd, submit, complete, flags, arg, size));
  }

  @Override
  public int io_uring_register(Scratch s, int fd, int opcode, long arg, int count) {
    return s.intResult(
        Libc.call(Libc.SYSCALL, s, Syscall.SYS_io_uring_register, fd, opcode, arg, count));
  }

  @Override
  public long mmap(Scratch s, long length, int prot, int flags, int fd, long offset) {
    return s.result(Libc.call(Libc.MMAP, s, 0, length, prot, flags, fd, offset));
  }

  @Override
  public int munmap(Scratch s, long address, long length) {
    return s.intResult(Libc.call(Libc.MUNMAP, s, address, length));
  }
}
