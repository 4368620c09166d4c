package dev.jaio.internal.posix;

import dev.jaio.internal.abi.Arch;
import dev.jaio.internal.abi.Syscall;

/**
 * The running system: each method is one downcall into the C library, and {@code errno} is read
 * only when the call has failed. An instance exists only where all that is needed was found.
 */
@SuppressWarnings("MemberName")
public final class RealKernel extends RealRingCalls {

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
    try {
      return s.intResult(
          (long) Libc.OPENAT.invokeExact(s.capture, (long) dirfd, path, (long) flags, (long) mode));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int openat2(Scratch s, int dirfd, long path, long how, long size) {
    try {
      return s.intResult(
          (long)
              Libc.SYSCALL.invokeExact(
                  s.capture, Syscall.SYS_openat2, (long) dirfd, path, how, size, 0L, 0L));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int close(Scratch s, int fd) {
    try {
      return s.intResult((long) Libc.CLOSE.invokeExact(s.capture, (long) fd));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long read(Scratch s, int fd, long buf, long count) {
    try {
      return s.result((long) Libc.READ.invokeExact(s.capture, (long) fd, buf, count));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long pread(Scratch s, int fd, long buf, long count, long offset) {
    try {
      return s.result((long) Libc.PREAD.invokeExact(s.capture, (long) fd, buf, count, offset));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long readv(Scratch s, int fd, long iov, int iovcnt) {
    try {
      return s.result((long) Libc.READV.invokeExact(s.capture, (long) fd, iov, (long) iovcnt));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long preadv(Scratch s, int fd, long iov, int iovcnt, long offset) {
    try {
      return s.result(
          (long) Libc.PREADV.invokeExact(s.capture, (long) fd, iov, (long) iovcnt, offset));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long preadv2(Scratch s, int fd, long iov, int iovcnt, long offset, int flags) {
    try {
      return s.result(
          (long)
              Libc.PREADV2.invokeExact(
                  s.capture, (long) fd, iov, (long) iovcnt, offset, (long) flags));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long write(Scratch s, int fd, long buf, long count) {
    try {
      return s.result((long) Libc.WRITE.invokeExact(s.capture, (long) fd, buf, count));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long pwrite(Scratch s, int fd, long buf, long count, long offset) {
    try {
      return s.result((long) Libc.PWRITE.invokeExact(s.capture, (long) fd, buf, count, offset));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long writev(Scratch s, int fd, long iov, int iovcnt) {
    try {
      return s.result((long) Libc.WRITEV.invokeExact(s.capture, (long) fd, iov, (long) iovcnt));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long pwritev(Scratch s, int fd, long iov, int iovcnt, long offset) {
    try {
      return s.result(
          (long) Libc.PWRITEV.invokeExact(s.capture, (long) fd, iov, (long) iovcnt, offset));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long pwritev2(Scratch s, int fd, long iov, int iovcnt, long offset, int flags) {
    try {
      return s.result(
          (long)
              Libc.PWRITEV2.invokeExact(
                  s.capture, (long) fd, iov, (long) iovcnt, offset, (long) flags));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long lseek(Scratch s, int fd, long offset, int whence) {
    try {
      return s.result((long) Libc.LSEEK.invokeExact(s.capture, (long) fd, offset, (long) whence));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long sendfile(Scratch s, int out, int in, long offset, long count) {
    try {
      return s.result(
          (long) Libc.SENDFILE.invokeExact(s.capture, (long) out, (long) in, offset, count));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long copy_file_range(
      Scratch s, int in, long inOffset, int out, long outOffset, long length, int flags) {
    try {
      return s.result(
          (long)
              Libc.COPY_FILE_RANGE.invokeExact(
                  s.capture, (long) in, inOffset, (long) out, outOffset, length, (long) flags));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int readahead(Scratch s, int fd, long offset, long count) {
    try {
      return s.intResult((long) Libc.READAHEAD.invokeExact(s.capture, (long) fd, offset, count));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int statx(Scratch s, int dirfd, long path, int flags, int mask, long statxbuf) {
    try {
      return s.intResult(
          (long)
              Libc.STATX.invokeExact(
                  s.capture, (long) dirfd, path, (long) flags, (long) mask, statxbuf));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int fstatfs(Scratch s, int fd, long buf) {
    try {
      return s.intResult((long) Libc.FSTATFS.invokeExact(s.capture, (long) fd, buf));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int faccessat(Scratch s, int dirfd, long path, int mode, int flags) {
    try {
      return s.intResult(
          (long)
              Libc.FACCESSAT.invokeExact(s.capture, (long) dirfd, path, (long) mode, (long) flags));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long getdents64(Scratch s, int fd, long dirp, long count) {
    try {
      return s.result(
          (long)
              Libc.SYSCALL.invokeExact(
                  s.capture, Syscall.SYS_getdents64, (long) fd, dirp, count, 0L, 0L, 0L));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long readlinkat(Scratch s, int dirfd, long path, long buf, long size) {
    try {
      return s.result((long) Libc.READLINKAT.invokeExact(s.capture, (long) dirfd, path, buf, size));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int unlinkat(Scratch s, int dirfd, long path, int flags) {
    try {
      return s.intResult(
          (long) Libc.UNLINKAT.invokeExact(s.capture, (long) dirfd, path, (long) flags));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int mkdirat(Scratch s, int dirfd, long path, int mode) {
    try {
      return s.intResult(
          (long) Libc.MKDIRAT.invokeExact(s.capture, (long) dirfd, path, (long) mode));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int symlinkat(Scratch s, long target, int newdirfd, long linkpath) {
    try {
      return s.intResult(
          (long) Libc.SYMLINKAT.invokeExact(s.capture, target, (long) newdirfd, linkpath));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int linkat(Scratch s, int olddirfd, long oldpath, int newdirfd, long newpath, int flags) {
    try {
      return s.intResult(
          (long)
              Libc.LINKAT.invokeExact(
                  s.capture, (long) olddirfd, oldpath, (long) newdirfd, newpath, (long) flags));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int renameat2(
      Scratch s, int olddirfd, long oldpath, int newdirfd, long newpath, int flags) {
    try {
      if (flags == 0) {
        return s.intResult(
            (long)
                Libc.RENAMEAT.invokeExact(
                    s.capture, (long) olddirfd, oldpath, (long) newdirfd, newpath));
      }
      return s.intResult(
          (long)
              Libc.SYSCALL.invokeExact(
                  s.capture,
                  Syscall.SYS_renameat2,
                  (long) olddirfd,
                  oldpath,
                  (long) newdirfd,
                  newpath,
                  (long) flags,
                  0L));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int mknodat(Scratch s, int dirfd, long path, int mode, long dev) {
    try {
      return s.intResult(
          (long) Libc.MKNODAT.invokeExact(s.capture, (long) dirfd, path, (long) mode, dev));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int fchmodat(Scratch s, int dirfd, long path, int mode, int flags) {
    try {
      return s.intResult(
          (long)
              Libc.FCHMODAT.invokeExact(s.capture, (long) dirfd, path, (long) mode, (long) flags));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int fchmod(Scratch s, int fd, int mode) {
    try {
      return s.intResult((long) Libc.FCHMOD.invokeExact(s.capture, (long) fd, (long) mode));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int fchownat(Scratch s, int dirfd, long path, int owner, int group, int flags) {
    try {
      return s.intResult(
          (long)
              Libc.FCHOWNAT.invokeExact(
                  s.capture, (long) dirfd, path, (long) owner, (long) group, (long) flags));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int fchown(Scratch s, int fd, int owner, int group) {
    try {
      return s.intResult(
          (long) Libc.FCHOWN.invokeExact(s.capture, (long) fd, (long) owner, (long) group));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int utimensat(Scratch s, int dirfd, long path, long times, int flags) {
    try {
      if (path == 0) {
        return s.intResult((long) Libc.FUTIMENS.invokeExact(s.capture, (long) dirfd, times));
      }
      return s.intResult(
          (long) Libc.UTIMENSAT.invokeExact(s.capture, (long) dirfd, path, times, (long) flags));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int ftruncate(Scratch s, int fd, long length) {
    try {
      return s.intResult((long) Libc.FTRUNCATE.invokeExact(s.capture, (long) fd, length));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int fallocate(Scratch s, int fd, int mode, long offset, long length) {
    try {
      return s.intResult(
          (long) Libc.FALLOCATE.invokeExact(s.capture, (long) fd, (long) mode, offset, length));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int fsync(Scratch s, int fd) {
    try {
      return s.intResult((long) Libc.FSYNC.invokeExact(s.capture, (long) fd));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int fdatasync(Scratch s, int fd) {
    try {
      return s.intResult((long) Libc.FDATASYNC.invokeExact(s.capture, (long) fd));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int eventfd(Scratch s, int initval, int flags) {
    try {
      return s.intResult((long) Libc.EVENTFD.invokeExact(s.capture, (long) initval, (long) flags));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int dup3(Scratch s, int oldfd, int newfd, int flags) {
    try {
      return s.intResult(
          (long) Libc.DUP3.invokeExact(s.capture, (long) oldfd, (long) newfd, (long) flags));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int ppoll(Scratch s, long fds, long nfds, long timeout, long sigmask) {
    try {
      return s.intResult((long) Libc.PPOLL.invokeExact(s.capture, fds, nfds, timeout, sigmask));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int nanosleep(Scratch s, long req, long rem) {
    try {
      return s.intResult((long) Libc.NANOSLEEP.invokeExact(s.capture, req, rem));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }
}
