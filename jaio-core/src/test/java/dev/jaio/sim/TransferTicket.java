package dev.jaio.sim;

import dev.jaio.AsyncFile;
import dev.jaio.AsyncFiles;
import dev.jaio.Request;
import dev.jaio.Transfer;
import dev.jaio.internal.abi.Errno;
import java.io.EOFException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A request that moves bytes, or does nothing at all, and what may come of it. */
final class TransferTicket extends Ticket {

  /** What it does. */
  enum Kind {
    READ,
    READV,
    READ_FULLY,
    WRITE,
    WRITEV,
    WRITE_FULLY,
    LOAD,
    NOP;

    boolean reads() {
      return this == READ || this == READV || this == READ_FULLY || this == LOAD;
    }

    boolean isWhole() {
      return this == READ_FULLY || this == WRITE_FULLY;
    }
  }

  final Kind kind;
  final int region; // -1: the file that is only read
  final long offset; // in the file or region
  final int length;
  final List<Buffers.Buffer> buffers = new ArrayList<>();
  final List<ByteBuffer> views = new ArrayList<>();
  private final Disk disk;
  private final Buffers pool;
  private boolean returnsAtOnce;
  private byte[] written; // what it writes

  TransferTicket(
      int number, Kind kind, int region, long offset, int length, Disk disk, Buffers pool) {
    super(number);
    this.disk = disk;
    this.pool = pool;
    this.kind = kind;
    this.region = region;
    this.offset = offset;
    this.length = length;
  }

  void add(Buffers.Buffer b, int size) {
    buffers.add(b);
    views.add(b.lease == null ? b.first(size) : b.lease.buffer().limit(size));
  }

  /** Has its lease returned right after it was submitted; what is in the memory later is open. */
  void returnAtOnce() {
    returnsAtOnce = true;
  }

  /** Fills the memory with what is to be written. */
  void fill() {
    written = new byte[length];
    for (int i = 0; i < length; i++) {
      written[i] = (byte) (number * 37 + i * 11 + 5);
    }
    int at = 0;
    for (ByteBuffer v : views) {
      v.put(0, written, at, v.limit());
      at += v.limit();
    }
  }

  @Override
  Object kind() {
    return kind;
  }

  @Override
  Request<?> submit(AsyncFiles through, Opened opened) {
    AsyncFile file = (region < 0 ? opened.readOnly() : opened.regions()).via(through);
    long at = region < 0 ? offset : (long) region * Disk.REGION + offset;
    if (lease() != null) {
      return submitLeased(file, at);
    }
    return switch (kind) {
      case NOP -> through.nop();
      case READ -> file.read(views.getFirst(), at);
      case READ_FULLY -> file.readFully(views.getFirst(), at);
      case READV -> file.readv(views.toArray(ByteBuffer[]::new), at);
      case LOAD -> through.load(disk.readOnly, views.getFirst());
      case WRITE -> file.write(views.getFirst(), at);
      case WRITE_FULLY -> file.writeFully(views.getFirst(), at);
      case WRITEV -> file.writev(views.toArray(ByteBuffer[]::new), at);
    };
  }

  private dev.jaio.Buffers.Lease lease() {
    return buffers.isEmpty() ? null : buffers.getFirst().lease;
  }

  private Request<?> submitLeased(AsyncFile file, long at) {
    dev.jaio.Buffers.Lease lease = lease();
    Request<?> r = kind.reads() ? file.read(lease, at) : file.write(lease, at);
    if (returnsAtOnce) {
      lease.close();
    }
    return r;
  }

  // ------------------------------------------------------------------ the end

  @Override
  boolean isOwned(SimKernel kernel) {
    return buffers.stream().anyMatch(b -> kernel.ledger().isOwned(b.lent));
  }

  @Override
  void lose() {
    if (region >= 0) {
      disk.lose(region);
    }
  }

  @Override
  void check(SimKernel kernel, boolean closing) {
    List<Integer> results =
        buffers.isEmpty() ? List.of() : kernel.ledger().takeResults(buffers.getFirst().lent);
    checkNotRepeated(results);
    switch (request.state()) {
      case CANCELLED -> {
        checkCancel(closing);
        maybe();
      }
      case FAILED -> {
        checkFailure(request.exceptionNow(), results, kernel.hasDeadRing());
        maybe();
      }
      case SUCCESS -> checkSuccess(results);
      case RUNNING -> throw fail("has not ended");
    }
    if (region >= 0) {
      disk.giveBack(region);
    }
    if (!returnsAtOnce) {
      buffers.forEach(pool::giveBack);
    }
  }

  private void maybe() {
    if (written != null) {
      disk.maybeWritten(region, (int) offset, written);
      checkSource();
    }
  }

  private void checkFailure(Throwable error, List<Integer> results, boolean dead) {
    if (kind == Kind.LOAD) {
      var _ = errno(error);
      return; // of its opening, of which nothing is remembered
    }
    int last = results.isEmpty() ? 0 : results.getLast();
    if (error instanceof EOFException) {
      if (last != 0 || !kind.isWhole()) {
        throw fail("ended at an end that was none: " + results);
      }
      return;
    }
    int errno = errno(error);
    boolean lost = dead && errno == Errno.EIO;
    boolean taken = kind == Kind.WRITE_FULLY && last == 0 && errno == Errno.EIO;
    if (!lost && !taken && errno != -last) {
      throw fail("failed with %s after %s".formatted(error, results));
    }
    if (kind.isWhole() && !lost) {
      checkPosition(moved(results));
    }
  }

  private static int moved(List<Integer> results) {
    return results.stream().mapToInt(r -> Math.max(0, r)).sum();
  }

  private void checkSuccess(List<Integer> results) {
    if (kind == Kind.NOP) {
      return;
    }
    int bytes = ((Transfer) request).bytes();
    int last = results.isEmpty() ? Integer.MIN_VALUE : results.getLast();
    int expected = kind == Kind.LOAD ? length : kind.isWhole() ? moved(results) : last;
    if (kind.reads() && expected == 0 && length > 0) {
      expected = -1;
    }
    if (bytes != expected || (kind.isWhole() && bytes != length)) {
      throw fail("%d bytes of %d after %s".formatted(bytes, length, results));
    }
    int n = Math.max(0, bytes);
    checkPosition(n);
    if (kind.reads()) {
      checkRead(n);
    } else {
      checkSource();
      disk.written(region, (int) offset, written, n);
    }
  }

  private void checkPosition(int moved) {
    int left = moved;
    for (ByteBuffer v : views) {
      int here = Math.min(left, v.limit());
      if (v.position() != here) {
        throw fail("position %d instead of %d".formatted(v.position(), here));
      }
      left -= here;
    }
  }

  private void checkRead(int bytes) {
    if (returnsAtOnce) {
      return;
    }
    int at = 0;
    for (int i = 0; i < views.size() && at < bytes; i++) {
      int n = Math.min(bytes - at, views.get(i).limit());
      MemorySegment m = buffers.get(i).memory;
      boolean right =
          region < 0 ? Disk.isAt(offset + at, m, n) : disk.matches(region, (int) offset + at, m, n);
      if (!right) {
        throw fail("read what is not there, at " + (offset + at));
      }
      at += n;
    }
  }

  private void checkSource() {
    if (returnsAtOnce) {
      return;
    }
    int at = 0;
    for (int i = 0; i < views.size(); i++) {
      MemorySegment m = buffers.get(i).memory;
      for (int k = 0; k < views.get(i).limit(); k++) {
        if (m.get(ValueLayout.JAVA_BYTE, k) != written[at++]) {
          throw fail("what is written was changed");
        }
      }
    }
  }
}
