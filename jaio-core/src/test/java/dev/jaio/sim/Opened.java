package dev.jaio.sim;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFile;
import dev.jaio.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a simulation has open all the time. */
final class Opened {

  private static final OpenOption[] BOTH = {StandardOpenOption.READ, StandardOpenOption.WRITE};

  private final Aio aio;
  private final SimKernel kernel;
  private final Disk disk;
  private final Names names;
  private final Sizes sizes;
  private final Buffers buffers;
  private AsyncFile readOnly;
  private AsyncFile regions;
  private AsyncDirectory directory;

  Opened(Aio aio, SimKernel kernel, Disk disk, Names names, Sizes sizes, Buffers buffers) {
    this.aio = aio;
    this.kernel = kernel;
    this.disk = disk;
    this.names = names;
    this.sizes = sizes;
    this.buffers = buffers;
  }

  AsyncFile readOnly() {
    return readOnly;
  }

  AsyncFile regions() {
    return regions;
  }

  AsyncDirectory names() {
    return directory;
  }

  /** Whether all is open. */
  boolean isComplete() {
    return regions != null;
  }

  void open() throws Exception {
    readOnly = open(disk.readOnly);
    directory = await(() -> aio.openDirectory(names.dir));
    for (Sizes.Sized s : sizes.all) {
      s.file = open(s.path, BOTH);
    }
    regions = open(disk.regions, BOTH);
  }

  private interface Opening<T> {
    Request<T> submit();
  }

  /** The kernel may refuse it now and then. */
  private <T> T await(Opening<T> opening) throws Exception {
    for (; ; ) {
      try {
        return opening.submit().await();
      } catch (IOException e) {
        kernel.check();
      }
    }
  }

  private AsyncFile open(Path path, OpenOption... options) throws Exception {
    AsyncFile file = await(() -> aio.open(path, options));
    for (int i = 0; i < 2; i++) { // so that it is known to lend
      Buffers.Buffer b = buffers.take();
      try {
        file.read(b.first(64), 0).await();
      } catch (IOException e) {
        kernel.check();
      }
      kernel.ledger().takeResults(b.lent);
      buffers.giveBack(b);
    }
    return file;
  }

  /** Opens a file once more; the closing of what was open before. */
  Request<?> reopen() throws Exception {
    AsyncFile old = regions;
    regions = open(disk.regions, BOTH);
    Request<?> close = old.closeAsync();
    try {
      old.read(ByteBuffer.allocate(8), 0).await();
      throw new SimFailure("a closed file was read");
    } catch (ClosedChannelException _) {
      // as it must
    }
    return close;
  }

  void close() throws IOException {
    regions.close();
    readOnly.close();
    directory.close();
    for (Sizes.Sized s : sizes.all) {
      s.file.close();
    }
  }
}
