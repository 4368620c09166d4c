package dev.jaio.sim;

import dev.jaio.AsyncFile;
import dev.jaio.AsyncFiles;
import dev.jaio.Request;
import dev.jaio.Transfer;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CancellationException;

/** Makes the requests of a simulation. */
final class Tickets {

  private static final Ticket.Kind[] KINDS = Ticket.Kind.values();
  private static final int MOST_BUFFERS = 4;

  private final Random random;
  private final Disk disk;
  private final Buffers buffers;

  Tickets(Random random, Disk disk, Buffers buffers) {
    this.random = random;
    this.disk = disk;
    this.buffers = buffers;
  }

  /** A request that is not submitted yet. */
  Ticket ticket(int number) {
    Ticket.Kind kind = KINDS[random.nextInt(KINDS.length)];
    int region = -1;
    if (kind != Ticket.Kind.NOP && (!kind.reads() || random.nextInt(3) == 0)) {
      region = disk.take();
      if (region < 0) {
        kind = Ticket.Kind.READ;
      }
    }
    if (kind == Ticket.Kind.NOP) {
      return new Ticket(number, kind, -1, 0, 0);
    }
    boolean vectors = kind == Ticket.Kind.READV || kind == Ticket.Kind.WRITEV;
    int n = vectors ? 1 + random.nextInt(MOST_BUFFERS) : 1;
    int most = region < 0 ? Buffers.SIZE : Disk.REGION / (2 * MOST_BUFFERS);
    var sizes = new int[n];
    int length = 0;
    for (int i = 0; i < n; i++) {
      sizes[i] = 1 + random.nextInt(random.nextInt(4) == 0 ? most : 256);
      length += sizes[i];
    }
    long offset =
        region < 0
            ? random.nextInt(Disk.READ_SIZE + 100) // now and then beyond the end
            : random.nextInt(Disk.REGION - length);
    var t = new Ticket(number, kind, region, offset, length);
    for (int size : sizes) {
      t.add(buffers.take(), size);
    }
    if (!kind.reads()) {
      t.fill();
    }
    return t;
  }

  /** Submits it. */
  static Request<?> request(Ticket t, AsyncFiles through, AsyncFile opened) {
    AsyncFile file = opened.via(through);
    long at = t.region < 0 ? t.offset : (long) t.region * Disk.REGION + t.offset;
    return switch (t.kind) {
      case NOP -> through.nop();
      case READ -> file.read(t.views.getFirst(), at);
      case READ_FULLY -> file.readFully(t.views.getFirst(), at);
      case READV -> file.readv(t.views.toArray(ByteBuffer[]::new), at);
      case WRITE -> file.write(t.views.getFirst(), at);
      case WRITE_FULLY -> file.writeFully(t.views.getFirst(), at);
      case WRITEV -> file.writev(t.views.toArray(ByteBuffer[]::new), at);
    };
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
                t.completed(0, error);
              }
            });
      }
      default -> {
        t.wantsCallback = true;
        if (t.request instanceof Transfer transfer) {
          transfer.onTransfer(t::completed);
        } else {
          t.request.onComplete((_, error) -> t.completed(0, error));
        }
      }
    }
  }
}
