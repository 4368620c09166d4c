package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Config;
import dev.jaio.internal.engine.Router;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.uring.TestRings;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thread submits reads that wait for a device, and ends. The kernel would carry them out in that
 * thread, and answers ECANCELED, or EFAULT if a page was being waited for.
 */
class EndedThreadTest {

  private static final int BLOCK = 256 << 10;
  private static final int BLOCKS = 64;
  private static final int ROUNDS = 10;

  @Test
  void whatAThreadHasSubmittedOutlivesIt(@TempDir Path dir) throws Exception {
    Path path = dir.resolve("cold");
    var content = new byte[BLOCKS * BLOCK];
    for (int i = 0; i < BLOCKS; i++) {
      content[i * BLOCK] = (byte) i;
    }
    Files.write(path, content);
    try (FileChannel c = FileChannel.open(path, StandardOpenOption.WRITE)) {
      c.force(true);
    }
    Kernel kernel = Configuration.kernel();
    var config =
        new Config("ended", false, null, _ -> {}, 1 << 20, true, true, 0, 0, 8, 0, 4, 1_000_000);
    try (Aio aio =
            Access.aio(config, Backends.uring(kernel, TestRings.open(kernel), Router.forced()));
        AsyncFile file = aio.open(path, StandardOpenOption.READ).await()) {
      file.read(ByteBuffer.allocateDirect(1), 0).awaitBytes(); // from now on memory is lent to it
      for (int round = 0; round < ROUNDS; round++) {
        Uncached.drop(path);
        readAndEnd(aio, file);
      }
    }
  }

  private static void readAndEnd(Aio aio, AsyncFile file) throws InterruptedException {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      buffers.add(ByteBuffer.allocateDirect(BLOCK));
    }
    Queue<Object> results = new ConcurrentLinkedQueue<>();
    var submitter =
        new Thread(() -> {
          for (int i = 0; i < BLOCKS; i++) {
            int from = i * 37 % BLOCKS; // so that none is read ahead
            file.read(buffers.get(from), (long) from * BLOCK)
                .onTransfer((bytes, error) -> results.add(error == null ? bytes : error));
          }
        });
    submitter.start();
    submitter.join();
    aio.flush();
    assertThat(results).hasSize(BLOCKS).containsOnly(BLOCK);
    for (int i = 0; i < BLOCKS; i++) {
      assertThat(buffers.get(i).get(0)).isEqualTo((byte) i);
    }
  }
}
