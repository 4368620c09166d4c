package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.Fadvise;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonReadableChannelException;
import org.jspecify.annotations.Nullable;

/** Has a range read into the system's cache, readahead(2); with java.nio by reading it. */
public final class Readahead extends FileCall<@Nullable Void> {

  private static final OpType TYPE = OpType.slow("readahead");

  private static final int CHUNK = 64 << 10;

  private final long position;
  private final long count;

  /** Asks for a range, cut at the end of the file. */
  public Readahead(Handle handle, long position, long count) {
    super(handle);
    if (count < 0) {
      throw new IllegalArgumentException("count is negative: " + count);
    }
    this.position = position;
    this.count = count;
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    return p.kernel().readahead(p.scratch(), fd(), position, count);
  }

  /** posix_fadvise(2) is the same but for what it refuses, so only where nothing is refused. */
  @Override
  protected RingForm ringForm() {
    boolean same = handle().isReadable() && handle().lends();
    return same && count <= Integer.MAX_VALUE ? RingForm.PUNTED : RingForm.NONE;
  }

  @Override
  protected int prep(Entry e) {
    int advice = Fadvise.POSIX_FADV_WILLNEED;
    return e.fill(IoUringOp.IORING_OP_FADVISE, fd(), position, 0, (int) count, advice);
  }

  @Override
  protected int nio(Nio n) throws IOException {
    ByteBuffer discarded = n.bounce(CHUNK);
    try {
      int read = 1;
      for (long done = 0; done < count && read > 0 && !isCancelAsked(); done += read) {
        read = channel().read(discarded.clear(), position + done);
      }
      return 0;
    } catch (NonReadableChannelException _) {
      return -Errno.EBADF;
    }
  }
}
