package dev.jaio.internal.posix;

/**
 * The one narrow interface through which the engine reaches the system, so that a simulated, a
 * failing or a recording one can stand in for the real one.
 *
 * <p>A method is the system call of its name: pointers are raw addresses, sizes and offsets are in
 * bytes, and the result is what the call returned or, when it failed, {@code -errno}. Nothing is
 * translated, completed or repeated here. In particular a call that was interrupted by a signal
 * returns {@code -EINTR} and the caller repeats it, except for {@link #close}.
 *
 * <p>The first parameter is the scratch memory of the calling thread: it receives {@code errno},
 * and no other thread may use it during the call. Every call may block, except where its manual
 * page says otherwise. Any thread may call; the memory an address denotes must stay allocated until
 * the method has returned.
 *
 * <p>The methods keep the names they have in C.
 */
@SuppressWarnings("MemberName")
public interface Kernel {

  /**
   * {@code int openat(int dirfd, const char *path, int flags, mode_t mode);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/openat.2.html">openat(2)</a>
   */
  int openat(Scratch s, int dirfd, long path, int flags, int mode);

  /**
   * {@code long syscall(SYS_openat2, int dirfd, const char *path, struct open_how *how, size_t
   * size);} Only this call can keep a path beneath a directory. {@code -ENOSYS} before Linux 5.6,
   * {@code -EPERM} under some seccomp filters.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/openat2.2.html">openat2(2)</a>
   */
  int openat2(Scratch s, int dirfd, long path, long how, long size);

  /**
   * {@code int close(int fd);} Never called again after a failure, whatever the error: Linux has
   * released the number already when it reports {@code EINTR} or {@code EIO}, so a second call
   * could close a descriptor that another thread has just been given.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/close.2.html">close(2)</a>
   */
  int close(Scratch s, int fd);

  /**
   * {@code ssize_t read(int fd, void *buf, size_t count);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/read.2.html">read(2)</a>
   */
  long read(Scratch s, int fd, long buf, long count);

  /**
   * {@code ssize_t pread(int fd, void *buf, size_t count, off_t offset);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/pread.2.html">pread(2)</a>
   */
  long pread(Scratch s, int fd, long buf, long count, long offset);

  /**
   * {@code ssize_t readv(int fd, const struct iovec *iov, int iovcnt);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/readv.2.html">readv(2)</a>
   */
  long readv(Scratch s, int fd, long iov, int iovcnt);

  /**
   * {@code ssize_t preadv(int fd, const struct iovec *iov, int iovcnt, off_t offset);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/preadv.2.html">preadv(2)</a>
   */
  long preadv(Scratch s, int fd, long iov, int iovcnt, long offset);

  /**
   * {@code ssize_t preadv2(int fd, const struct iovec *iov, int iovcnt, off_t offset, int flags);}
   * An {@code offset} of -1 reads at the file position. With {@code RWF_NOWAIT} it answers {@code
   * -EAGAIN} instead of waiting for a device; a file opened with {@code O_DIRECT} waits
   * nevertheless.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/preadv2.2.html">preadv2(2)</a>
   */
  long preadv2(Scratch s, int fd, long iov, int iovcnt, long offset, int flags);

  /**
   * {@code ssize_t write(int fd, const void *buf, size_t count);} A short result is a success; the
   * reason for it is found by writing the rest.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/write.2.html">write(2)</a>
   */
  long write(Scratch s, int fd, long buf, long count);

  /**
   * {@code ssize_t pwrite(int fd, const void *buf, size_t count, off_t offset);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/pwrite.2.html">pwrite(2)</a>
   */
  long pwrite(Scratch s, int fd, long buf, long count, long offset);

  /**
   * {@code ssize_t writev(int fd, const struct iovec *iov, int iovcnt);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/writev.2.html">writev(2)</a>
   */
  long writev(Scratch s, int fd, long iov, int iovcnt);

  /**
   * {@code ssize_t pwritev(int fd, const struct iovec *iov, int iovcnt, off_t offset);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/pwritev.2.html">pwritev(2)</a>
   */
  long pwritev(Scratch s, int fd, long iov, int iovcnt, long offset);

  /**
   * {@code ssize_t pwritev2(int fd, const struct iovec *iov, int iovcnt, off_t offset, int flags);}
   * An {@code offset} of -1 writes at the file position.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/pwritev2.2.html">pwritev2(2)</a>
   */
  long pwritev2(Scratch s, int fd, long iov, int iovcnt, long offset, int flags);

