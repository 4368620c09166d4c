package dev.jaio.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** What not every machine lets a test do. */
@SuppressWarnings("ImmutableEnumChecker") // a supplier without state
enum Privilege {
  /** Mounting small file systems. */
  ROOT(() -> isRoot()),
  /** Being refused by permission bits. */
  NOT_ROOT(() -> !isRoot()),
  /** A second file system. */
  SHARED_MEMORY(() -> Files.isWritable(Path.of("/dev/shm")) && differs()),
  /** A file that nobody may write, not even root. */
  UNWRITABLE(() -> Files.exists(Path.of(Privilege.READ_ONLY_EVEN_FOR_ROOT)));

  /** The kernel refuses to open it for writing with EACCES. */
  static final String READ_ONLY_EVEN_FOR_ROOT = "/sys/kernel/uevent_seqnum";

  private final BooleanSupplier here;

  Privilege(BooleanSupplier here) {
    this.here = here;
  }

  boolean isHere() {
    return here.getAsBoolean();
  }

  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean differs() {
    try {
      return !Files.getFileStore(Path.of("/dev/shm"))
          .equals(Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir"))));
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
