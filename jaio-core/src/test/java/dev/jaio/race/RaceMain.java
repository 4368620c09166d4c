package dev.jaio.race;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Backend;
import dev.jaio.OpenFlag;
import dev.jaio.Statistics;
import dev.jaio.contract.Descriptors;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Cancels requests on one thread while they are submitted, carried out, completed and delivered on
 * others, and verifies the end of each: its arguments are the backend, how many races there are to
 * be, and an empty directory. Prints a line, and ends with 1 if anything went wrong.
 */
final class RaceMain {

  private static final int BATCH = 64;
  private static final int BATCHES_PER_ENGINE = 300;

  /** The longest time between two cancels, in turns of a loop. */
  private static final int MOST_SPINS = 400;

  private final Backend backend;
  private final Path data;
  private final Random random = new Random(1);
  private final Buffer[] buffers = new Buffer[BATCH];
  private final Canceller canceller = new Canceller();
  private long cancelled;
  private long complete;
  private int engines;
  private int batches;

  private RaceMain(Backend backend, Path dir) throws Exception {
    this.backend = backend;
    this.data = dir.resolve("data");
    var content = ByteBuffer.allocate(Buffer.BLOCKS * Buffer.BLOCK);
    for (int i = 0; i < Buffer.BLOCKS; i++) {
      Buffer.fill(content.slice(i * Buffer.BLOCK, Buffer.BLOCK), i);
    }
    Files.write(data, content.array());
    for (int i = 0; i < BATCH; i++) {
      buffers[i] = new Buffer();
    }
  }

  public static void main(String[] args) throws Exception {
    var main = new RaceMain(Backend.valueOf(args[0]), Path.of(args[2]));
    long races = Long.parseLong(args[1]);
    Descriptors before = Descriptors.now();
    long begin = System.nanoTime();
    Thread.ofPlatform()
        .daemon()
        .uncaughtExceptionHandler((_, e) -> {
          e.printStackTrace();
          System.exit(2);
        })
        .start(main.canceller);
    while (main.cancelled + main.complete < races) {
      main.oneEngine();
    }
    main.canceller.end();
    double seconds = (System.nanoTime() - begin) / 1e9;
    List<String> left = left(before);
    System.out.printf(
        "%s: %,d races on %d engines in %.1f s: %,d cancelled, %,d complete; left: %s%n",
        args[0],
        main.cancelled + main.complete,
        main.engines,
        seconds,
        main.cancelled,
        main.complete,
        left);
    boolean raced = main.cancelled > 0 && main.complete > 0;
    System.exit(raced && left.isEmpty() ? 0 : 1);
  }

  /** A ring that still had a slot in use would be open, for the kernel might still write. */
  private static List<String> left(Descriptors before) {
    List<String> left = Descriptors.now().since(before);
    for (int i = 0; i < 100 && !left.isEmpty(); i++) {
      LockSupport.parkNanos(20_000_000);
      left = Descriptors.now().since(before);
    }
    return left;
  }

  private void oneEngine() throws Exception {
    boolean polled = engines++ % 2 == 0;
    boolean now = engines % 3 == 0;
    var builder = Aio.builder().backend(backend).name("race");
    Aio aio = polled ? builder.polled().start() : builder.start();
    AsyncFile direct =
        aio.open(data, StandardOpenOption.READ, StandardOpenOption.WRITE, OpenFlag.DIRECT).await();
    AsyncFile cached = aio.open(data).await();
    for (int i = 0; i < BATCHES_PER_ENGINE; i++) {
      Race[] batch = batch(aio, direct, cached, polled);
      boolean close = now && i == BATCHES_PER_ENGINE - 1;
      if (close) {
        direct.closeAsync();
        cached.closeAsync();
        aio.closeNow(); // with what is in flight
      }
      while (!canceller.isThrough(batches)) {
        if (polled && !close) {
          aio.poll();
        } else {
          Thread.onSpinWait();
        }
      }
      aio.flush();
      settle(batch, close);
    }
    if (!now) {
      direct.close();
      cached.close();
      aio.close();
    }
    for (Buffer b : buffers) {
      b.requireStamp();
    }
    requireNothing(aio.statistics());
  }

  private Race[] batch(Aio aio, AsyncFile direct, AsyncFile cached, boolean polled) {
    var batch = new Race[BATCH];
    canceller.begin(batch, ++batches);
    for (int i = 0; i < BATCH; i++) {
      batch[i] = race(aio, direct, cached, buffers[i]);
      canceller.publish(i + 1);
      if (polled && random.nextInt(8) == 0) {
        aio.poll();
      }
    }
    return batch;
  }

  private Race race(Aio aio, AsyncFile direct, AsyncFile cached, Buffer b) {
    int block = random.nextInt(Buffer.BLOCKS);
    long position = (long) block * Buffer.BLOCK;
    return switch (random.nextInt(12)) {
      case 0 -> Race.of(aio.open(data), null);
      case 1 -> Race.of(aio.stat(data), null);
      case 2 -> Race.of(cached.read(b.toRead(block), position), b);
      case 3 -> Race.of(direct.write(b.toWrite(block), position), b);
      case 4 -> Race.of(direct.readFully(b.toRead(block), position), b);
      case 5 -> Race.of(direct.readv(new ByteBuffer[] {b.toRead(block)}, position), b);
      default -> Race.of(direct.read(b.toRead(block), position), b);
    };
  }

  private void settle(Race[] batch, boolean closed) {
    for (Race race : batch) {
      if (race.verify(closed)) {
        cancelled++;
      } else {
        complete++;
      }
    }
  }

  private static void requireNothing(Statistics s) {
    if (s.requests() != 0 || s.ready() != 0 || s.pending() != 0 || s.abandoned() != 0) {
      throw new IllegalStateException("left: " + s);
    }
  }

  /** Cancels most of what is published, soon after or a little later. */
  private static final class Canceller implements Runnable {

    private final Random random = new Random(2);
    private Race[] batch; // written before begun
    private volatile int begun;
    private volatile int published;
    private volatile int through;
    private volatile boolean ended;

    void begin(Race[] next, int number) {
      published = 0;
      batch = next;
      begun = number;
    }

    void publish(int count) {
      published = count; // volatile: the races before it are seen
    }

    boolean isThrough(int number) {
      return through == number;
    }

    void end() {
      ended = true;
    }

    @Override
    public void run() {
      int last = 0;
      while (!ended) {
        int number = begun;
        if (number == last) {
          Thread.onSpinWait();
          continue;
        }
        Race[] next = batch;
        for (int i = 0; i < next.length; i++) {
          while (published <= i) {
            Thread.onSpinWait();
          }
          race(next[i]);
        }
        last = number;
        through = number;
      }
    }

    private void race(Race race) {
      int spins = random.nextInt(2 * MOST_SPINS) - MOST_SPINS;
      for (int i = 0; i < spins; i++) {
        Thread.onSpinWait();
      }
      if (random.nextInt(8) != 0) {
        race.cancel();
      }
    }
  }
}
