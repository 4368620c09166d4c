package dev.jaio.internal.uring;

import dev.jaio.internal.abi.Mmap;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Scratch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Memory shared with the kernel. That of the engine's ring is unmapped when it is no longer
 * reachable, never explicitly, since any thread may look at the tail of a queue at any moment, and
 * a look at what is unmapped ends the process. The ring of one thread alone is unmapped at its end.
 */
@SuppressWarnings("restricted")
final class Mapping {

  private final MemorySegment memory;
  private final @Nullable Arena alone; // of one thread's

  private Mapping(MemorySegment memory, @Nullable Arena alone) {
    this.memory = memory;
    this.alone = alone;
  }

  /**
   * Takes charge of what was mapped.
   *
   * @param ofOneThread whether nobody else looks at it, so that it can be {@linkplain #unmap
   *     unmapped}
   */
  @SuppressWarnings("MustBeClosedChecker") // unmap() closes it
  static Mapping of(Kernel kernel, long address, long size, boolean ofOneThread) {
    Arena alone = ofOneThread ? Arena.ofShared() : null; // another thread may close the engine
    Arena arena = alone != null ? alone : Arena.ofAuto();
    return new Mapping(
        MemorySegment.ofAddress(address)
            .reinterpret(
                size, arena, s -> kernel.munmap(Scratch.current(), s.address(), s.byteSize())),
        alone);
  }

  /** Nobody will look at it any more; does nothing if others might. */
  void unmap() {
    if (alone != null) {
      alone.close();
    }
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
