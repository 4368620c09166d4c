package dev.jaio.contract;

import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Router;
import dev.jaio.internal.engine.SingleOwner;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Probe;
import dev.jaio.internal.posix.RealKernel;
import dev.jaio.internal.uring.TestRings;
import dev.jaio.sim.SimKernel;
import java.util.function.Consumer;

/** What every case runs on: each backend, polled and driven. */
enum Configuration {
  URING_POLLED(Kind.URING, true),
  URING_DRIVEN(Kind.URING, false),
  BATCH_POLLED(Kind.BATCH, true),
  BATCH_DRIVEN(Kind.BATCH, false),
  RING_POLLED(Kind.RING, true),
  RING_DRIVEN(Kind.RING, false),
  WORKERS_POLLED(Kind.WORKERS, true),
  WORKERS_DRIVEN(Kind.WORKERS, false),
  NIO_POLLED(Kind.NIO, true),
  NIO_DRIVEN(Kind.NIO, false),
  SINGLE_OWNER_POLLED(Kind.SINGLE_OWNER, true),
  SINGLE_OWNER_DRIVEN(Kind.SINGLE_OWNER, false),
  SIMULATED_POLLED(Kind.SIMULATED, true),
  SIMULATED_DRIVEN(Kind.SIMULATED, false);

  /** The backends. */
  enum Kind {
    URING,
    /** As URING, but with each batch on a ring, however small. */
    BATCH,
    /** As URING, but with everything on the ring that has a form for it. */
    RING,
    WORKERS,
    NIO,
    SINGLE_OWNER,
    /** As RING, on the ring of a simulated kernel. */
    SIMULATED
  }

  final Kind kind;
  final boolean polled;

  Configuration(Kind kind, boolean polled) {
    this.kind = kind;
    this.polled = polled;
  }

  boolean has(Capability capability) {
    return capability.of(this);
  }

  /** The backend of a new engine; tells the consumer if it is a single owner. */
  Backends backends(long seed, Consumer<? super SingleOwner> owner) {
    return switch (kind) {
      case URING, BATCH, RING, WORKERS -> backends(kernel());
      case SIMULATED -> backends(SimKernel.live(seed));
      case NIO -> Backends.choose(dev.jaio.Backend.NIO);
      case SINGLE_OWNER ->
          new Backends(
              dev.jaio.Backend.WORKERS,
              "a test with a single owner",
              engine -> {
                var single = new SingleOwner(engine, kernel(), seed);
                owner.accept(single);
                return single;
              },
              kernel());
    };
  }

  /** Whether it works through a kernel of the test's choice. */
  boolean isNative() {
    return kind != Kind.NIO && kind != Kind.SINGLE_OWNER;
  }

  /** The backend of a new engine, through any kernel. */
  Backends backends(Kernel kernel) {
    if (kind == Kind.WORKERS) {
      return Backends.workers(kernel, "a test");
    }
    var ring = TestRings.open(kernel);
    if (kind == Kind.BATCH) {
      return Backends.uring(kernel, ring, Router.batches());
    }
    return kind == Kind.RING || kind == Kind.SIMULATED
        ? Backends.uring(kernel, ring, Router.forced())
        : Backends.uring(kernel, ring);
  }

  static Kernel kernel() {
    return ((Probe.Available) RealKernel.probe()).kernel();
  }
}
