package dev.jaio;

/**
 * What a file asks of direct I/O, that is of reads and writes once it is opened with {@link
 * OpenFlag#DIRECT}: statx(2) with {@code STATX_DIOALIGN}. All three are powers of two, in bytes; 0
 * if the file cannot be read and written directly; -1 if the system does not tell, as before Linux
 * 6.1 and on many file systems: 4096 then does for nearly all of them.
 *
 * @param memory what the address of a buffer must be a multiple of, {@code stx_dio_mem_align}
 * @param offset what position and length must be multiples of, {@code stx_dio_offset_align}
 * @param readOffset the same for reads, where a file system asks less of them, {@code
 *     stx_dio_read_offset_align}; else as {@code offset}
 */
public record DirectAlignment(int memory, int offset, int readOffset) {

  /**
   * Tells whether the system has told what the file asks for.
   *
   * @return whether the numbers are not -1
   */
  public boolean isKnown() {
    return memory >= 0;
  }

  /**
   * Tells whether the file is known to be fit for direct I/O.
   *
   * @return whether the numbers are greater than 0
   */
  public boolean isSupported() {
    return memory > 0;
  }
}
