package dev.jaio.internal.op;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;

/**
 * How long memory of a caller lives, and so what a request may do with it.
 *
 * <p>No use of the API, however wrong, may let the system write into memory that has been freed or
 * given to someone else. The scope of a segment does not say whether it can be closed, but its
 * exact class does: it is compared with the classes of samples. Should these not be distinct in
 * some JVM, no memory counts as held.
 */
enum Lifetime {
  /** As long as it is reachable: direct and mapped buffers, automatic and global arenas. */
  HELD,
  /** Beyond our control: heap moves, a shared arena may be closed at any moment. */
  LOOSE,
  /** Of a confined arena: no other thread may touch it. */
  CONFINED;

  private static final Class<?> DIRECT = classOf(ByteBuffer.allocateDirect(1));
  private static final Class<?> SLICED = classOf(ByteBuffer.allocateDirect(2).slice(1, 1));
  private static final Class<?> AUTO = Arena.ofAuto().scope().getClass();
  private static final Class<?> GLOBAL = Arena.global().scope().getClass();
  private static final Class<?> CLOSED_BY_ANY = sample(Arena.ofShared());
  private static final Class<?> CLOSED_BY_OWNER = sample(Arena.ofConfined());

  private static final boolean DISTINCT =
      DIRECT == SLICED
          && new HashSet<>(List.of(DIRECT, AUTO, GLOBAL, CLOSED_BY_ANY, CLOSED_BY_OWNER)).size()
              == 5;

  /** A thread that owns no arena. */
  private static final Thread STRANGER = Thread.ofPlatform().daemon().unstarted(() -> {});

  private static Class<?> classOf(ByteBuffer b) {
    return MemorySegment.ofBuffer(b).scope().getClass();
  }

  private static Class<?> sample(Arena arena) {
    try (arena) {
      return arena.scope().getClass();
    }
  }

  /** The lifetime of a segment's memory. */
  static Lifetime of(MemorySegment s) {
    if (!s.isNative()) {
      return LOOSE;
    }
    Class<?> c = s.scope().getClass();
    if (DISTINCT && (c == DIRECT || c == AUTO || c == GLOBAL)) {
      return HELD;
    }
    return s.isAccessibleBy(STRANGER) ? LOOSE : CONFINED; // a kind we do not know as well
  }
}
