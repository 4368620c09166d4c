package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Admission;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;

/** Copies bytes of an open file to the position of another one, sendfile(2). */
public final class Sendfile extends FileTask<Long> {

  private static final OpType TYPE = OpType.slow("sendfile");

  /** What is moved between two looks at whether the request was cancelled. */
  private static final int CHUNK = 8 << 20;

  private final long position;
  private final long count;
  private final Handle target;
  private long done;

  /** Copies at most {@code count} bytes. */
  public Sendfile(Handle source, long position, long count, Handle target) {
    super(source);
    if (count < 0) {
      throw new IllegalArgumentException("count is negative: " + count);
    }
    if (source.engine() != target.engine()) {
      throw new IllegalArgumentException("the target belongs to another engine");
    }
    this.position = position;
    this.count = count;
    this.target = target;
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  public Path otherPath() {
    return target.path();
  }

  @Override
  protected Admission admit() {
    Admission a = super.admit();
    if (a == Admission.QUEUE && !target.acquire()) {
      super.released();
      return Admission.CLOSED;
    }
    return a;
  }

  @Override
  protected void released() {
    super.released();
    target.release();
  }

  private boolean wantsMore() {
    return done < count && !isCancelAsked();
  }

  private long chunk() {
    return Math.min(CHUNK, count - done);
  }

  @Override
  protected int posix(Posix p) {
    var sending = new Sending(p, fd(), target.fd());
    long n = 1;
    while (n > 0 && wantsMore()) {
      n = sending.move(position + done, chunk());
      done += Math.max(0, n);
    }
    if (n < 0 && done == 0) {
      return (int) n; // after progress the next request meets the error
    }
    store(done);
    return 0;
  }

  @Override
  protected int nio(Nio n) throws IOException {
    try {
      long sent = 1;
      while (sent > 0 && wantsMore()) {
        sent = channel().transferTo(position + done, chunk(), channel(target));
        done += sent;
      }
    } catch (NonReadableChannelException | NonWritableChannelException _) {
      return -Errno.EBADF;
    } catch (IOException e) {
      if (done == 0) {
        throw e;
      }
    }
    store(done);
    return 0;
  }

  @Override
  protected long moved() {
    return done;
  }
}
