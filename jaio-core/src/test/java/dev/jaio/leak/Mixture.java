package dev.jaio.leak;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFile;
import dev.jaio.Group;
import dev.jaio.Request;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** Submits requests of all kinds: some fail, some are cancelled, some are given up. */
final class Mixture {

  private static final int LARGE = 32 << 10; // lent
  private static final int HUGE = (1 << 20) + 1; // copied through memory of its own
  private static final int FEED = 8;
  private static final int BURST = 16;

  private final Aio aio;
  private final Path dir;
  private final Random random;
  private final AsyncFile file;
  private int names;

  /** Submits to an engine, in a directory with the files {@code small} and {@code huge}. */
  Mixture(Aio aio, Path dir, Random random) throws Exception {
    this.aio = aio;
    this.dir = dir;
    this.random = random;
    this.file = aio.open(small(), StandardOpenOption.READ, StandardOpenOption.WRITE).await();
  }

  private Path small() {
    return dir.resolve("small");
  }

  private Path missing() {
    return dir.resolve("missing");
  }

  private Path fresh() {
    names++;
    return dir.resolve("fresh" + aio.hashCode() + "-" + names);
  }

  /** Submits a few requests. The frequent ones are cheap. */
  void some() throws Exception {
    switch (random.nextInt(200)) {
      case 0 -> copy();
      case 1 -> move();
      case 2 -> aio.scandir(dir, 2);
      case 3 -> list();
      case 4, 5, 6 -> giveUp();
      case 7, 8 -> inVirtualThread();
      case 9 -> readHuge();
      case 10, 11, 12, 13 -> nest();
      default -> frequent();
    }
  }

  private void frequent() throws Exception {
    switch (random.nextInt(10)) {
      case 0 -> feed();
      case 1 -> openAndRead();
      case 2 -> maybeCancel(aio.open(random.nextBoolean() ? small() : missing()));
      case 3 -> maybeCancel(aio.load(small()));
      case 4 -> transfer();
      case 5 -> aio.readlink(small()).toCompletableFuture(); // fails
      default -> burst();
    }
  }

  private void burst() {
    for (int i = 0; i < BURST; i++) {
      switch (random.nextInt(4)) {
        case 0 -> maybeCancel(aio.stat(missing()));
        case 1 -> aio.withPriority(i).lstat(small()).onComplete((_, _) -> {});
        case 2 -> maybeCancel(aio.nop());
        default -> aio.stat(small());
      }
    }
  }

  private <T extends Request<?>> T maybeCancel(T request) {
    if (random.nextInt(3) == 0) {
      request.cancel();
    }
    request.onComplete((result, _) -> close(result));
    return request;
  }

  private static void close(Object result) {
    switch (result) {
      case AsyncFile f -> f.closeAsync();
      case AsyncDirectory d -> d.closeAsync();
      case null, default -> {}
    }
  }

  /** Callbacks run while the engine closes, and then nothing is accepted any more. */
  private static void whileOpen(Runnable submission) {
    try {
      submission.run();
    } catch (IllegalStateException _) {
      // it closes
    }
  }

  // ------------------------------------------------------------------ files

  private void transfer() {
    maybeCancel(file.read(ByteBuffer.allocate(100), 0));
    maybeCancel(file.read(ByteBuffer.allocateDirect(random.nextInt(4) == 0 ? LARGE : 10), 0));
    maybeCancel(file.readFully(ByteBuffer.allocate(LARGE), 0)); // fails: the file ends
    maybeCancel(file.write(ByteBuffer.wrap(new byte[10]), 0));
    maybeCancel(
        file.readv(new ByteBuffer[] {ByteBuffer.allocate(3), ByteBuffer.allocateDirect(3)}, 0));
    try (var arena = Arena.ofConfined()) {
      file.write(arena.allocate(5), 0);
    }
    try (var lease = aio.buffers().tryLease()) { // returned before the requests have ended
      if (lease != null) {
        maybeCancel(file.read(lease, 0));
        lease.buffer().limit(10);
        maybeCancel(file.write(lease, 0));
      }
    }
  }

