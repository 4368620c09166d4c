package dev.jaio.internal.op;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;

/**
 * What a direct buffer tells of its memory only by a segment, which is made to be looked at and
 * forgotten.
 *
 * <p>The compiler makes nothing of that segment and its session if it inlines all that makes them.
 * It does not where the caller is inlined deep within others ({@code MaxInlineLevel}), as in a
 * callback that submits the next request: then each request leaves up to 72 bytes of garbage. So
 * the two looks are compiled for themselves: a method handle in a field that is not final is called
 * and never inlined.
 */
final class DirectMemory {

  private static MethodHandle lifetime = handle("lookAtLifetime", Lifetime.class);
  private static MethodHandle address = handle("lookAtAddress", long.class);

  private DirectMemory() {}

  private static MethodHandle handle(String name, Class<?> result) {
    try {
      return MethodHandles.lookup()
          .findStatic(DirectMemory.class, name, MethodType.methodType(result, ByteBuffer.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** How long the memory of a direct buffer lives. */
  static Lifetime lifetime(ByteBuffer direct) {
    try {
      return (Lifetime) lifetime.invokeExact(direct);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  /** The address of the first byte of a direct buffer, wherever its position is. */
  static long address(ByteBuffer direct) {
    try {
      return (long) address.invokeExact(direct);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  /** The looks throw nothing that is checked. */
  private static Error unchecked(Throwable t) {
    if (t instanceof RuntimeException e) {
      throw e;
    }
    return t instanceof Error e ? e : new AssertionError(t);
  }

  static Lifetime lookAtLifetime(ByteBuffer direct) {
    return Lifetime.of(MemorySegment.ofBuffer(direct));
  }

  static long lookAtAddress(ByteBuffer direct) {
    // of a copy, since the caller's position may change between two looks at it
    return MemorySegment.ofBuffer(direct.duplicate().clear()).address();
  }
}
