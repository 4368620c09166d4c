package dev.jaio.internal.posix;

/** Prints what the probe finds in this JVM. */
final class ProbeMain {

  private ProbeMain() {}

  public static void main(String[] args) {
    switch (RealKernel.probe()) {
      case Probe.Available _ -> System.out.println("available");
      case Probe.Unavailable(String reason) -> System.out.println("unavailable: " + reason);
    }
  }
}
