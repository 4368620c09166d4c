package dev.jaio.benchmarks;

import dev.jaio.Aio;
import dev.jaio.Backend;

/** Engines for threads that await. */
final class Engines {

  private Engines() {}

  static Aio driven(Backend backend) {
    return Aio.builder().backend(backend).start();
  }

  static Aio polled(Backend backend) {
    return Aio.builder().backend(backend).polled().start();
  }
}
