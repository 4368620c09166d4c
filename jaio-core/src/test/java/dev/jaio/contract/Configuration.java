package dev.jaio.contract;

import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.SingleOwner;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Probe;
import dev.jaio.internal.posix.RealKernel;
import java.util.function.Consumer;

/** What every case runs on: each backend, polled and driven. */
enum Configuration {
  WORKERS_POLLED(Kind.WORKERS, true),
  WORKERS_DRIVEN(Kind.WORKERS, false),
  NIO_POLLED(Kind.NIO, true),
  NIO_DRIVEN(Kind.NIO, false),
  SINGLE_OWNER_POLLED(Kind.SINGLE_OWNER, true),
  SINGLE_OWNER_DRIVEN(Kind.SINGLE_OWNER, false);

  /** The backends. */
  enum Kind {
    WORKERS,
    NIO,
    SINGLE_OWNER
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
      case WORKERS -> Backends.workers(kernel(), "a test");
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

  static Kernel kernel() {
    return ((Probe.Available) RealKernel.probe()).kernel();
  }
}
