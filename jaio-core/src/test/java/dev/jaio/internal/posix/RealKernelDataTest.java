package dev.jaio.internal.posix;

import static dev.jaio.internal.abi.Errno.EBADF;
import static dev.jaio.internal.abi.Errno.EINVAL;
import static dev.jaio.internal.abi.Errno.ENOENT;
import static dev.jaio.internal.abi.Errno.ENXIO;
import static dev.jaio.internal.abi.Errno.EXDEV;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.abi.EventFd;
import dev.jaio.internal.abi.Falloc;
import dev.jaio.internal.abi.Iovec;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.abi.OpenHow;
import dev.jaio.internal.abi.Poll;
import dev.jaio.internal.abi.Rwf;
import dev.jaio.internal.abi.Seek;
import dev.jaio.internal.abi.Timespec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every call on an open file: one success, one error. */
class RealKernelDataTest extends KernelFixture {

  @Test
  void openat() {
    int fd = open("file");
    assertThat(Files.exists(dir.resolve("file"))).isTrue();
    close(fd);
    assertThat(kernel.openat(s, FDCWD, at("none"), OpenFlags.O_RDONLY, 0)).isEqualTo(-ENOENT);
  }

  @Test
  void openatPassesTheMode() throws IOException {
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL;
    close(ok(kernel.openat(s, FDCWD, at("file"), flags, 0640)));
    assertThat((int) Files.getAttribute(dir.resolve("file"), "unix:mode") & 0700).isEqualTo(0600);
  }

  @Test
  void openat2() throws IOException {
    file("file", "x");
    Files.createSymbolicLink(dir.resolve("out"), Path.of("/"));
    int dirfd = ok(kernel.openat(s, FDCWD, at(""), OpenFlags.O_DIRECTORY, 0));
    long how = s.openHow();
    Memory.clear(how, OpenHow.SIZE);
    Memory.putLong(how + OpenHow.RESOLVE, OpenHow.RESOLVE_BENEATH);
    assertThat(PathBytes.encodeAt(Path.of("file"), s.path())).isEqualTo(4);
    close(ok(kernel.openat2(s, dirfd, s.path(), how, OpenHow.SIZE)));
    assertThat(PathBytes.encodeAt(Path.of("out"), s.path())).isEqualTo(3);
    assertThat(kernel.openat2(s, dirfd, s.path(), how, OpenHow.SIZE)).isEqualTo(-EXDEV);
    close(dirfd);
    Files.delete(dir.resolve("out")); // or its removal with the directory is warned of
  }

  @Test
  void close() {
    close(open("file"));
    assertThat(kernel.close(s, NO_FD)).isEqualTo(-EBADF);
    assertThat(s.errno()).isEqualTo(EBADF);
  }

  @Test
  void readAndWrite() throws IOException {
    int fd = open("file");
    assertThat(kernel.write(s, fd, buffer("hello"), 5)).isEqualTo(5);
    assertThat(dir.resolve("file")).hasContent("hello");
    assertThat(kernel.lseek(s, fd, 1, Seek.SEEK_SET)).isEqualTo(1);
    long to = buffer("......");
    assertThat(kernel.read(s, fd, to, 100)).isEqualTo(4);
    assertThat(text(to, 5)).isEqualTo("ello.");
    assertThat(kernel.read(s, fd, to, 100)).isZero();
    close(fd);
    assertThat(kernel.read(s, NO_FD, to, 1)).isEqualTo(-EBADF);
    assertThat(kernel.write(s, NO_FD, to, 1)).isEqualTo(-EBADF);
  }

  @Test
  void preadAndPwrite() {
    int fd = open("file");
    long beyondInt = 5L << 32;
    assertThat(kernel.pwrite(s, fd, buffer("hello"), 5, beyondInt)).isEqualTo(5);
    long to = buffer("......");
    assertThat(kernel.pread(s, fd, to, 3, beyondInt + 1)).isEqualTo(3);
    assertThat(text(to, 4)).isEqualTo("ell.");
    assertThat(kernel.lseek(s, fd, 0, Seek.SEEK_END)).isEqualTo(beyondInt + 5);
    assertThat(kernel.pread(s, fd, to, 1, -1)).isEqualTo(-EINVAL);
    assertThat(kernel.pwrite(s, fd, to, 1, -1)).isEqualTo(-EINVAL);
    close(fd);
  }

