package dev.jaio.fault;

import dev.jaio.internal.abi.Dirent64;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.FileMode;
import dev.jaio.internal.abi.IoUring;
import dev.jaio.internal.abi.IoUringProbe;
import dev.jaio.internal.abi.Iovec;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.abi.OpenHow;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.abi.Timespec;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.IntToLongFunction;
import java.util.function.LongUnaryOperator;

/**
 * The real system, of which chosen calls fail or move less than they were asked to. While it is
 * armed it numbers the calls, from 1, and asks its plan what befalls each.
 *
 * <p>A call that fails is not made, with one exception: close is made and then reported as failed,
 * as Linux does it. A transfer that is cut is made with a smaller size (of directory records, with
 * room for one), so that nothing is lost. What was opened and not closed is known at any time, and
 * so is a close of what is not open.
 *
 * <p>A call that is new in {@link Kernel} gets one line here: {@link #called} for most, {@link
 * #moved} for what may move less, {@link #opened} around what makes a descriptor.
 */
@SuppressWarnings("MemberName")
final class FaultKernel implements Kernel {

  /** Room for one record with the longest name. */
  private static final long ONE_RECORD = Dirent64.D_NAME + 256 + Long.BYTES;

  private static final Set<String> TRANSFERS =
      Set.of(
          "read",
          "pread",
          "readv",
          "preadv",
          "preadv2",
          "write",
          "pwrite",
          "writev",
          "pwritev",
          "pwritev2",
          "sendfile",
          "copy_file_range",
          "getdents64");

  /**
   * What is opened is used for: to read, to write (perhaps as well), as a directory, as a place.
   */
  static final String READING = "reading";

  static final String WRITING = "writing";
  static final String LISTING = "listing";
  static final String PATH = "path";

  private static final int NO_MODE = 0755;

  private final Kernel real;

  // Guarded by this.
  private final Map<Integer, String> open = new TreeMap<>(); // and what for
  private final List<String> defects = new ArrayList<>();
  private List<String> calls = new ArrayList<>();
  private List<Fault.Hit> hits = new ArrayList<>();
  private IntFunction<Fault> plan = _ -> Fault.NONE;
  private boolean armed;
  private boolean hidesTypes;
  private boolean hidesModes;
  private Set<Integer> hiddenOpcodes = Set.of();

  FaultKernel(Kernel real) {
    this.real = real;
  }

  /** Whether a call can be cut. */
  static boolean isTransfer(String call) {
    return TRANSFERS.contains(call);
  }

  // ------------------------------------------------------------------ for tests

  /** From now on calls are numbered, and the plan says for each number what befalls it. */
  synchronized void arm(IntFunction<Fault> faults) {
    calls = new ArrayList<>();
    hits = new ArrayList<>();
    plan = faults;
    armed = true;
  }

  /** From now on all calls are made. */
  synchronized void disarm() {
    armed = false;
  }

