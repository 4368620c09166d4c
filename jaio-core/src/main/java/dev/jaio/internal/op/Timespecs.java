package dev.jaio.internal.op;

import dev.jaio.FileTimes;
import dev.jaio.internal.abi.Timespec;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Posix;

/** Writes times into the two {@code struct timespec} of the scratch memory. */
final class Timespecs {

  private Timespecs() {}

  /** Writes what utimensat(2) takes, and returns its address. */
  static long put(Posix p, FileTimes access, FileTimes modification) {
    long address = p.scratch().timespecs();
    put(address, access.seconds(), access.nanos());
    put(address + Timespec.SIZE, modification.seconds(), modification.nanos());
    return address;
  }

  /** Writes one. */
  static void put(long address, long seconds, long nanos) {
    Memory.putLong(address + Timespec.TV_SEC, seconds);
    Memory.putLong(address + Timespec.TV_NSEC, nanos);
  }

  /** Reads one that is not negative, in nanoseconds. */
  static long nanos(long address) {
    return Memory.getLong(address + Timespec.TV_SEC) * 1_000_000_000
        + Memory.getLong(address + Timespec.TV_NSEC);
  }
}
