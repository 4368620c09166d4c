package dev.jaio.benchmarks;

import java.io.IOException;
import java.util.Arrays;

/** Several workloads at the same time, counted as one. */
final class Together extends Workload {

  /** Makes one of several. */
  interface Part {
    Workload make() throws Exception;
  }

  private final Workload[] parts;

  private Together(Workload[] parts) {
    super(Arrays.stream(parts).flatMap(p -> Arrays.stream(p.slots())).toArray(Slot[]::new));
    this.parts = parts;
  }

  static Workload of(int count, Part part) throws Exception {
    var parts = new Workload[count];
    for (int i = 0; i < count; i++) {
      parts[i] = part.make();
    }
    return new Together(parts);
  }

  @Override
  void begin() throws Exception {
    for (Workload p : parts) {
      p.start();
    }
  }

  @Override
  void awaitEnd() throws Exception {
    for (Workload p : parts) {
      p.stop();
    }
  }

  @Override
  public void close() throws IOException {
    for (Workload p : parts) {
      p.close();
    }
  }
}