  @Test
  void readvAndWritev() {
    int fd = open("file");
    long buffer = buffer("hello world");
    long iov = iovecs(buffer, 6, buffer + 6, 5);
    assertThat(kernel.writev(s, fd, iov, 2)).isEqualTo(11);
    assertThat(dir.resolve("file")).hasContent("hello world");
    assertThat(kernel.lseek(s, fd, 0, Seek.SEEK_SET)).isZero();
    buffer("...........");
    iovecs(buffer + 9, 2, buffer, 3);
    assertThat(kernel.readv(s, fd, iov, 2)).isEqualTo(5);
    assertThat(text(buffer, 11)).isEqualTo("llo......he");
    close(fd);
    assertThat(kernel.readv(s, NO_FD, iov, 2)).isEqualTo(-EBADF);
    assertThat(kernel.writev(s, NO_FD, iov, 2)).isEqualTo(-EBADF);
  }

  @Test
  void preadvAndPwritev() {
    int fd = open("file");
    long buffer = buffer("ab");
    long iov = iovecs(buffer, 1, buffer + 1, 1);
    assertThat(kernel.pwritev(s, fd, iov, 2, 3)).isEqualTo(2);
    assertThat(kernel.preadv(s, fd, iov, 1, 4)).isEqualTo(1);
    assertThat(text(buffer, 2)).isEqualTo("bb");
    assertThat(kernel.pwritev(s, fd, iov, 2, -1)).isEqualTo(-EINVAL);
    assertThat(kernel.preadv(s, fd, iov, 2, -1)).isEqualTo(-EINVAL);
    close(fd);
  }

  @Test
  void preadv2AndPwritev2() {
    int fd = open("file");
    long buffer = buffer("ab");
    long iov = iovecs(buffer, 1, buffer + 1, 1);
    assertThat(kernel.pwritev2(s, fd, iov, 2, 0, 0)).isEqualTo(2);
    assertThat(kernel.pwritev2(s, fd, iov, 2, 0, Rwf.RWF_APPEND)).isEqualTo(2);
    assertThat(dir.resolve("file")).hasContent("abab");
    assertThat(kernel.preadv2(s, fd, iov, 1, 1, 0)).isEqualTo(1);
    assertThat(text(buffer, 1)).isEqualTo("b");
    assertThat(kernel.preadv2(s, fd, iov, 1, -2, 0)).isEqualTo(-EINVAL);
    close(fd);
    assertThat(kernel.preadv2(s, NO_FD, iov, 1, 0, Rwf.RWF_NOWAIT)).isEqualTo(-EBADF);
    assertThat(kernel.pwritev2(s, NO_FD, iov, 1, 0, 0)).isEqualTo(-EBADF);
  }

  @Test
  void lseek() throws IOException {
    file("file", "hello");
    int fd = open("file");
    assertThat(kernel.lseek(s, fd, 1L << 40, Seek.SEEK_SET)).isEqualTo(1L << 40);
    assertThat(kernel.lseek(s, fd, 5, Seek.SEEK_DATA)).isEqualTo(-ENXIO);
    assertThat(kernel.lseek(s, fd, 0, 77)).isEqualTo(-EINVAL);
    close(fd);
  }

  @Test
  void sendfile() throws IOException {
    file("from", "hello");
    int in = open("from");
    int out = open("to");
    Memory.putLong(s.offsets(), 1);
    assertThat(kernel.sendfile(s, out, in, s.offsets(), 3)).isEqualTo(3);
    assertThat(Memory.getLong(s.offsets())).isEqualTo(4);
    assertThat(kernel.sendfile(s, out, in, 0, 100)).isEqualTo(5);
    assertThat(dir.resolve("to")).hasContent("ellhello");
    close(in);
    close(out);
    assertThat(kernel.sendfile(s, NO_FD, NO_FD, 0, 1)).isEqualTo(-EBADF);
  }

  @Test
  void copy_file_range() throws IOException {
    file("from", "hello");
    int in = open("from");
    int out = open("to");
    Memory.putLong(s.offsets(), 1);
    Memory.putLong(s.offsets() + 8, 0);
    long copied = kernel.copy_file_range(s, in, s.offsets(), out, s.offsets() + 8, 3, 0);
    assertThat(copied).isEqualTo(3);
    assertThat(Memory.getLong(s.offsets())).isEqualTo(4);
    assertThat(dir.resolve("to")).hasContent("ell");
    assertThat(kernel.copy_file_range(s, in, 0, out, 0, 3, 1 << 30)).isEqualTo(-EINVAL);
    close(in);
    close(out);
    assertThat(kernel.copy_file_range(s, NO_FD, 0, NO_FD, 0, 3, 0)).isEqualTo(-EBADF);
  }

