package dev.jaio.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Native memory by its raw address, as the arguments of a system call and the kernel's structures
 * need it.
 *
 * <p>Nothing here checks that an address is allocated or still is: a wrong one ends the process.
 * Multi-byte values have the machine's byte order and must be aligned to their size. May be used
 * only after {@link RealKernel#probe} has found that native access is allowed.
 */
@SuppressWarnings("restricted")
public final class Memory {

  /** All of the address space, so that an address is an offset into it. */
  static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final VarHandle INT = JAVA_INT.varHandle();

  private Memory() {}

  /** The byte at an address. */
  public static byte getByte(long address) {
    return ALL.get(JAVA_BYTE, address);
  }

  /** The 16 bits at an address. */
  public static short getShort(long address) {
    return ALL.get(JAVA_SHORT, address);
  }

  /** The 32 bits at an address. */
  public static int getInt(long address) {
    return ALL.get(JAVA_INT, address);
  }

  /** The 64 bits at an address. */
  public static long getLong(long address) {
    return ALL.get(JAVA_LONG, address);
  }

  /** Stores a byte. */
  public static void putByte(long address, byte value) {
    ALL.set(JAVA_BYTE, address, value);
  }

  /** Stores 16 bits. */
  public static void putShort(long address, short value) {
    ALL.set(JAVA_SHORT, address, value);
  }

  /** Stores 32 bits. */
  public static void putInt(long address, int value) {
    ALL.set(JAVA_INT, address, value);
  }

  /** Stores 64 bits. */
  public static void putLong(long address, long value) {
    ALL.set(JAVA_LONG, address, value);
  }

  /** The 32 bits at an address that the kernel writes too: what it wrote before is seen as well. */
  public static int getIntAcquire(long address) {
    return (int) INT.getAcquire(ALL, address);
  }

  /** Stores 32 bits for the kernel to see: what was stored before is seen with them. */
  public static void putIntRelease(long address, int value) {
    INT.setRelease(ALL, address, value);
  }

  /** Sets {@code length} bytes to zero. */
  public static void clear(long address, long length) {
    ALL.asSlice(address, length).fill((byte) 0);
  }

  /** Copies native memory to native memory; the ranges may overlap. */
  public static void copy(long from, long to, long length) {
    MemorySegment.copy(ALL, from, ALL, to, length);
  }

  /** Copies native memory into an array. */
  public static void copy(long from, byte[] to, int index, int length) {
    MemorySegment.copy(ALL, JAVA_BYTE, from, to, index, length);
  }

  /** Copies native memory into an array of longs; the address is aligned to 8. */
  public static void copy(long from, long[] to, int index, int length) {
    MemorySegment.copy(ALL, JAVA_LONG, from, to, index, length);
  }

  /** Copies a part of an array to native memory. */
  public static void copy(byte[] from, int index, long to, int length) {
    MemorySegment.copy(from, index, ALL, JAVA_BYTE, to, length);
  }

  /** Copies native memory into a segment of any kind. */
  public static void copy(long from, MemorySegment to, long offset, long length) {
    MemorySegment.copy(ALL, from, to, offset, length);
  }

  /** Copies a part of a segment of any kind to native memory. */
  public static void copy(MemorySegment from, long offset, long to, long length) {
    MemorySegment.copy(from, offset, ALL, to, length);
  }
}
