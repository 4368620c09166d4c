package dev.jaio.internal.nio;

import dev.jaio.internal.engine.Notifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/**
 * A pipe whose source is readable while there is work: the JDK's Selector takes no other channel.
 */
public final class PipeNotifier extends Notifier {

  private final Pipe pipe;
  private final ByteBuffer one = ByteBuffer.allocateDirect(1);
  private final ByteBuffer all = ByteBuffer.allocateDirect(64);

  /** Opens the pipe. */
  public PipeNotifier() throws IOException {
    pipe = Pipe.open();
    pipe.sink().configureBlocking(false);
    pipe.source().configureBlocking(false);
  }

  /** The end to select on. */
  public Pipe.SourceChannel source() {
    return pipe.source();
  }

  @Override
  protected void write() {
    try {
      synchronized (one) {
        pipe.sink().write(one.clear());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void drain() {
    try {
      while (pipe.source().read(all.clear()) == all.capacity()) {
        // more than is ever written; the next read finds the pipe empty
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void close() {
    try (var sink = pipe.sink();
        var source = pipe.source()) {
      source.configureBlocking(false);
      sink.configureBlocking(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