  @Test
  void readahead() {
    int fd = open("file");
    assertThat(kernel.readahead(s, fd, 0, 4096)).isZero();
    close(fd);
    assertThat(kernel.readahead(s, NO_FD, 0, 4096)).isEqualTo(-EBADF);
  }

  @Test
  void ftruncateAndFallocate() throws IOException {
    Path file = file("file", "hello");
    int fd = open("file");
    assertThat(kernel.ftruncate(s, fd, 2)).isZero();
    assertThat(file).hasContent("he");
    assertThat(kernel.fallocate(s, fd, Falloc.FALLOC_FL_KEEP_SIZE, 0, 4096)).isZero();
    assertThat(file).hasContent("he");
    assertThat(kernel.fallocate(s, fd, 0, 0, 4)).isZero();
    assertThat(file).hasSize(4);
    assertThat(kernel.ftruncate(s, fd, -1)).isEqualTo(-EINVAL);
    assertThat(kernel.fallocate(s, fd, 0, -1, 1)).isEqualTo(-EINVAL);
    close(fd);
  }

  @Test
  void fsyncAndFdatasync() {
    int fd = open("file");
    assertThat(kernel.fsync(s, fd)).isZero();
    assertThat(kernel.fdatasync(s, fd)).isZero();
    close(fd);
    assertThat(kernel.fsync(s, NO_FD)).isEqualTo(-EBADF);
    assertThat(kernel.fdatasync(s, NO_FD)).isEqualTo(-EBADF);
  }

  @Test
  void eventfdAndPpoll() {
    int fd = ok(kernel.eventfd(s, 0, EventFd.EFD_CLOEXEC | EventFd.EFD_NONBLOCK));
    long pollfd = s.offsets();
    Memory.putInt(pollfd + Poll.FD, fd);
    Memory.putShort(pollfd + Poll.EVENTS, (short) Poll.POLLIN);
    long timeout = timespec(0, 0);
    assertThat(kernel.ppoll(s, pollfd, 1, timeout, 0)).isZero();
    long buffer = buffer("12345678");
    Memory.putLong(buffer, 3);
    assertThat(kernel.write(s, fd, buffer, 8)).isEqualTo(8);
    assertThat(kernel.ppoll(s, pollfd, 1, 0, 0)).isEqualTo(1);
    assertThat(Memory.getShort(pollfd + Poll.REVENTS)).isEqualTo((short) Poll.POLLIN);
    close(fd);
    assertThat(kernel.eventfd(s, 0, 1 << 30)).isEqualTo(-EINVAL);
    assertThat(kernel.ppoll(s, pollfd, 1, timespec(-1, 0), 0)).isEqualTo(-EINVAL);
  }

  @Test
  void dup3() throws IOException {
    file("file", "hello");
    int fd = open("file");
    int other = open("other");
    assertThat(kernel.dup3(s, fd, other, OpenFlags.O_CLOEXEC)).isEqualTo(other);
    long to = buffer(".....");
    assertThat(kernel.read(s, other, to, 5)).isEqualTo(5);
    assertThat(text(to, 5)).isEqualTo("hello");
    assertThat(kernel.dup3(s, fd, fd, 0)).isEqualTo(-EINVAL);
    close(fd);
    close(other);
  }

  @Test
  void nanosleep() {
    long start = System.nanoTime();
    assertThat(kernel.nanosleep(s, timespec(0, 5_000_000), 0)).isZero();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(5_000_000);
    assertThat(kernel.nanosleep(s, timespec(0, 1_000_000_000), 0)).isEqualTo(-EINVAL);
  }

  private long timespec(long seconds, long nanos) {
    Memory.putLong(s.timespecs() + Timespec.TV_SEC, seconds);
    Memory.putLong(s.timespecs() + Timespec.TV_NSEC, nanos);
    return s.timespecs();
  }

  private long iovecs(long base, long length, long base2, long length2) {
    long iov = s.iovecs();
    Memory.putLong(iov + Iovec.IOV_BASE, base);
    Memory.putLong(iov + Iovec.IOV_LEN, length);
    Memory.putLong(iov + Iovec.SIZE + Iovec.IOV_BASE, base2);
    Memory.putLong(iov + Iovec.SIZE + Iovec.IOV_LEN, length2);
    return iov;
  }
}
