package dev.jaio.lifetime;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Backend;
import dev.jaio.OpenFlag;
import dev.jaio.Transfer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.Exchanger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Lends buffers in mappings of their own, and takes each away when its request has ended, while
 * others are cancelled and engines are closed: its arguments are the backend, how many requests
 * there are to be, and an empty directory. Prints a line; dies, or ends with an exception, if
 * anything touches a buffer too late.
 */
final class LifetimeMain {

  private static final int BLOCK = 4096;
  private static final int BLOCKS = 1024;
  private static final int BATCH = 64;
  private static final int BATCHES_PER_ENGINE = 20;

  /** How many loans that have ended are remembered, before they are looked at. */
  private static final int REMEMBERED = 2000;

  /** Beyond this java.nio works on the buffer itself; one in so many requests is as long. */
  private static final int LONG = (1 << 20) + BLOCK;

  private static final int LONG_ONES = 100;

  private final Backend backend;
  private final Path data;
  private final Random random = new Random(3);
  private final ArrayDeque<Loan> ended = new ArrayDeque<>();
  private final AtomicReferenceArray<Loan> published = new AtomicReferenceArray<>(BATCH);
  private final Exchanger<Boolean> turns = new Exchanger<>();
  private long requests;
  private long cancelled;
  private int engines;

  private LifetimeMain(Backend backend, Path dir) throws Exception {
    this.backend = backend;
    this.data = dir.resolve("data");
    Files.write(data, new byte[BLOCKS * BLOCK]);
  }

  public static void main(String[] args) throws Exception {
    var main = new LifetimeMain(Backend.valueOf(args[0]), Path.of(args[2]));
    long count = Long.parseLong(args[1]);
    Thread.ofPlatform()
        .daemon()
        .uncaughtExceptionHandler((_, e) -> {
          e.printStackTrace();
          System.exit(2);
        })
        .start(main::cancelBatches);
    while (main.requests < count) {
      main.oneEngine();
    }
    main.ended.forEach(Loan::dispose);
    System.out.printf(
        "%s: %,d requests on %d engines, %,d cancelled: nothing came too late%n",
        args[0], main.requests, main.engines, main.cancelled);
    System.exit(0);
  }

  private void oneEngine() throws Exception {
    boolean polled = engines++ % 2 == 0;
    var builder = Aio.builder().backend(backend).name("lifetime");
    Aio aio = polled ? builder.polled().start() : builder.start();
    boolean now = engines % 3 == 0;
    for (int i = 0; i < BATCHES_PER_ENGINE; i++) {
      AsyncFile file = open(aio, i % 2 == 0);
      var batch = new Loan[BATCH];
      turns.exchange(true);
      for (int k = 0; k < BATCH; k++) {
        batch[k] = loan(file);
        published.set(k, batch[k]);
        if (polled && random.nextInt(8) == 0) {
          aio.poll();
        }
      }
      file.closeAsync();
      if (now && i == BATCHES_PER_ENGINE - 1) {
        aio.closeNow(); // with what is in flight
      }
      turns.exchange(false);
      settle(aio, batch);
    }
    aio.close();
  }

  /** A new file each time: the first requests on one are carried out in another way. */
  private AsyncFile open(Aio aio, boolean directly) throws Exception {
    boolean direct = directly && backend != Backend.NIO;
    OpenOption[] options =
        direct
            ? new OpenOption[] {StandardOpenOption.READ, StandardOpenOption.WRITE, OpenFlag.DIRECT}
            : new OpenOption[] {StandardOpenOption.READ, StandardOpenOption.WRITE};
    return aio.open(data, options).await();
  }

  private Loan loan(AsyncFile file) {
    int size = random.nextInt(LONG_ONES) == 0 ? LONG : BLOCK * (1 + random.nextInt(4));
    long position = (long) random.nextInt(BLOCKS - size / BLOCK) * BLOCK;
    var mapping = OwnMapping.of(size);
    MemorySegment memory = mapping.segment();
    memory.set(ValueLayout.JAVA_BYTE, size - 1, (byte) 7); // the page is there
    var fates = Loan.Fate.values();
    var loan = new Loan(mapping, fates[random.nextInt(fates.length)]);
    return loan.by(transfer(file, memory, position));
  }

  private Transfer transfer(AsyncFile file, MemorySegment memory, long position) {
    ByteBuffer buffer = memory.asByteBuffer();
    return switch (random.nextInt(8)) {
      case 0 -> file.write(memory, position);
      case 1 -> file.writeFully(memory, position);
      case 2 -> file.writev(halves(buffer), position);
      case 3 -> file.readv(halves(buffer), position);
      case 4 -> file.readFully(memory, position);
      default -> file.read(memory, position);
    };
  }

  private static ByteBuffer[] halves(ByteBuffer b) {
    int half = b.capacity() / 2 / BLOCK * BLOCK; // as O_DIRECT wants it
    return new ByteBuffer[] {b.slice(0, half), b.slice(half, b.capacity() - half)};
  }

  private void settle(Aio aio, Loan[] batch) throws Exception {
    aio.flush();
    for (Loan loan : batch) {
      loan.settle();
      requests++;
      cancelled += loan.wasCancelled() ? 1 : 0;
      ended.add(loan);
    }
    while (ended.size() > REMEMBERED) {
      ended.poll().dispose();
    }
  }

  /** Cancels most requests of each batch while it is submitted and carried out. */
  private void cancelBatches() {
    var choice = new Random(4);
    try {
      for (; ; ) {
        turns.exchange(true);
        for (int k = 0; k < BATCH; k++) {
          Loan loan = published.getAndSet(k, null);
          while (loan == null) {
            Thread.onSpinWait();
            loan = published.getAndSet(k, null);
          }
          for (int i = choice.nextInt(500); i > 0; i--) {
            Thread.onSpinWait();
          }
          if (choice.nextInt(4) != 0) {
            loan.cancel();
          }
        }
        turns.exchange(false);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