  /**
   * {@code off_t lseek(int fd, off_t offset, int whence);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/lseek.2.html">lseek(2)</a>
   */
  long lseek(Scratch s, int fd, long offset, int whence);

  /**
   * {@code ssize_t sendfile(int out_fd, int in_fd, off_t *offset, size_t count);} {@code offset} is
   * the address of the offset, or 0 to use and move the position of {@code in}.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/sendfile.2.html">sendfile(2)</a>
   */
  long sendfile(Scratch s, int out, int in, long offset, long count);

  /**
   * {@code ssize_t copy_file_range(int fd_in, off_t *off_in, int fd_out, off_t *off_out, size_t
   * len, unsigned flags);} The offsets are addresses, or 0 to use and move the position of the
   * file.
   *
   * @see <a
   *     href="https://man7.org/linux/man-pages/man2/copy_file_range.2.html">copy_file_range(2)</a>
   */
  long copy_file_range(
      Scratch s, int in, long inOffset, int out, long outOffset, long length, int flags);

  /**
   * {@code ssize_t readahead(int fd, off_t offset, size_t count);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/readahead.2.html">readahead(2)</a>
   */
  int readahead(Scratch s, int fd, long offset, long count);

  /**
   * {@code int statx(int dirfd, const char *path, int flags, unsigned mask, struct statx
   * *statxbuf);} {@code path} must be an address even with {@code AT_EMPTY_PATH}: that of an empty
   * string.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/statx.2.html">statx(2)</a>
   */
  int statx(Scratch s, int dirfd, long path, int flags, int mask, long statxbuf);

  /**
   * {@code int fstatfs(int fd, struct statfs *buf);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/fstatfs.2.html">fstatfs(2)</a>
   */
  int fstatfs(Scratch s, int fd, long buf);

  /**
   * {@code int faccessat(int dirfd, const char *path, int mode, int flags);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/faccessat.2.html">faccessat(2)</a>
   */
  int faccessat(Scratch s, int dirfd, long path, int mode, int flags);

  /**
   * {@code long syscall(SYS_getdents64, int fd, void *dirp, size_t count);} Fills whole records
   * only; 0 is the end of the directory, {@code -EINVAL} a buffer too small for the next record.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/getdents64.2.html">getdents64(2)</a>
   */
  long getdents64(Scratch s, int fd, long dirp, long count);

  /**
   * {@code ssize_t readlinkat(int dirfd, const char *path, char *buf, size_t bufsiz);} The bytes
   * are not terminated. A result of {@code size} may be a target cut short.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/readlinkat.2.html">readlinkat(2)</a>
   */
  long readlinkat(Scratch s, int dirfd, long path, long buf, long size);

  /**
   * {@code int unlinkat(int dirfd, const char *path, int flags);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/unlinkat.2.html">unlinkat(2)</a>
   */
  int unlinkat(Scratch s, int dirfd, long path, int flags);

  /**
   * {@code int mkdirat(int dirfd, const char *path, mode_t mode);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/mkdirat.2.html">mkdirat(2)</a>
   */
  int mkdirat(Scratch s, int dirfd, long path, int mode);

  /**
   * {@code int symlinkat(const char *target, int newdirfd, const char *linkpath);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/symlinkat.2.html">symlinkat(2)</a>
   */
  int symlinkat(Scratch s, long target, int newdirfd, long linkpath);

  /**
   * {@code int linkat(int olddirfd, const char *oldpath, int newdirfd, const char *newpath, int
   * flags);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/linkat.2.html">linkat(2)</a>
   */
  int linkat(Scratch s, int olddirfd, long oldpath, int newdirfd, long newpath, int flags);

  /**
   * {@code long syscall(SYS_renameat2, int olddirfd, const char *oldpath, int newdirfd, const char
   * *newpath, unsigned flags);} Without flags it is {@code renameat}, which every system has; with
   * flags the call may be unknown ({@code -ENOSYS}) or the file system unable ({@code -EINVAL}).
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/renameat2.2.html">renameat2(2)</a>
   */
  int renameat2(Scratch s, int olddirfd, long oldpath, int newdirfd, long newpath, int flags);

  /**
   * {@code int mknodat(int dirfd, const char *path, mode_t mode, dev_t dev);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/mknodat.2.html">mknodat(2)</a>
   */
  int mknodat(Scratch s, int dirfd, long path, int mode, long dev);

  /**
   * {@code int fchmodat(int dirfd, const char *path, mode_t mode, int flags);} {@code
   * AT_SYMLINK_NOFOLLOW} is up to the C library: a symbolic link gives {@code -EOPNOTSUPP}.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/fchmodat.2.html">fchmodat(2)</a>
   */
  int fchmodat(Scratch s, int dirfd, long path, int mode, int flags);

