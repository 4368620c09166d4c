package dev.jaio.contract;

import dev.jaio.AsyncFile;
import dev.jaio.Request;
import dev.jaio.internal.engine.SingleOwner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A request that is EXECUTING until it is let go, with which tests bring requests in an order
 * without a clock. A FIFO that nobody has opened yet, or has written to, keeps a thread; a single
 * owner is told to keep the request.
 */
final class Gate {

  /** What is read through a gate that lends a buffer. */
  static final String LENT = "lent";

  final Request<?> request;
  private final @Nullable SingleOwner owner;
  private final @Nullable Path fifo;
  private final boolean writes;
  private final @Nullable SlowKernel slow;
  private @Nullable FileChannel other;
  private boolean open;

  private Gate(
      Request<?> request,
      @Nullable SingleOwner owner,
      @Nullable Path fifo,
      boolean writes,
      @Nullable SlowKernel slow) {
    this.request = request;
    this.owner = owner;
    this.fifo = fifo;
    this.writes = writes;
    this.slow = slow;
  }

  static Gate ofOpening(Request<AsyncFile> request, Path fifo) {
    return new Gate(request, null, fifo, false, null);
  }

  static Gate ofReading(Request<?> request, Path fifo) {
    return new Gate(request, null, fifo, true, null);
  }

  static Gate ofHeld(Request<?> request, SingleOwner owner) {
    return new Gate(request, owner, null, false, null);
  }

  static Gate ofDelayed(Request<?> request, SlowKernel slow) {
    return new Gate(request, null, null, false, slow);
  }

  /** Lets the request end. Any thread; never blocks. */
  synchronized void open() {
    if (open) {
      return;
    }
    open = true;
    if (owner != null) {
      owner.release(request);
      return;
    }
    if (slow != null) {
      slow.goOn();
      return;
    }
    try { // for reading and writing a FIFO opens at once
      var channel = FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
      other = channel;
      if (writes) {
        channel.write(ByteBuffer.wrap(LENT.getBytes(StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Closes the other end of the FIFO, after the engine has closed: nobody waits for it any more.
   */
  synchronized void dispose() throws IOException {
    if (other != null) {
      other.close();
    }
  }

  /** Closes what the request has opened. */
  void closeResult() throws IOException {
    if (request.isDone()
        && request.state() == java.util.concurrent.Future.State.SUCCESS
        && request.resultNow() instanceof AsyncFile file) {
      file.close();
    }
  }
}