  /** The calls since {@link #arm}, in their order. */
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** The faults that came to pass since {@link #arm}. */
  synchronized List<Fault.Hit> hits() {
    return List.copyOf(hits);
  }

  /** What is open, and what for. */
  synchronized Map<Integer, String> open() {
    return Map.copyOf(open);
  }

  /** What was closed and not open, since the last look. */
  synchronized List<String> takeDefects() {
    var taken = List.copyOf(defects);
    defects.clear();
    return taken;
  }

  /** Whether directories record the types of their entries, as not all file systems do. */
  synchronized void hideTypes(boolean hide) {
    hidesTypes = hide;
  }

  /** Whether all files seem to have one mode, as on file systems that have none. */
  synchronized void hideModes(boolean hide) {
    hidesModes = hide;
  }

  /** Opcodes that rings seem to lack: what is opened on a ring would not be known here. */
  synchronized void hideOpcodes(Set<Integer> opcodes) {
    hiddenOpcodes = Set.copyOf(opcodes);
  }

  // ------------------------------------------------------------------ what befalls a call

  private Fault next(String call) {
    return next(call, "");
  }

  private synchronized Fault next(String call, String use) {
    if (!armed) {
      return Fault.NONE;
    }
    boolean afterCut = plan.apply(calls.size()).isShort();
    calls.add(call);
    Fault fault = plan.apply(calls.size());
    if (!fault.equals(Fault.NONE)) {
      int nth = (int) calls.stream().filter(call::equals).count();
      hits.add(new Fault.Hit(call, nth, use, afterCut, fault));
    }
    return fault;
  }

  private int called(String call, IntSupplier made) {
    return called(call, "", made);
  }

  private int called(String call, String use, IntSupplier made) {
    Fault f = next(call, use);
    return f.errno() != 0 ? -f.errno() : made.getAsInt();
  }

  private long moved(String call, long size, LongUnaryOperator made) {
    Fault f = next(call);
    return f.errno() != 0 ? -f.errno() : made.applyAsLong(f.cut(size));
  }

  /** A cut transfer is one with a part of the first vector. */
  private long vector(String call, long iov, int count, IntToLongFunction made) {
    Fault f = next(call);
    if (f.errno() != 0) {
      return -f.errno();
    }
    if (!f.isShort()) {
      return made.applyAsLong(count);
    }
    long first = iov + Iovec.IOV_LEN;
    long whole = Memory.getLong(first);
    Memory.putLong(first, f.cut(whole));
    try {
      return made.applyAsLong(1);
    } finally {
      Memory.putLong(first, whole);
    }
  }

  private synchronized int opened(String use, int fd) {
    if (fd >= 0) {
      open.put(fd, use);
    }
    return fd;
  }

  private static String use(long flags) {
    if ((flags & OpenFlags.O_PATH) == OpenFlags.O_PATH) {
      return PATH;
    }
    if ((flags & OpenFlags.O_DIRECTORY) != 0) {
      return LISTING;
    }
    return (flags & (OpenFlags.O_WRONLY | OpenFlags.O_RDWR)) != 0 ? WRITING : READING;
  }

  @Override
  public int openat(Scratch s, int dirfd, long path, int flags, int mode) {
    String use = use(flags);
    return opened(use, called("openat", use, () -> real.openat(s, dirfd, path, flags, mode)));
  }

  @Override
  public int openat2(Scratch s, int dirfd, long path, long how, long size) {
    String use = use(Memory.getLong(how + OpenHow.FLAGS));
    return opened(use, called("openat2", use, () -> real.openat2(s, dirfd, path, how, size)));
  }

  @Override
  public int eventfd(Scratch s, int initval, int flags) {
    return opened(WRITING, called("eventfd", () -> real.eventfd(s, initval, flags)));
  }

  @Override
  public int close(Scratch s, int fd) {
    String use;
    synchronized (this) {
      use = open.remove(fd); // before the number can be given away
      if (use == null) {
        defects.add("close of " + fd + ", which is not open");
        return -Errno.EBADF;
      }
    }
    Fault f = next("close", use);
    int result = real.close(s, fd);
    return f.errno() != 0 ? -f.errno() : result;
  }

  @Override
  public int dup3(Scratch s, int oldfd, int newfd, int flags) {
    return opened(WRITING, called("dup3", () -> real.dup3(s, oldfd, newfd, flags)));
  }

  @Override
  public long getdents64(Scratch s, int fd, long dirp, long count) {
    Fault f = next("getdents64");
    if (f.errno() != 0) {
      return -f.errno();
    }
    long length = real.getdents64(s, fd, dirp, f.isShort() ? ONE_RECORD : count);
    if (hidesTypes()) {
      for (long at = dirp; at < dirp + length; ) {
        Memory.putByte(at + Dirent64.D_TYPE, (byte) Dirent64.DT_UNKNOWN);
        at += Short.toUnsignedInt(Memory.getShort(at + Dirent64.D_RECLEN));
      }
    }
    return length;
  }

  private synchronized boolean hidesTypes() {
    return hidesTypes;
  }

  /** Interrupted at once: all is left. */
  @Override
  public int nanosleep(Scratch s, long req, long rem) {
    Fault f = next("nanosleep");
    if (f.errno() == Errno.EINTR && rem != 0) {
      Memory.copy(req, rem, Timespec.SIZE);
    }
    return f.errno() != 0 ? -f.errno() : real.nanosleep(s, req, rem);
  }

  // ------------------------------------------------------------------ the other calls

  @Override
  public long read(Scratch s, int fd, long buf, long count) {
    return moved("read", count, n -> real.read(s, fd, buf, n));
  }

  @Override
  public long pread(Scratch s, int fd, long buf, long count, long offset) {
    return moved("pread", count, n -> real.pread(s, fd, buf, n, offset));
  }

  @Override
  public long readv(Scratch s, int fd, long iov, int iovcnt) {
    return vector("readv", iov, iovcnt, n -> real.readv(s, fd, iov, n));
  }

  @Override
  public long preadv(Scratch s, int fd, long iov, int iovcnt, long offset) {
    return vector("preadv", iov, iovcnt, n -> real.preadv(s, fd, iov, n, offset));
  }

  @Override
  public long preadv2(Scratch s, int fd, long iov, int iovcnt, long offset, int flags) {
    return vector("preadv2", iov, iovcnt, n -> real.preadv2(s, fd, iov, n, offset, flags));
  }

  @Override
  public long write(Scratch s, int fd, long buf, long count) {
    return moved("write", count, n -> real.write(s, fd, buf, n));
  }

  @Override
  public long pwrite(Scratch s, int fd, long buf, long count, long offset) {
    return moved("pwrite", count, n -> real.pwrite(s, fd, buf, n, offset));
  }

  @Override
  public long writev(Scratch s, int fd, long iov, int iovcnt) {
    return vector("writev", iov, iovcnt, n -> real.writev(s, fd, iov, n));
  }

  @Override
  public long pwritev(Scratch s, int fd, long iov, int iovcnt, long offset) {
    return vector("pwritev", iov, iovcnt, n -> real.pwritev(s, fd, iov, n, offset));
  }

  @Override
  public long pwritev2(Scratch s, int fd, long iov, int iovcnt, long offset, int flags) {
    return vector("pwritev2", iov, iovcnt, n -> real.pwritev2(s, fd, iov, n, offset, flags));
  }

  @Override
  public long lseek(Scratch s, int fd, long offset, int whence) {
    return moved("lseek", 0, _ -> real.lseek(s, fd, offset, whence));
  }

  @Override
  public long sendfile(Scratch s, int out, int in, long offset, long count) {
    return moved("sendfile", count, n -> real.sendfile(s, out, in, offset, n));
  }

  @Override
  public long copy_file_range(
      Scratch s, int in, long inOffset, int out, long outOffset, long length, int flags) {
    return moved(
        "copy_file_range",
        length,
        n -> real.copy_file_range(s, in, inOffset, out, outOffset, n, flags));
  }

  @Override
  public int readahead(Scratch s, int fd, long offset, long count) {
    return called("readahead", () -> real.readahead(s, fd, offset, count));
  }

  @Override
  public int statx(Scratch s, int dirfd, long path, int flags, int mask, long statxbuf) {
    int result = called("statx", () -> real.statx(s, dirfd, path, flags, mask, statxbuf));
    if (result == 0 && hidesModes()) {
      long mode = statxbuf + Statx.STX_MODE;
      Memory.putShort(mode, (short) ((Memory.getShort(mode) & FileMode.S_IFMT) | NO_MODE));
    }
    return result;
  }

  private synchronized boolean hidesModes() {
    return hidesModes;
  }

  @Override
  public int fstatfs(Scratch s, int fd, long buf) {
    return called("fstatfs", () -> real.fstatfs(s, fd, buf));
  }

  @Override
  public int faccessat(Scratch s, int dirfd, long path, int mode, int flags) {
    return called("faccessat", () -> real.faccessat(s, dirfd, path, mode, flags));
  }

  @Override
  public long readlinkat(Scratch s, int dirfd, long path, long buf, long size) {
    return moved("readlinkat", 0, _ -> real.readlinkat(s, dirfd, path, buf, size));
  }

  @Override
  public int unlinkat(Scratch s, int dirfd, long path, int flags) {
    return called("unlinkat", () -> real.unlinkat(s, dirfd, path, flags));
  }

  @Override
  public int mkdirat(Scratch s, int dirfd, long path, int mode) {
    return called("mkdirat", () -> real.mkdirat(s, dirfd, path, mode));
  }

  @Override
  public int symlinkat(Scratch s, long target, int newdirfd, long linkpath) {
    return called("symlinkat", () -> real.symlinkat(s, target, newdirfd, linkpath));
  }

  @Override
  public int linkat(Scratch s, int olddirfd, long oldpath, int newdirfd, long newpath, int flags) {
    return called("linkat", () -> real.linkat(s, olddirfd, oldpath, newdirfd, newpath, flags));
  }

  @Override
  public int renameat2(
      Scratch s, int olddirfd, long oldpath, int newdirfd, long newpath, int flags) {
    return called(
        "renameat2", () -> real.renameat2(s, olddirfd, oldpath, newdirfd, newpath, flags));
  }

  @Override
  public int mknodat(Scratch s, int dirfd, long path, int mode, long dev) {
    return called("mknodat", () -> real.mknodat(s, dirfd, path, mode, dev));
  }

  @Override
  public int fchmodat(Scratch s, int dirfd, long path, int mode, int flags) {
    return called("fchmodat", () -> real.fchmodat(s, dirfd, path, mode, flags));
  }

  @Override
  public int fchmod(Scratch s, int fd, int mode) {
    return called("fchmod", () -> real.fchmod(s, fd, mode));
  }

  @Override
  public int fchownat(Scratch s, int dirfd, long path, int owner, int group, int flags) {
    return called("fchownat", () -> real.fchownat(s, dirfd, path, owner, group, flags));
  }

  @Override
  public int fchown(Scratch s, int fd, int owner, int group) {
    return called("fchown", () -> real.fchown(s, fd, owner, group));
  }

  @Override
  public int utimensat(Scratch s, int dirfd, long path, long times, int flags) {
    return called("utimensat", () -> real.utimensat(s, dirfd, path, times, flags));
  }

  @Override
  public int ftruncate(Scratch s, int fd, long length) {
    return called("ftruncate", () -> real.ftruncate(s, fd, length));
  }

  @Override
  public int fallocate(Scratch s, int fd, int mode, long offset, long length) {
    return called("fallocate", () -> real.fallocate(s, fd, mode, offset, length));
  }

  @Override
  public int fsync(Scratch s, int fd) {
    return called("fsync", () -> real.fsync(s, fd));
  }

  @Override
  public int fdatasync(Scratch s, int fd) {
    return called("fdatasync", () -> real.fdatasync(s, fd));
  }

  @Override
  public int ppoll(Scratch s, long fds, long nfds, long timeout, long sigmask) {
    return called("ppoll", () -> real.ppoll(s, fds, nfds, timeout, sigmask));
  }

  // ------------------------------------------------------------------ io_uring

  @Override
  public int io_uring_setup(Scratch s, int entries, long params) {
    return opened(WRITING, called("io_uring_setup", () -> real.io_uring_setup(s, entries, params)));
  }

  @Override
  public int io_uring_enter(
      Scratch s, int fd, int submit, int complete, int flags, long arg, long size) {
    return called(
        "io_uring_enter", () -> real.io_uring_enter(s, fd, submit, complete, flags, arg, size));
  }

  @Override
  public int io_uring_register(Scratch s, int fd, int opcode, long arg, int count) {
    int result =
        called("io_uring_register", () -> real.io_uring_register(s, fd, opcode, arg, count));
    if (opcode == IoUring.IORING_REGISTER_PROBE && result >= 0) {
      for (int op : hiddenOpcodes()) {
        long flags = arg + IoUringProbe.OPS + (long) op * IoUringProbe.OP_SIZE;
        Memory.putShort(flags + IoUringProbe.OP_FLAGS, (short) 0);
      }
    }
    return result;
  }

  private synchronized Set<Integer> hiddenOpcodes() {
    return hiddenOpcodes;
  }

  @Override
  public long mmap(Scratch s, long length, int prot, int flags, int fd, long offset) {
    return moved("mmap", 0, _ -> real.mmap(s, length, prot, flags, fd, offset));
  }

  @Override
  public int munmap(Scratch s, long address, long length) {
    return called("munmap", () -> real.munmap(s, address, length));
  }
}