  private void openAndRead() {
    aio.open(small())
        .onComplete((f, error) -> {
          if (error == null) {
            whileOpen(() -> f.read(ByteBuffer.allocate(5), 0));
            f.closeAsync();
            whileOpen(f::stat); // fails: closed
          }
        });
    maybeCancel(aio.load(small(), ByteBuffer.allocateDirect(LARGE)));
  }

  private void readHuge() {
    maybeCancel(aio.load(dir.resolve("huge"), ByteBuffer.allocate(HUGE)));
    maybeCancel(aio.load(dir.resolve("huge")));
  }

  private void list() {
    maybeCancel(aio.readdir(dir));
    maybeCancel(aio.openDirectory(dir));
    aio.openDirectory(dir)
        .onComplete((d, error) -> {
          if (error == null) {
            whileOpen(() -> aio.at(d).stat(Path.of("small")));
            whileOpen(() -> d.readdir(2).onComplete((_, _) -> d.closeAsync()));
          } // else not closed, if the engine is: the cleaner does it
        });
  }

  // ------------------------------------------------------------------ several

  private void feed() {
    Group<Object> group = aio.group();
    int[] left = {FEED};
    group.feed(
        3,
        g -> {
          if (left[0] > 0) {
            left[0]--;
            g.stat(left[0] == 3 ? missing() : small());
          }
        });
    group.close();
    if (random.nextInt(4) == 0) {
      group.cancel();
    }
  }

  private void nest() {
    Group<Object> outer = aio.group();
    Group<Object> inner = outer.group();
    inner.cleanup((shielded, _) -> shielded.nop());
    inner.open(small()).onComplete((f, _) -> close(f));
    outer.add(aio.nop());
    inner.close();
    switch (random.nextInt(4)) {
      case 0 -> inner.cancel();
      case 1 -> outer.cancelMembers();
      case 2 -> outer.fail(new IOException("given up"));
      default -> {}
    }
    if (random.nextInt(8) != 0) { // else open until the engine closes
      outer.close();
    }
  }

  private void copy() {
    Path target = fresh();
    Request<Long> copy =
        random.nextBoolean()
            ? aio.copy(small(), target)
            : aio.copy(small(), target, StandardCopyOption.REPLACE_EXISTING);
    copy.onComplete((n, _) -> remove(n, target));
    if (random.nextInt(3) == 0) {
      copy.cancel();
    }
  }

  private void remove(Object copied, Path target) {
    if (copied != null) {
      whileOpen(() -> aio.unlink(target));
    }
  }

  private void move() {
    maybeCancel(aio.move(missing(), fresh()));
    maybeCancel(aio.copy(dir, fresh())); // fails: a directory
  }

  // ------------------------------------------------------------------ waiting

  private void giveUp() throws Exception {
    List<Request<?>> requests = new ArrayList<>();
    requests.add(aio.busy(Duration.ofNanos(100)));
    requests.add(aio.stat(missing()));
    requests.add(aio.open(missing()));
    for (Request<?> r : requests) {
      try {
        r.await(Duration.ofNanos(random.nextInt(100_000)));
      } catch (TimeoutException | CancellationException | IOException _) {
        r.cancel();
      }
    }
  }

  private void inVirtualThread() throws InterruptedException {
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                aio.stat(small()).await(Duration.ofSeconds(1));
                aio.stat(missing()).await(Duration.ofSeconds(1));
              } catch (IOException | InterruptedException | TimeoutException _) {
                // as it comes
              } catch (IllegalStateException _) {
                // the engine closes
              }
            });
    if (random.nextBoolean()) {
      thread.interrupt();
    }
    thread.join(Duration.ofMillis(1));
  }

  /** Closes the file, or leaves that to the cleaner. */
  void end() {
    file.closeAsync();
  }
}
