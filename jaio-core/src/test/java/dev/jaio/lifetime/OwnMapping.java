package dev.jaio.lifetime;

import dev.jaio.internal.abi.Mmap;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Probe;
import dev.jaio.internal.posix.RawCalls;
import dev.jaio.internal.posix.RealKernel;
import dev.jaio.internal.posix.Scratch;
import java.lang.foreign.MemorySegment;

/**
 * A buffer in a mapping of its own, between two pages that nobody may touch. When the request that
 * it was lent to has ended, it is taken away: what touches it later kills the process, or writes to
 * a page that is looked at.
 */
@SuppressWarnings("restricted")
public final class OwnMapping {

  private static final int PAGE = 4096;
  private static final int PROT_NONE = 0;
  private static final int PROT_BOTH = Mmap.PROT_READ | Mmap.PROT_WRITE;
  private static final long MARK = 0x5a3c_96e1_0ff0_a5d2L;

  private static final Kernel KERNEL = ((Probe.Available) RealKernel.probe()).kernel();

  private final long address; // of the buffer
  private final int size;

  private OwnMapping(long address, int size) {
    this.address = address;
    this.size = size;
  }

  /** A buffer of whole pages. */
  public static OwnMapping of(int size) {
    int flags = Mmap.MAP_PRIVATE | Mmap.MAP_ANONYMOUS;
    long all = KERNEL.mmap(Scratch.current(), size + 2L * PAGE, PROT_NONE, flags, -1, 0);
    if (all < 0) {
      throw new IllegalStateException("mmap: " + all);
    }
    var mapping = new OwnMapping(all + PAGE, size);
    mapping.mapAgain(PROT_BOTH);
    return mapping;
  }

  /** The buffer, which for jaio lives for ever: it is lent to the system. */
  public MemorySegment segment() {
    return MemorySegment.ofAddress(address).reinterpret(size);
  }

  private void mapAgain(int protection) {
    long at = RawCalls.mapAgain(address, size, protection);
    if (at != address) {
      throw new IllegalStateException("mmap: " + at);
    }
  }

  /** Unmaps it, and lets nothing else be mapped there: who touches it now dies. */
  public void takeAway() {
    mapAgain(PROT_NONE);
  }

  /** Unmaps it, and puts another one there, to be looked at by {@link #isUntouched}. */
  public void replace() {
    mapAgain(PROT_BOTH);
    mark();
  }

  /** Leaves it where it is, where a device may still write to it. */
  public void mark() {
    for (int i = 0; i < size; i += Long.BYTES) {
      Memory.putLong(address + i, MARK + i);
    }
  }

  /** Whether nobody has written to it since it was replaced or marked. */
  public boolean isUntouched() {
    for (int i = 0; i < size; i += Long.BYTES) {
      if (Memory.getLong(address + i) != MARK + i) {
        return false;
      }
    }
    return true;
  }

  /** Gives the addresses back. */
  public void dispose() {
    KERNEL.munmap(Scratch.current(), address - PAGE, size + 2L * PAGE);
  }
}