  /**
   * {@code int fchmod(int fd, mode_t mode);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/fchmod.2.html">fchmod(2)</a>
   */
  int fchmod(Scratch s, int fd, int mode);

  /**
   * {@code int fchownat(int dirfd, const char *path, uid_t owner, gid_t group, int flags);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/fchownat.2.html">fchownat(2)</a>
   */
  int fchownat(Scratch s, int dirfd, long path, int owner, int group, int flags);

  /**
   * {@code int fchown(int fd, uid_t owner, gid_t group);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/fchown.2.html">fchown(2)</a>
   */
  int fchown(Scratch s, int fd, int owner, int group);

  /**
   * {@code int utimensat(int dirfd, const char *path, const struct timespec times[2], int flags);}
   * A {@code path} of 0 means the file {@code dirfd} itself, with {@code futimens} because the C
   * library refuses it; {@code times} of 0 means now.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/utimensat.2.html">utimensat(2)</a>
   */
  int utimensat(Scratch s, int dirfd, long path, long times, int flags);

  /**
   * {@code int ftruncate(int fd, off_t length);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/ftruncate.2.html">ftruncate(2)</a>
   */
  int ftruncate(Scratch s, int fd, long length);

  /**
   * {@code int fallocate(int fd, int mode, off_t offset, off_t len);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/fallocate.2.html">fallocate(2)</a>
   */
  int fallocate(Scratch s, int fd, int mode, long offset, long length);

  /**
   * {@code int fsync(int fd);} An error is reported once: a second call that succeeds does not say
   * that the data is safe.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/fsync.2.html">fsync(2)</a>
   */
  int fsync(Scratch s, int fd);

  /**
   * {@code int fdatasync(int fd);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/fdatasync.2.html">fdatasync(2)</a>
   */
  int fdatasync(Scratch s, int fd);

  /**
   * {@code int eventfd(unsigned initval, int flags);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/eventfd.2.html">eventfd(2)</a>
   */
  int eventfd(Scratch s, int initval, int flags);

  /**
   * {@code int dup3(int oldfd, int newfd, int flags);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/dup3.2.html">dup3(2)</a>
   */
  int dup3(Scratch s, int oldfd, int newfd, int flags);

  /**
   * {@code int ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *timeout, const
   * sigset_t *sigmask);} A {@code timeout} of 0 waits for ever; {@code sigmask} of 0 leaves the
   * signal mask alone.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/ppoll.2.html">ppoll(2)</a>
   */
  int ppoll(Scratch s, long fds, long nfds, long timeout, long sigmask);

  /**
   * {@code int nanosleep(const struct timespec *req, struct timespec *rem);} {@code rem} may be 0;
   * otherwise it receives what was left at {@code -EINTR}.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/nanosleep.2.html">nanosleep(2)</a>
   */
  int nanosleep(Scratch s, long req, long rem);

  /**
   * {@code long syscall(SYS_io_uring_setup, unsigned entries, struct io_uring_params *params);}
   *
   * @see <a
   *     href="https://man7.org/linux/man-pages/man2/io_uring_setup.2.html">io_uring_setup(2)</a>
   */
  int io_uring_setup(Scratch s, int entries, long params);

  /**
   * {@code long syscall(SYS_io_uring_enter, unsigned fd, unsigned to_submit, unsigned min_complete,
   * unsigned flags, const void *arg, size_t argsz);} How many entries were taken, which may be
   * fewer than asked for, and may be all of them though the wait was cut short.
   *
   * @see <a
   *     href="https://man7.org/linux/man-pages/man2/io_uring_enter.2.html">io_uring_enter(2)</a>
   */
  int io_uring_enter(Scratch s, int fd, int submit, int complete, int flags, long arg, long size);

  /**
   * {@code long syscall(SYS_io_uring_register, unsigned fd, unsigned opcode, void *arg, unsigned
   * nr_args);}
   *
   * @see <a
   *     href="https://man7.org/linux/man-pages/man2/io_uring_register.2.html">io_uring_register(2)</a>
   */
  int io_uring_register(Scratch s, int fd, int opcode, long arg, int count);

  /**
   * {@code void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset);} At an
   * address of the system's choice.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/mmap.2.html">mmap(2)</a>
   */
  long mmap(Scratch s, long length, int prot, int flags, int fd, long offset);

  /**
   * {@code int munmap(void *addr, size_t length);}
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/munmap.2.html">munmap(2)</a>
   */
  int munmap(Scratch s, long address, long length);
}
