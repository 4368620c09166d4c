package dev.jaio.sim;

import dev.jaio.Request;
import dev.jaio.Transfer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;

/** Makes the requests of a simulation. */
final class Tickets {

  private static final TransferTicket.Kind[] TRANSFERS = TransferTicket.Kind.values();
  private static final NameTicket.Kind[] ON_NAMES = NameTicket.Kind.values();
  private static final NameTicket.Way[] WAYS = NameTicket.Way.values();
  private static final FileTicket.Kind[] ON_FILES = FileTicket.Kind.values();
  private static final int MOST_BUFFERS = 4;
  private static final int MOST_BYTES = 10_000;

  private final Random random;
  private final Disk disk;
  private final Names names;
  private final Sizes sizes;
  private final Buffers buffers;
  private final List<Request<?>> closes;
  private final int calls; // of a thousand requests
  private final dev.jaio.Buffers leases; // of the engine; or null

  Tickets(
      Random random,
      Disk disk,
      Names names,
      Sizes sizes,
      Buffers buffers,
      List<Request<?>> closes,
      dev.jaio.Buffers leases) {
    this.random = random;
    this.disk = disk;
    this.names = names;
    this.sizes = sizes;
    this.buffers = buffers;
    this.closes = closes;
    this.calls = random.nextInt(800);
    this.leases = leases;
  }

  /** A request that is not submitted yet. */
  Ticket ticket(int number) {
    Ticket t = null;
    if (random.nextInt(1000) < calls) {
      t = random.nextInt(5) == 0 ? onFile(number) : onName(number);
    }
    return t != null ? t : transfer(number);
  }

  private Ticket onName(int number) {
    Names.Pair pair = names.take();
    if (pair == null) {
      return null;
    }
    NameTicket.Kind kind = ON_NAMES[random.nextInt(ON_NAMES.length)];
    NameTicket.Way way = WAYS[random.nextInt(WAYS.length)];
    return new NameTicket(number, kind, way, names, pair, random.nextInt(2), closes);
  }

  private Ticket onFile(int number) {
    Sizes.Sized file = sizes.take();
    FileTicket.Kind kind = ON_FILES[random.nextInt(ON_FILES.length)];
    int size = random.nextInt(MOST_BYTES);
    return file == null ? null : new FileTicket(number, kind, sizes, file, size);
  }

  private Ticket transfer(int number) {
    TransferTicket.Kind kind = TRANSFERS[random.nextInt(TRANSFERS.length)];
    int region = -1;
    if (kind != TransferTicket.Kind.NOP
        && (!kind.reads() || (kind != TransferTicket.Kind.LOAD && random.nextInt(3) == 0))) {
      region = disk.take();
      if (region < 0) {
        kind = TransferTicket.Kind.READ;
      }
    }
    if (kind == TransferTicket.Kind.NOP) {
      return new TransferTicket(number, kind, -1, 0, 0, disk, buffers);
    }
    boolean vectors = kind == TransferTicket.Kind.READV || kind == TransferTicket.Kind.WRITEV;
    int n = vectors ? 1 + random.nextInt(MOST_BUFFERS) : 1;
    int most = region < 0 ? Buffers.SIZE : Disk.REGION / (2 * MOST_BUFFERS);
    var lengths = new int[n];
    int length = 0;
    for (int i = 0; i < n; i++) {
      lengths[i] = 1 + random.nextInt(random.nextInt(4) == 0 ? most : 256);
      length += lengths[i];
    }
    long offset =
        kind == TransferTicket.Kind.LOAD
            ? 0
            : region < 0
                ? random.nextInt(Disk.READ_SIZE + 100) // now and then beyond the end
                : random.nextInt(Disk.REGION - length);
    var t = new TransferTicket(number, kind, region, offset, length, disk, buffers);
    for (int one : lengths) {
      t.add(buffer(t), one);
    }
    if (!kind.reads()) {
      t.fill();
    }
    return t;
  }

  private Buffers.Buffer buffer(TransferTicket t) {
    boolean mayLease = t.kind == TransferTicket.Kind.READ || t.kind == TransferTicket.Kind.WRITE;
    if (leases != null && mayLease && random.nextInt(4) > 0) {
      dev.jaio.Buffers.Lease lease = leases.tryLease();
      if (lease != null) {
        if (random.nextInt(4) == 0) {
          t.returnAtOnce();
        }
        return buffers.leased(lease);
      }
    }
    return buffers.take();
  }

  /** Wants to hear of its end, in one way or another, or not at all. */
  void listen(Ticket t) {
    switch (random.nextInt(4)) {
      case 0 -> {}
      case 1 -> {
        t.wantsCallback = true;
        t.request
            .toCompletableFuture()
            .whenComplete((_, error) -> {
              if (!(error instanceof CancellationException)) {
                t.completed();
              }
            });
      }
      default -> {
        t.wantsCallback = true;
        if (t.request instanceof Transfer transfer) {
          transfer.onTransfer((_, _) -> t.completed());
        } else {
          t.request.onComplete((_, _) -> t.completed());
        }
      }
    }
  }
}
