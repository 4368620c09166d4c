package dev.jaio.internal.uring;

import dev.jaio.internal.abi.Mmap;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Scratch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory shared with the kernel. It is unmapped when it is no longer reachable, never explicitly,
 * since any thread may look at the tail of a queue at any moment, and a look at what is unmapped
 * ends the process.
 */
@SuppressWarnings("restricted")
final class Mapping {

  private final MemorySegment memory;

  private Mapping(MemorySegment memory) {
    this.memory = memory;
  }

  /** Takes charge of what was mapped. */
  static Mapping of(Kernel kernel, long address, long size) {
    return new Mapping(
        MemorySegment.ofAddress(address)
            .reinterpret(
                size,
                Arena.ofAuto(),
                s -> kernel.munmap(Scratch.current(), s.address(), s.byteSize())));
  }

  /** Maps a part of a ring. The address or a negated errno. */
  static long map(Kernel kernel, Scratch s, int fd, long size, long what) {
    int protection = Mmap.PROT_READ | Mmap.PROT_WRITE;
    return kernel.mmap(s, size, protection, Mmap.MAP_SHARED | Mmap.MAP_POPULATE, fd, what);
  }

  long address() {
    return memory.address();
  }
}
